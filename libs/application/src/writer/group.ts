import type { AppendRequest, EventStore } from '@gongji/event-store';

/** A request that waits for its group to be written, and who wants to know. */
export interface Waiting {
  readonly request: AppendRequest;
  readonly written: (position: bigint) => void;
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
    this.streams.add(waiting.request.stream);
  }

  /** Writes what waits; resolves when every one of it was told what became of it. Never rejects. */
  async write(): Promise<void> {
    const group = this.waiting;
    if (group.length === 0) return;
    this.waiting = [];
    this.streams.clear();
    try {
      const results = await this.store.append(group.map(({ request }) => request));
      for (const [at, { written, conflicted }] of group.entries()) {
        const result = results[at];
        if (result?.outcome === 'appended') written(result.position);
        else conflicted();
      }
    } catch (error) {
      for (const { failed } of group) failed(error);
    }
  }
}
