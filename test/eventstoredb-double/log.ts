/** An event as the double keeps it: its content is bytes, of which it knows nothing. */
export interface StoredEvent {
  readonly commit: bigint;
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly metadata: ReadonlyMap<string, string>;
  readonly customMetadata: Uint8Array;
  readonly data: Uint8Array;
}

export type ProposedEvent = Pick<StoredEvent, 'id' | 'metadata' | 'customMetadata' | 'data'>;

/** What is expected of a stream: a revision, or one of the words. */
export type Expectation = bigint | 'no-stream' | 'any' | 'exists';

export type Outcome =
  | { readonly kind: 'written'; readonly revision: bigint; readonly commit: bigint }
  | { readonly kind: 'conflict'; readonly current: bigint | undefined }
  | { readonly kind: 'too-large' };

/** Bytes of the largest append, as the server's default. */
export const MOST_BYTES = 1024 * 1024;

interface Stream {
  /** Revision of the first event that is kept: more than 0 where older ones were truncated. */
  readonly first: bigint;
  readonly events: StoredEvent[];
}

/** The log of the double; nodes of one cluster share it, and it outlives their restarts. */
export class DoubleLog {
  readonly events: StoredEvent[] = [];
  readonly #streams = new Map<string, Stream>();
  readonly #followers = new Set<() => void>();
  #end: bigint;

  /** @param start where the log begins: a place beyond 2^53 shows who counts in doubles. */
  constructor(start = 100n) {
    this.#end = start;
  }

  /** Makes a stream whose first events were truncated, so that its next revision is this one. */
  truncatedTo(stream: string, revision: bigint): void {
    this.#streams.set(stream, { first: revision, events: [] });
  }

  of(stream: string): readonly StoredEvent[] | undefined {
    return this.#streams.get(stream)?.events;
  }

  /** Appends as the server does: a repetition at just these revisions is answered as the first time. */
  append(name: string, expected: Expectation, proposed: readonly ProposedEvent[]): Outcome {
    if (proposed.reduce((sum, { data, customMetadata }) => sum + data.length + customMetadata.length, 0) > MOST_BYTES) {
      return { kind: 'too-large' };
    }
    const stream = this.#streams.get(name) ?? { first: 0n, events: [] };
    const current = stream.first + BigInt(stream.events.length) - 1n;
    const isMet =
      expected === 'any' ||
      expected === (current < 0n ? 'no-stream' : current) ||
      (expected === 'exists' && current >= 0n);
    if (!isMet) return this.#repeated(stream, expected, proposed) ?? conflict(current);
    this.#streams.set(name, stream);
    let revision = current;
    let commit = this.#end;
    for (const event of proposed) {
      revision += 1n;
      commit = this.#end;
      const stored = { ...event, commit, stream: name, revision };
      stream.events.push(stored);
      this.events.push(stored);
      this.#end += 100n + BigInt(event.data.length + event.customMetadata.length);
    }
    for (const follow of [...this.#followers]) follow();
    return { kind: 'written', revision, commit };
  }

  follow(follower: () => void): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  #repeated(stream: Stream, expected: Expectation, proposed: readonly ProposedEvent[]): Outcome | undefined {
    const before = expected === 'no-stream' ? -1n : typeof expected === 'bigint' ? expected : undefined;
    if (before === undefined || before + 1n < stream.first) return undefined;
    const from = before + 1n - stream.first;
    if (from >= BigInt(stream.events.length)) return undefined;
    const there = stream.events.slice(Number(from), Number(from) + proposed.length);
    const last = there.at(-1);
    const isSame = there.length === proposed.length && there.every(({ id }, at) => id === proposed[at]?.id);
    return isSame && last !== undefined ? { kind: 'written', revision: last.revision, commit: last.commit } : undefined;
  }
}

function conflict(current: bigint): Outcome {
  return { kind: 'conflict', current: current < 0n ? undefined : current };
}
