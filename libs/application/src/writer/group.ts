import type { AppendRequest, AppendResult, EventStore } from '@gongji/event-store';
import type { Writes } from '../decide-command.ts';
import { joined } from './joined.ts';

/** What one command writes, waiting for its group, and who wants to know. */
export interface Waiting {
  readonly requests: readonly AppendRequest[];
  /** Gets the position of each request's event. */
  readonly written: (positions: readonly bigint[]) => void;
  readonly conflicted: () => void;
  readonly failed: (error: unknown) => void;
}

/** So many events of a stream may go into one append: far below the size that a server takes. */
const MOST_JOINED = 64;

/** Collects decided appends and writes them together: one flush of the disk for the whole group. */
export class Group {
  private waiting: Waiting[] = [];
  private readonly streams = new Set<string>();

  constructor(private readonly store: EventStore) {}

  get size(): number {
    return this.waiting.length;
  }

  /** True when the group holds an append for the stream that is not durable yet. */
  touches(stream: string): boolean {
    return this.streams.has(stream);
  }

  add(waiting: Waiting): void {
    this.waiting.push(waiting);
    for (const { stream } of waiting.requests) this.streams.add(stream);
  }

  /**
   * True when what was decided on these streams must wait until the group is written. Where others write too, what the group holds may
   * meet a conflict, and nothing may be written that rests on it; but the next event of the stream that the group ends with goes into
   * one append with it.
   */
  precedes(streams: readonly string[], { writes }: Writes): boolean {
    if (this.store.exclusive) return false;
    const own = writes[0]?.stream;
    return streams.some((stream) => this.touches(stream) && !(stream === own && this.endsWith(stream)));
  }

  private endsWith(stream: string): boolean {
    const last = this.waiting.slice(-MOST_JOINED);
    if (last.at(-1)?.requests.at(-1)?.stream !== stream) return false;
    return last.length < MOST_JOINED || last.some(({ requests }) => requests[0]?.stream !== stream);
  }

  /**
   * Writes what waits; every one of it is told what became of it.
   *
   * @throws what the store failed with.
   */
  async write(): Promise<void> {
    const group = this.waiting;
    if (group.length === 0) return;
    this.waiting = [];
    this.streams.clear();
    try {
      const results = await this.append(group.flatMap(({ requests }) => requests));
      let at = 0;
      for (const { requests, written, conflicted } of group) {
        const own = results.slice(at, at + requests.length);
        at += requests.length;
        const positions = own.flatMap((result) => (result.outcome === 'appended' ? [result.position] : []));
        if (positions.length === requests.length) written(positions);
        else conflicted();
      }
    } catch (error) {
      for (const { failed } of group) failed(error);
      throw error;
    }
  }
  private append(requests: readonly AppendRequest[]): Promise<readonly AppendResult[]> {
    return this.store.exclusive ? this.store.append(requests) : joined(this.store, requests);
  }
}
