import { fits } from '@gongji/core';
import type { EventStore, RecordedEvent } from '@gongji/event-store';
import { sha256 } from './digest.ts';

/** A copy is not what it was copied from, or what it was copied from is damaged. */
export class LogsDiffer extends Error {
  override readonly name = 'LogsDiffer';
}

/**
 * Reads two logs side by side up to the copy's head. Each event of the copy must be the original's, byte for byte and in its place, and
 * carry the hash of its content; so every chain has the same head in both. Whether the chains themselves fit is `gongji verify`'s to say.
 *
 * @returns how many events the copy holds.
 * @throws LogsDiffer naming the first event that does not fit.
 */
export async function compareLogs(original: EventStore, copy: EventStore): Promise<bigint> {
  const upTo = await copy.head();
  const expected = singly(original, upTo);
  let count = 0n;
  for await (const event of singly(copy, upTo)) {
    count += 1n;
    const next = await expected.next();
    if (next.done === true || event.position !== count || !isSame(next.value, event)) {
      throw new LogsDiffer(`The copy differs from the original at position ${String(count)}.`);
    }
    if (!isWhole(event)) {
      throw new LogsDiffer(`The event at position ${String(count)} does not carry the hash of its content.`);
    }
  }
  if (count !== upTo) throw new LogsDiffer(`The copy ends at position ${String(count)} instead of ${String(upTo)}.`);
  return count;
}

async function* singly(store: EventStore, upTo: bigint): AsyncGenerator<RecordedEvent, void> {
  for await (const page of store.readAll({ upTo })) yield* page;
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
