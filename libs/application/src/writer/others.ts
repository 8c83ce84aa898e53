import type { EventStore } from '@gongji/event-store';
import type { Streams } from './streams.ts';

/** After so many events that nobody here has seen, it is cheaper to read what is needed again. */
const MOST_TAKEN_IN = 5_000n;

/**
 * What other writers write: brought into the states in memory before commands are decided, so that a command never rests on less than
 * what was answered, by whomever, before it was submitted. Where the store is this writer's alone there is nothing to do.
 */
export class Others {
  /** Position up to which every event is in the states in memory, or was never in one. */
  private seen: bigint | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly streams: Streams,
  ) {}

  /**
   * @returns position up to which everything was taken in; undefined where no others write.
   * @throws StoreUnavailable when the store failed.
   */
  async takeIn(): Promise<bigint | undefined> {
    if (this.store.exclusive) return undefined;
    const head = await this.store.head();
    const { seen } = this;
    this.seen = head;
    if (seen === head) return head;
    if (seen === undefined || head - seen > MOST_TAKEN_IN) {
      this.streams.forgetAll();
      return head;
    }
    for await (const page of this.store.readAll({ after: seen, upTo: head })) {
      for (const event of page) this.streams.takeIn(event);
    }
    return head;
  }
}
