import { sha256 } from '@gongji/application/deciding';
import {
  CHAIN_START,
  fits,
  rootFromInclusion,
  sameBytes,
  UnreadableEvent,
  type EventMetadata,
  type RecordedPersonEvent,
  type ReimbursementSettled,
  type VisitSettled,
} from '@gongji/core';
import { hashBytes } from '../bytes.ts';
import { openCheckpoint, type Checkpoint } from '../seals/checkpoint.ts';
import { NoteError, type Verifier } from '../seals/note.ts';
import { regionOf } from '../seals/sealer.ts';
import { leafOf } from '../seals/tree-files.ts';
import { balanceOn, factOf } from './balance.ts';
import { readProof, type BalanceProof, type EventProof, type Place, type ProvenEvent } from './proof-file.ts';
import { ProofRefused } from './refused.ts';

/** The seal on which a proof rests. */
interface Sealed {
  readonly by: string;
  /** How many events the sealed tree holds. */
  readonly events: number;
}

/** An event that was proven to be in the log. */
export interface ProvenFact {
  readonly kind: 'event' | 'settlement';
  readonly sealed: Sealed;
  /** It is the log's event of this number, the first being 1. */
  readonly number: number;
  readonly stream: string;
  readonly revision: string;
  readonly type: string;
  readonly occurredOn: string;
  readonly recordedAt: string;
  readonly actor: string;
  readonly data: unknown;
}

/** A balance that was proven. */
export interface ProvenBalance {
  readonly kind: 'balance';
  readonly sealed: Sealed;
  readonly region: string;
  readonly personId: string;
  /** Counts what has its business date up to that day; null: everything. */
  readonly asOf: string | null;
  /** Known are the log's first so many events. */
  readonly knownAt: number;
  /** Yuan with two decimals. */
  readonly balance: string;
  readonly from: {
    readonly type: 'InsuredEnrolled' | 'YearCarriedOver';
    readonly revision: string;
    /** What stood on the account with it. A carry-over's holds all that was recorded before it. */
    readonly balance: string;
  };
  readonly upTo: { readonly revision: string; readonly number: number };
  /** Of the stream's next event, which was recorded after `knownAt`: nothing known was left off. Null where the proof shows none. */
  readonly next: { readonly revision: string; readonly number: number } | null;
}

export type Proven = ProvenFact | ProvenBalance;

/**
 * Checks a proof with public keys alone: no ledger, no network.
 *
 * @param text of the proof file.
 * @param known keys that are believed.
 * @returns what it proves.
 * @throws ProofRefused that says why it does not hold.
 */
export function checkProof(text: string, known: readonly Verifier[]): Proven {
  const proof = readProof(text);
  const checkpoint = opened(proof.checkpoint, known);
  return proof.kind === 'balance' ? checkBalance(proof, checkpoint) : checkEvent(proof, checkpoint);
}

function opened(note: string, known: readonly Verifier[]): Checkpoint {
  try {
    return openCheckpoint(note, known);
  } catch (error) {
    if (error instanceof NoteError) throw new ProofRefused(error.message);
    throw error;
  }
}

/** Types of events that settle a visit. */
export const SETTLING: readonly string[] = ['VisitSettled', 'ReimbursementSettled'];

function checkEvent({ kind, event, place }: EventProof, checkpoint: Checkpoint): ProvenFact {
  const metadata = requireHash(event);
  requireIncluded(event, place, checkpoint);
  if (kind === 'settlement' && !SETTLING.includes(event.type)) throw new ProofRefused('The event settles nothing.');
  const { stream, revision, type, data } = event;
  const { occurredOn, recordedAt, actor } = metadata;
  const about = { stream, revision: String(revision), type, occurredOn, recordedAt, actor };
  return { kind, sealed: sealedBy(checkpoint), number: place.index + 1, ...about, data: JSON.parse(data) as unknown };
}

function checkBalance(proof: BalanceProof, checkpoint: Checkpoint): ProvenBalance {
  const { claim, events, place, next } = proof;
  const [first, last] = [events[0], events.at(-1)];
  if (first === undefined || last === undefined) throw new ProofRefused('The proof holds no event.');
  requireStream(events);
  requireIncluded(last, place, checkpoint);
  if (claim.knownAt > checkpoint.size)
    throw new ProofRefused('The seal does not reach up to what is said to be known.');
  if (place.index >= claim.knownAt) throw new ProofRefused('The last event was not known yet.');
  if (next !== null) requireNext(last, next, claim.knownAt, checkpoint);
  const facts = factsOf(events);
  const begun = facts[0];
  if (begun?.type === 'YearCarriedOver' && claim.asOf !== null && begun.occurredOn > claim.asOf) {
    throw new ProofRefused('The carry-over lies after the day that is asked for.');
  }
  const balance = balanceOn(facts, claim.asOf);
  if (balance !== claim.balance) {
    throw new ProofRefused(`The balance is said to be ${claim.balance}; the events make ${balance}.`);
  }
  return provenBalance(proof, checkpoint, { first, last, carried: carriedBy(begun) });
}

function carriedBy(begun: RecordedPersonEvent | undefined): string {
  return begun?.type === 'YearCarriedOver' ? begun.data.state.balance : '0.00';
}

function provenBalance(
  { claim, place, next }: BalanceProof,
  checkpoint: Checkpoint,
  { first, last, carried }: { readonly first: ProvenEvent; readonly last: ProvenEvent; readonly carried: string },
): ProvenBalance {
  const { stream } = last;
  return {
    kind: 'balance',
    sealed: sealedBy(checkpoint),
    region: regionOf(stream),
    personId: stream.slice(stream.indexOf('.') + 1),
    ...claim,
    from: { type: first.type as ProvenBalance['from']['type'], revision: String(first.revision), balance: carried },
    upTo: { revision: String(last.revision), number: place.index + 1 },
    next: next === null ? null : { revision: String(next.event.revision), number: next.place.index + 1 },
  };
}

/** A proof of a newer program may hold what this one cannot read. */
function factsOf(events: readonly ProvenEvent[]): readonly RecordedPersonEvent[] {
  try {
    return events.map(factOf);
  } catch (error) {
    if (error instanceof UnreadableEvent) throw new ProofRefused(error.message);
    throw error;
  }
}

/** One person's events, revision by revision, each after the hash of the one before: nothing between them is left out. */
export function requireStream(events: readonly ProvenEvent[]): void {
  let before: ProvenEvent | undefined;
  for (const event of events) {
    if (!event.stream.startsWith('insured-')) throw new ProofRefused(`${event.stream} is no person's stream.`);
    if (before === undefined) requireHash(event, event.revision === 0n ? CHAIN_START : undefined);
    else requireFollows(before, event);
    before = event;
  }
}

function requireFollows(before: ProvenEvent, event: ProvenEvent): void {
  if (event.stream !== before.stream || event.revision !== before.revision + 1n) {
    throw new ProofRefused(
      `After revision ${String(before.revision)} of ${before.stream} comes ${String(event.revision)} of ${event.stream}.`,
    );
  }
  requireHash(event, metadataOf(before).hash);
}

function requireNext(
  last: ProvenEvent,
  next: NonNullable<BalanceProof['next']>,
  knownAt: number,
  checkpoint: Checkpoint,
): void {
  requireFollows(last, next.event);
  requireIncluded(next.event, next.place, checkpoint);
  if (next.place.index < knownAt) throw new ProofRefused('An event was known and is not counted.');
}

/** @param previousHash what must stand before it in its stream; whatever it says itself where undefined. */
function requireHash(event: ProvenEvent, previousHash?: string): EventMetadata {
  const metadata = metadataOf(event);
  if (fits(event, previousHash ?? metadata.previousHash, sha256)) return metadata;
  throw new ProofRefused(
    `Revision ${String(event.revision)} of ${event.stream} does not carry the hash of its content.`,
  );
}

function metadataOf({ metadata }: ProvenEvent): EventMetadata {
  return JSON.parse(metadata) as EventMetadata;
}

function requireIncluded(event: ProvenEvent, { index, path }: Place, { size, root }: Checkpoint): void {
  const found = rootFromInclusion({ index, size }, leafOf(event.metadata), path, hashBytes);
  if (found !== undefined && sameBytes(found, root)) return;
  throw new ProofRefused(
    `Revision ${String(event.revision)} of ${event.stream} is not in the sealed log at that place.`,
  );
}

function sealedBy({ by, size }: Checkpoint): Sealed {
  return { by: by.text, events: size };
}

/** What a proven settlement says. */
export function settlementIn({ data }: ProvenFact): VisitSettled | ReimbursementSettled {
  return data as VisitSettled | ReimbursementSettled;
}
