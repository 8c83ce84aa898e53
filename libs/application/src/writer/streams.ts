import { CHAIN_START, readEvent, type EventMetadata, type Json } from '@gongji/core';
import { NO_STREAM, type EventStore, type RecordedEvent } from '@gongji/event-store';
import { LRUCache } from 'lru-cache';
import type { CacheFigures } from '../observer.ts';
import {
  evolve,
  initialState,
  STARTING_POINT,
  kindOf,
  type FoldedEvent,
  type LedgerState,
  type StateOf,
  type StreamKind,
} from './stream-kinds.ts';

/** More streams than any command's decision reads: it needs them all at once. */
const FEWEST = 32;

/** A stream as the writer knows it, what was decided but not yet written included. */
export interface LoadedStream {
  readonly stream: string;
  state: LedgerState;
  /** Revision of the last event; -1n when there is none. */
  revision: bigint;
  /** Hash of the last event: the next one's `previousHash`. */
  hash: string;
}

/**
 * The states of recently used streams: bounded, so that memory does not grow with the ledger, and newest, so that a
 * settlement needs no read when the person was seen a moment ago.
 */
export class Streams {
  private readonly cache: LRUCache<string, LoadedStream>;
  private hits = 0;
  private misses = 0;

  /** @param capacity how many states are kept. */
  constructor(
    private readonly store: EventStore,
    capacity: number,
  ) {
    this.cache = new LRUCache({ max: Math.max(FEWEST, capacity) });
  }

  /** How many states are kept. */
  get capacity(): number {
    return this.cache.max;
  }

  /** The stream, if its state is in memory. */
  peek(stream: string): LoadedStream | undefined {
    return this.cache.get(stream);
  }

  /** Whether the stream is in memory; it is then kept as one that was just used. */
  has(stream: string): boolean {
    return this.cache.get(stream) !== undefined;
  }

  /** The state of a stream that is in memory. */
  state<K extends StreamKind>(stream: string): StateOf[K] {
    const loaded = this.cache.peek(stream);
    if (loaded === undefined) throw new Error(`${stream} was not loaded`);
    return loaded.state as StateOf[K];
  }

  /** So many streams that a command needed were in memory. */
  countHits(count: number): void {
    this.hits += count;
  }

  figures(): CacheFigures {
    return { hits: this.hits, misses: this.misses, streams: this.cache.size };
  }

  /** Reads a stream into memory: a person's from the last carry-over on. */
  async load(stream: string): Promise<LoadedStream> {
    this.misses += 1;
    const events = await this.sinceStartingPoint(stream);
    const loaded = fold(stream, events, false);
    this.cache.set(stream, loaded);
    return loaded;
  }

  private async sinceStartingPoint(stream: string): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    const options = { direction: 'backwards', until: STARTING_POINT } as const;
    for await (const page of this.store.readStream(stream, options)) events.push(...page);
    return events.reverse();
  }

  /** The state from the stream's first event on, with every id whole. Not kept: it grows with the years. */
  async wholeState(stream: string): Promise<LedgerState> {
    let state = initialState(kindOf(stream));
    for await (const page of this.store.readStream(stream, { direction: 'forwards' })) {
      for (const event of page) state = evolve(stream, state, folded(event), true);
    }
    return state;
  }

  async eventAt(stream: string, revision: number): Promise<FoldedEvent | undefined> {
    const options = { direction: 'forwards', from: BigInt(revision), maxCount: 1 } as const;
    for await (const [event] of this.store.readStream(stream, options)) {
      if (event !== undefined) return folded(event);
    }
    return undefined;
  }

  /** Revision of a stream that is in memory; -1n when it does not exist. */
  revision(stream: string): bigint {
    return this.cache.peek(stream)?.revision ?? NO_STREAM;
  }

  /** Hash of the event at a revision; undefined where there is none. */
  async hashAt(stream: string, revision: bigint): Promise<string | undefined> {
    const loaded = this.cache.get(stream);
    if (loaded?.revision === revision) return loaded.hash;
    for await (const [event] of this.store.readStream(stream, { direction: 'forwards', from: revision, maxCount: 1 })) {
      if (event !== undefined) return hashOf(event);
    }
    return undefined;
  }

  /** Takes a stream's next event into the state that is in memory. */
  advance(loaded: LoadedStream, event: FoldedEvent, hash: string): void {
    loaded.state = evolve(loaded.stream, loaded.state, event);
    loaded.revision += 1n;
    loaded.hash = hash;
  }

  /** Takes an event of any writer into the state that is in memory; one that does not follow what is there makes it forgotten. */
  takeIn(event: RecordedEvent): void {
    const loaded = this.cache.peek(event.stream);
    if (loaded === undefined || loaded.revision >= event.revision) return;
    const { hash, previousHash } = JSON.parse(event.metadata) as {
      readonly hash: string;
      readonly previousHash: string;
    };
    if (previousHash === loaded.hash) this.advance(loaded, folded(event), hash);
    else this.forget(event.stream);
  }

  forget(stream: string): void {
    this.cache.delete(stream);
  }

  forgetAll(): void {
    this.cache.clear();
  }
}

/**
 * A stored event with its data read, in their present version, and its business date at hand.
 *
 * @param metadata of the event, where they were read before.
 */
export function folded(
  event: RecordedEvent,
  metadata = JSON.parse(event.metadata) as Pick<EventMetadata, 'occurredOn' | 'schemaVersion'>,
): FoldedEvent {
  const { occurredOn, schemaVersion } = metadata;
  const data = JSON.parse(event.data) as Json;
  return { ...readEvent({ type: event.type, data, occurredOn, schemaVersion }), revision: Number(event.revision) };
}

function fold(stream: string, events: readonly RecordedEvent[], allIds: boolean): LoadedStream {
  let state = initialState(kindOf(stream));
  for (const event of events) state = evolve(stream, state, folded(event), allIds);
  const last = events.at(-1);
  if (last === undefined) return { stream, state, revision: NO_STREAM, hash: CHAIN_START };
  return { stream, state, revision: last.revision, hash: hashOf(last) };
}

function hashOf(event: RecordedEvent): string {
  return (JSON.parse(event.metadata) as { readonly hash: string }).hash;
}
