import { canonical, type Json } from '@gongji/core';
import type { RecordedEvent } from '@gongji/event-store';
import { base64Of, bytesOfBase64, hashBytes, hexOf } from '../bytes.ts';
import { ProofRefused } from './refused.ts';

/** The form of proof files; another one gets another name. */
const FORMAT = 'gongji-proof/1';

/** An event as a proof holds it: all that its hash covers, in the form of the log. */
export type ProvenEvent = Omit<RecordedEvent, 'position'>;

/** Shows that an event is in the sealed tree: the number of events before it, and the hashes up to the root (RFC 9162 section 2.1.3). */
export interface Place {
  readonly index: number;
  readonly path: readonly Uint8Array[];
}

/** What a balance proof says. */
export interface BalanceClaim {
  /** Business date up to which movements count; null for all. */
  readonly asOf: string | null;
  /** Known are the log's first so many events. */
  readonly knownAt: number;
  /** Yuan with two decimals. */
  readonly balance: string;
}

/** A proof of one event, which may be a settlement. */
export interface EventProof {
  readonly kind: 'event' | 'settlement';
  readonly checkpoint: string;
  readonly event: ProvenEvent;
  readonly place: Place;
}

/** A proof of a balance: the person's stream without a gap, from the enrolment or a carry-over to the last event that was known. */
export interface BalanceProof {
  readonly kind: 'balance';
  readonly checkpoint: string;
  readonly claim: BalanceClaim;
  readonly events: readonly ProvenEvent[];
  /** Of the last of them; those before it are fixed by the chain of hashes. */
  readonly place: Place;
  /** The stream's next event, which was not known yet; null where the stream ends. */
  readonly next: { readonly event: ProvenEvent; readonly place: Place } | null;
}

export type Proof = EventProof | BalanceProof;

interface Members {
  readonly [name: string]: Json;
}

/**
 * A proof as text: one line of canonical JSON. Its `digest` covers all the rest, so that no byte can be changed unnoticed; that what it says
 * is true hangs on the signed checkpoint alone.
 */
export function writeProof(proof: Proof): string {
  const content = { format: FORMAT, kind: proof.kind, checkpoint: proof.checkpoint, ...contentOf(proof) };
  return `${canonical({ ...content, digest: digestOf(content) })}\n`;
}

function contentOf(proof: Proof): Members {
  if (proof.kind !== 'balance') return { event: writtenEvent(proof.event), place: writtenPlace(proof.place) };
  const { claim, events, place, next } = proof;
  return {
    claim: { ...claim },
    events: events.map(writtenEvent),
    place: writtenPlace(place),
    next: next === null ? null : { event: writtenEvent(next.event), place: writtenPlace(next.place) },
  };
}

function digestOf(content: Members): string {
  return hexOf(hashBytes(Buffer.from(canonical(content), 'utf8')));
}

function writtenEvent({ stream, revision, eventId, type, data, metadata }: ProvenEvent): Json {
  const parsed = (text: string): Json => JSON.parse(text) as Json;
  return { stream, revision: Number(revision), eventId, type, data: parsed(data), metadata: parsed(metadata) };
}

function writtenPlace({ index, path }: Place): Json {
  return { index, path: path.map(base64Of) };
}

/**
 * Reads a proof; what it says is not checked.
 *
 * @throws ProofRefused for text that is none, or was changed.
 */
export function readProof(text: string): Proof {
  const { digest, ...content } = parse(text);
  if (content.format !== FORMAT) throw new ProofRefused(`This is no proof of the form ${FORMAT}.`);
  if (digest !== digestOf(content))
    throw new ProofRefused('The digest does not fit the content: something was changed.');
  const checkpoint = textIn(content.checkpoint);
  switch (content.kind) {
    case 'event':
    case 'settlement': {
      const { event, place } = membersIn(content, ['format', 'kind', 'checkpoint', 'event', 'place']);
      return { kind: content.kind, checkpoint, event: eventIn(event), place: placeIn(place) };
    }
    case 'balance':
      return { kind: 'balance', checkpoint, ...balanceIn(content) };
    default:
      throw new ProofRefused('The proof is of an unknown kind.');
  }
}

/** Only the canonical spelling counts: another one would be another file for the same proof. */
function parse(text: string): Members {
  try {
    const value = JSON.parse(text) as Json;
    if (isObject(value) && `${canonical(value)}\n` === text) return value;
  } catch (error) {
    // No JSON; text without a canonical form; nested so deep that no event can be.
    if (![SyntaxError, TypeError, RangeError].some((kind) => error instanceof kind)) throw error;
  }
  throw new ProofRefused('This is no proof: a proof is one line of canonical JSON.');
}

function balanceIn(content: Members): Pick<BalanceProof, 'claim' | 'events' | 'place' | 'next'> {
  const names = ['format', 'kind', 'checkpoint', 'claim', 'events', 'place', 'next'] as const;
  const { claim, events, place, next } = membersIn(content, names);
  const { asOf, knownAt, balance } = membersIn(claim, ['asOf', 'knownAt', 'balance']);
  return {
    claim: { asOf: asOf === null ? null : textIn(asOf), knownAt: countIn(knownAt), balance: textIn(balance) },
    events: listIn(events).map(eventIn),
    place: placeIn(place),
    next: next === null ? null : nextIn(next),
  };
}

function nextIn(value: Json): BalanceProof['next'] {
  const { event, place } = membersIn(value, ['event', 'place']);
  return { event: eventIn(event), place: placeIn(place) };
}

function eventIn(value: Json): ProvenEvent {
  const event = membersIn(value, ['stream', 'revision', 'eventId', 'type', 'data', 'metadata']);
  return {
    stream: textIn(event.stream),
    revision: BigInt(countIn(event.revision)),
    eventId: textIn(event.eventId),
    type: textIn(event.type),
    data: objectIn(event.data),
    metadata: objectIn(event.metadata),
  };
}

function objectIn(value: Json): string {
  if (isObject(value)) return canonical(value);
  throw new ProofRefused('Part of the proof is malformed: there must be an object.');
}

function isObject(value: Json): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function placeIn(value: Json): Place {
  const { index, path } = membersIn(value, ['index', 'path']);
  return { index: countIn(index), path: listIn(path).map(hashIn) };
}

function hashIn(value: Json): Uint8Array {
  const bytes = bytesOfBase64(textIn(value));
  if (bytes?.length !== 32) throw new ProofRefused('A hash of the proof is malformed.');
  return bytes;
}

/** The members of an object that has just these names. */
function membersIn<N extends string>(value: Json, names: readonly N[]): { readonly [name in N]: Json } {
  const fitting = isObject(value) && Object.keys(value).length === names.length;
  if (fitting && names.every((name) => Object.hasOwn(value, name))) return value as { readonly [name in N]: Json };
  throw new ProofRefused(`Part of the proof is malformed: it must have ${names.join(', ')}.`);
}

function textIn(value: Json | undefined): string {
  if (typeof value !== 'string') throw new ProofRefused('Part of the proof is malformed: there must be text.');
  return value;
}

function countIn(value: Json): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new ProofRefused('Part of the proof is malformed: there must be a number of events.');
}

function listIn(value: Json): readonly Json[] {
  if (!Array.isArray(value)) throw new ProofRefused('Part of the proof is malformed: there must be a list.');
  return value as readonly Json[];
}
