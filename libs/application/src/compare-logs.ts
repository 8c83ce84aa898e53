import { fits } from '@gongji/core';
import type { EventStore, RecordedEvent } from '@gongji/event-store';
import { sha256 } from './digest.ts';

/** A copy is not what it was copied from, or what it was copied from is damaged. */
export class LogsDiffer extends Error {
  override readonly name = 'LogsDiffer';
}

export interface Comparing {
  /** Compare the events whose position is greater; default 0n: all. */
  readonly after?: bigint;
  /** Told how far it is, a page at a time. */
  readonly progress?: (position: bigint, upTo: bigint) => void;
}

/**
 * Reads two logs side by side up to the copy's head. Each event of the copy must be the original's, byte for byte and in its place, and
 * carry the hash of its content; so every chain has the same head in both. Whether the chains themselves fit is `gongji verify`'s to say.
 *
 * @returns the position of the copy's head.
 * @throws LogsDiffer naming the first event that does not fit.
 */
export async function compareLogs(
  original: EventStore,
  copy: EventStore,
  { after = 0n, progress }: Comparing = {},
): Promise<bigint> {
  const upTo = await copy.head();
  const expected = singly(original, after, upTo);
  let position = after;
  for await (const page of copy.readAll({ after, upTo })) {
    for (const event of page) {
      position += 1n;
      const next = await expected.next();
      if (next.done === true || event.position !== position || !isSame(next.value, event)) {
        throw new LogsDiffer(`The copy differs from the original at position ${String(position)}.`);
      }
      if (!isWhole(event)) {
        throw new LogsDiffer(`The event at position ${String(position)} does not carry the hash of its content.`);
      }
    }
    progress?.(position, upTo);
  }
  if (position !== upTo)
    throw new LogsDiffer(`The copy ends at position ${String(position)} instead of ${String(upTo)}.`);
  return upTo;
}

async function* singly(store: EventStore, after: bigint, upTo: bigint): AsyncGenerator<RecordedEvent, void> {
  for await (const page of store.readAll({ after, upTo })) yield* page;
}

function isSame(one: RecordedEvent, other: RecordedEvent): boolean {
  return (
    one.position === other.position &&
    one.stream === other.stream &&
    one.revision === other.revision &&
    one.eventId === other.eventId &&
    one.type === other.type &&
    one.data === other.data &&
    one.metadata === other.metadata
  );
}

function isWhole(event: RecordedEvent): boolean {
  try {
    const { previousHash = '' } = JSON.parse(event.metadata) as { readonly previousHash?: string };
    return fits(event, previousHash, sha256);
  } catch {
    return false; // no JSON: something else was written in its place
  }
}
