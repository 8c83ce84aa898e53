import { canonical, sortNames, type Json } from './canonical.ts';

/** SHA-256 of a UTF-8 text as lower-case hex. Handed in from outside: the core has no cryptography of its own. */
export type Sha256 = (text: string) => string;

/** The hash that stands before a stream's first event. */
export const CHAIN_START = '0'.repeat(64);

/** An event as its hash sees it: content, place, and (in the metadata's `previousHash`) the hash before it. */
export interface ChainedEvent {
  readonly stream: string;
  readonly revision: bigint;
  readonly eventId: string;
  readonly type: string;
  /** Canonical JSON. */
  readonly data: string;
  /** Canonical JSON, without the member `hash`. */
  readonly metadata: string;
}

/**
 * The text that an event's hash covers: the canonical form (RFC 8785) of
 * `{data, eventId, metadata, revision, stream, type}`, where the revision is text and the metadata lack `hash`.
 * Data and metadata are canonical already, so they are put in as they are.
 */
export function chainText(event: ChainedEvent): string {
  return (
    `{"data":${event.data},"eventId":${canonical(event.eventId)},"metadata":${event.metadata},` +
    `"revision":"${String(event.revision)}","stream":${canonical(event.stream)},"type":${canonical(event.type)}}`
  );
}

/** A value whose canonical form is at hand. */
export class Spelled {
  constructor(readonly text: string) {}

  static of(value: Json): Spelled {
    return new Spelled(canonical(value));
  }
}

/** What is known of an event before it is hashed. */
export type UnsealedEvent = Omit<ChainedEvent, 'metadata'> & {
  readonly metadata: { readonly [name: string]: Json | Spelled | undefined };
};

/** The event's hash, and its metadata as canonical text with the hash in its place among the sorted members. */
export function seal(event: UnsealedEvent, sha256: Sha256): { readonly hash: string; readonly metadata: string } {
  const { metadata } = event;
  const names = Object.keys(metadata);
  sortNames(names);
  let [before, after] = ['', ''];
  for (const name of names) {
    const value = metadata[name];
    if (value === undefined || name === 'hash') continue;
    const member = `${canonical(name)}:${value instanceof Spelled ? value.text : canonical(value)}`;
    if (name < 'hash') before = joined(before, member);
    else after = joined(after, member);
  }
  const hash = sha256(chainText({ ...event, metadata: `{${joined(before, after)}}` }));
  return { hash, metadata: `{${joined(joined(before, `"hash":"${hash}"`), after)}}` };
}

/** Members of two texts, of which either may have none. */
function joined(some: string, more: string): string {
  if (some === '') return more;
  return more === '' ? some : `${some},${more}`;
}

/**
 * True when a stored event carries the hash of its own content and place, after the given hash. The metadata must be in
 * canonical form, for another spelling of the same members is another text than the one that was written.
 */
export function fits(stored: ChainedEvent, previousHash: string, sha256: Sha256): boolean {
  const members = JSON.parse(stored.metadata) as { readonly previousHash?: string; readonly hash?: string };
  if (canonical(members) !== stored.metadata) return false;
  const metadata = canonical({ ...members, hash: undefined });
  return members.previousHash === previousHash && members.hash === sha256(chainText({ ...stored, metadata }));
}
