import { describe, expect, it } from '@jest/globals';
import { NO_STREAM, type EventStore, type RecordedEvent } from '../event-store.ts';
import { aStream, appendOne, fill, followUntil, someEvents, withStore, type OpenStore } from './support.ts';

export function describeSubscribing(open: OpenStore): void {
  describe('subscribing', () => {
    describeOrder(open);
    describeHandOver(open);
    describeEnding(open);
  });
}

function describeOrder(open: OpenStore): void {
  it(
    'gives history, then what comes',
    withStore(open, async (store, base) => {
      const [stream, later] = [aStream(), aStream()];
      const history = await fill(store, stream, 5);
      const ending = new AbortController();
      const seen: RecordedEvent[] = [];
      let live: RecordedEvent[] = [];
      for await (const page of store.subscribe({ after: base, signal: ending.signal })) {
        seen.push(...page);
        if (seen.length === history.length) live = await fill(store, later, 3);
        if (seen.length === history.length + 3) ending.abort();
      }
      expect(seen).toEqual([...history, ...live]);
    }),
  );

  it(
    'waits for the first event after the given position',
    withStore(open, async (store) => {
      await fill(store, aStream(), 3);
      const following = followUntil(store, await store.head(), 2);
      const events = await fill(store, aStream(), 2);
      expect(await following).toEqual(events);
    }),
  );

  it(
    'keeps to the page size',
    withStore(open, async (store, base) => {
      const events = await fill(store, aStream(), 7);
      const ending = new AbortController();
      const sizes: number[] = [];
      for await (const page of store.subscribe({ after: base, pageSize: 3, signal: ending.signal })) {
        sizes.push(page.length);
        if (page[page.length - 1]?.position === events[6]?.position) ending.abort();
      }
      expect(Math.max(...sizes)).toBeLessThanOrEqual(3);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(7);
    }),
  );
}

function describeHandOver(open: OpenStore): void {
  it(
    'neither loses nor repeats an event while a writer is running, for readers that begin at any moment',
    withStore(open, async (store, base) => {
      const total = 400;
      const readers: Promise<RecordedEvent[]>[] = [];
      const write = writeWhile(store, total, (written) => {
        if (written % 40 === 0) readers.push(followUntil(store, base, total, 1 + (readers.length % 7)));
      });
      await write;
      const expected = Array.from({ length: total }, (_, i) => base + BigInt(i + 1));
      expect(readers.length).toBeGreaterThan(5);
      for (const reader of readers) expect((await reader).map((event) => event.position)).toEqual(expected);
    }),
  );
}

/** One event after the other on one stream, telling how many there are. */
async function writeWhile(store: EventStore, total: number, told: (written: number) => void): Promise<void> {
  const stream = aStream();
  for (let written = 0; written < total; written++) {
    told(written);
    const answer = await appendOne(store, stream, BigInt(written - 1), someEvents(1));
    expect(answer.outcome).toBe('appended');
  }
}

function describeEnding(open: OpenStore): void {
  it(
    'ends without an error when the signal comes while it waits',
    withStore(open, async (store) => {
      const ending = new AbortController();
      const pages = store.subscribe({ after: await store.head(), signal: ending.signal })[Symbol.asyncIterator]();
      const next = pages.next();
      ending.abort();
      expect(await next).toEqual({ done: true, value: undefined });
    }),
  );

  it(
    'gives nothing when the signal has already come',
    withStore(open, async (store, base) => {
      await fill(store, aStream(), 2);
      for await (const page of store.subscribe({ after: base, signal: AbortSignal.abort() })) expect(page).toEqual([]);
    }),
  );

  it(
    'ends between two pages of history',
    withStore(open, async (store, base) => {
      const events = await fill(store, aStream(), 4);
      const ending = new AbortController();
      const seen: RecordedEvent[] = [];
      for await (const page of store.subscribe({ after: base, pageSize: 1, signal: ending.signal })) {
        seen.push(...page);
        if (seen.length === 2) ending.abort();
      }
      expect(seen).toEqual(events.slice(0, 2));
    }),
  );

  it(
    'can simply be left, and the writer goes on',
    withStore(open, async (store, base) => {
      const stream = aStream();
      const events = await fill(store, stream, 2);
      for await (const page of store.subscribe({ after: base, signal: new AbortController().signal })) {
        expect(page[0]).toEqual(events[0]);
        break;
      }
      expect((await appendOne(store, aStream(), NO_STREAM, someEvents(1))).outcome).toBe('appended');
    }),
  );
}
