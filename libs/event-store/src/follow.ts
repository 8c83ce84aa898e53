import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Pages, RecordedEvent, SubscribeOptions } from './event-store.ts';

/** What a subscription needs of a store that reads synchronously and knows when something was committed. */
export interface Followed {
  /** The next events after a position, empty when there are none yet. */
  readonly readAfter: (position: bigint) => readonly RecordedEvent[];
  /** Resolves when there may be something new, or the signal was aborted. */
  readonly wait: (signal: AbortSignal) => Promise<void>;
}

/**
 * A subscription by position.
 *
 * History and live events come through the same read, so there is no hand-over at which one could be lost or doubled;
 * and because nothing happens between an empty read and the beginning of the wait, no commit falls between the two.
 */
export async function* follow({ readAfter, wait }: Followed, { after = 0n, signal }: SubscribeOptions): Pages {
  let position = after;
  while (!signal.aborted) {
    const page = readAfter(position);
    const last = page.at(-1);
    if (last === undefined) {
      await wait(signal);
      continue;
    }
    position = last.position;
    yield page;
    // A long history must not keep writers and timers of the same process waiting.
    await nextTurn();
  }
}
