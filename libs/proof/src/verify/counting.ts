import type { EventStore } from '@gongji/event-store';
import { LogEvent } from '../again/log-event.ts';

/**
 * Counts what events add up to, so that decisions that rest on such sums can be taken again. Nothing is counted before the first of these
 * decisions: then the log is read from its beginning once, and from there on every event counts as it goes by.
 */
export abstract class Counting {
  /** @param isCounting whether an earlier run of the same part was asked already. */
  constructor(
    protected readonly store: EventStore,
    private isCounting: boolean,
  ) {}

  /** Whether there is anything to go on from later. */
  protected get hasBegun(): boolean {
    return this.isCounting;
  }

  /** Takes an event of the log in, whosever it is. @throws Error where it cannot be read. */
  add(event: LogEvent): void {
    if (this.isCounting) this.count(event);
  }

  /** Sees to it that everything up to a position has been counted. */
  protected async begin(counted: bigint): Promise<void> {
    if (this.isCounting) return;
    this.isCounting = true;
    for await (const page of this.store.readAll({ upTo: counted })) {
      for (const event of page) {
        try {
          this.count(new LogEvent(event));
        } catch {
          // told by the part whose it is
        }
      }
    }
  }

  protected abstract count(event: LogEvent): void;
}
