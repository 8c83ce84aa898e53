import type { RecordedEvent } from '@gongji/event-store';
import { toRecorded, type Stored } from './form.ts';

/** How many of the newest events are kept: what is read live needs no second question to the server. */
const KEPT = 4_096;

/** The newest events of the log, without a gap, up to the last one known. */
export class Recent {
  #events: Stored[] = [];
  /** Position before the first one kept. */
  #before: bigint;

  constructor(
    private readonly prefix: string,
    last: bigint,
  ) {
    this.#before = last;
  }

  get last(): bigint {
    return this.#before + BigInt(this.#events.length);
  }

  push(event: Stored): void {
    this.#events.push(event);
    if (this.#events.length < 2 * KEPT) return;
    this.#events = this.#events.slice(-KEPT);
    this.#before += BigInt(KEPT);
  }

  /** The events after a position, at most so many; undefined where the first of them is no longer kept. */
  after(position: bigint, count: number): readonly RecordedEvent[] | undefined {
    if (position < this.#before) return undefined;
    const skipped = position - this.#before;
    if (skipped >= BigInt(this.#events.length)) return [];
    const start = Number(skipped);
    return this.#events
      .slice(start, start + count)
      .map((event, at) => toRecorded(event, this.prefix, position + BigInt(at + 1)));
  }

  at(position: bigint): RecordedEvent | undefined {
    return this.after(position - 1n, 1)?.[0];
  }

  /** Whether the event at a position has just these bytes; undefined where it is no longer kept. */
  holds(position: bigint, bytes: Uint8Array): boolean | undefined {
    if (position <= this.#before) return undefined;
    const stored = this.#events[Number(position - this.#before) - 1]?.data;
    return stored instanceof Uint8Array && Buffer.compare(stored, bytes) === 0;
  }
}
