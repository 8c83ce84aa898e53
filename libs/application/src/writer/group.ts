import type { AppendRequest, EventStore } from '@gongji/event-store';

/** What one command writes, waiting for its group, and who wants to know. */
export interface Waiting {
  readonly requests: readonly AppendRequest[];
  /** Gets the position of each request's event. */
  readonly written: (positions: readonly bigint[]) => void;
  readonly conflicted: () => void;
  readonly failed: (error: unknown) => void;
}

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
      const results = await this.store.append(group.flatMap(({ requests }) => requests));
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
}
