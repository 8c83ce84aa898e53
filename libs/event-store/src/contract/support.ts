import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { AppendRequest, AppendResult, EventStore, NewEvent, Pages, RecordedEvent } from '../event-store.ts';

/** One test's store, and how to end it. */
export interface StoreUnderTest {
  readonly store: EventStore;
  /** Closes the store and opens it again on the same log; only a store that forgets may leave it out. */
  readonly reopen?: () => Promise<EventStore>;
  readonly close: () => Promise<void>;
}

export type OpenStore = () => Promise<StoreUnderTest>;

/** In what a store may differ. */
export interface StoreTraits {
  /** Bytes of the largest event's data to try; default 1 MB. */
  readonly largestData?: number;
  /** False for an engine that does not notice an event id that is already in another place; default true. */
  readonly uniqueEventIds?: boolean;
  /** True for a store that has nothing left once it is closed; default false. */
  readonly forgets?: boolean;
  /** Histories to try against the model; default 30. */
  readonly modelRuns?: number;
}

/** Runs a test with a store of its own and the head it began with. */
export function withStore(
  open: OpenStore,
  test: (store: EventStore, base: bigint, under: StoreUnderTest) => Promise<void>,
) {
  return async (): Promise<void> => {
    const under = await open();
    try {
      await test(under.store, await under.store.head(), under);
    } finally {
      await under.close();
    }
  };
}

/** A stream that no other test has. */
export function aStream(prefix = 'contract'): string {
  return `${prefix}-${randomUUID()}`;
}

export function anEvent(n = 0, over: Partial<NewEvent> = {}): NewEvent {
  return {
    eventId: randomUUID(),
    type: 'SomethingHappened',
    data: `{"n":${n}}`,
    metadata: '{"schemaVersion":1}',
    ...over,
  };
}

export function someEvents(count: number): NewEvent[] {
  return Array.from({ length: count }, (_, n) => anEvent(n));
}

export async function appendOne(
  store: EventStore,
  stream: string,
  expectedRevision: bigint,
  events: readonly NewEvent[],
): Promise<AppendResult> {
  const results = await store.append([{ stream, expectedRevision, events }]);
  expect(results).toHaveLength(1);
  return results[0]!;
}

/** Appends to a new stream of its own, and gives what must come back from every read. */
export async function fill(store: EventStore, stream: string, count: number): Promise<RecordedEvent[]> {
  const base = await store.head();
  const request: AppendRequest = { stream, expectedRevision: -1n, events: someEvents(count) };
  expect(await store.append([request])).toEqual([
    { outcome: 'appended', revision: BigInt(count - 1), position: base + BigInt(count) },
  ]);
  return recorded(request, base);
}

/** The events of a request as they must be read, when it was written right after a position. */
export function recorded({ stream, expectedRevision, events }: AppendRequest, after: bigint): RecordedEvent[] {
  return events.map((event, i) => ({
    position: after + BigInt(i + 1),
    stream,
    revision: expectedRevision + BigInt(i + 1),
    ...event,
  }));
}

/** All events of a read; checks on the way that no page is empty or larger than asked for. */
export async function collect(pages: Pages, pageSize = Infinity): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const page of pages) {
    expect(page.length).toBeGreaterThan(0);
    expect(page.length).toBeLessThanOrEqual(pageSize);
    events.push(...page);
  }
  return events;
}

/** Follows the log until so many events have come, then ends the subscription through its signal. */
export async function followUntil(
  store: EventStore,
  after: bigint,
  count: number,
  pageSize?: number,
): Promise<RecordedEvent[]> {
  const ending = new AbortController();
  const events: RecordedEvent[] = [];
  const options = { after, signal: ending.signal, ...(pageSize === undefined ? {} : { pageSize }) };
  for await (const page of store.subscribe(options)) {
    expect(page.length).toBeGreaterThan(0);
    events.push(...page);
    if (events.length >= count) ending.abort();
  }
  return events;
}
