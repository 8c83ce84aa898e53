import { describe, expect, it } from '@jest/globals';
import { NO_STREAM, type ReadAllOptions, type ReadStreamOptions } from '../event-store.ts';
import { aStream, appendOne, collect, fill, someEvents, withStore, type OpenStore } from './support.ts';

export function describeReading(open: OpenStore): void {
  describe('reading', () => {
    describeStreams(open);
    describeAll(open);
    describeLookUps(open);
  });
}

const NOWHERE = '00000000-0000-4000-8000-000000000000';
const BEYOND = 9_223_372_036_854_775_807n;

function describeStreams(open: OpenStore): void {
  // how a stream of seven events is read | the revisions that come
  const cases: [ReadStreamOptions, number[]][] = [
    [{ direction: 'forwards' }, [0, 1, 2, 3, 4, 5, 6]],
    [{ direction: 'backwards' }, [6, 5, 4, 3, 2, 1, 0]],
    [{ direction: 'forwards', from: 4n }, [4, 5, 6]],
    [{ direction: 'backwards', from: 4n }, [4, 3, 2, 1, 0]],
    [{ direction: 'forwards', from: 0n, maxCount: 2 }, [0, 1]],
    [{ direction: 'backwards', maxCount: 2 }, [6, 5]],
    [{ direction: 'forwards', from: 1n, maxCount: 5, pageSize: 2 }, [1, 2, 3, 4, 5]],
    [{ direction: 'backwards', from: 5n, maxCount: 5, pageSize: 2 }, [5, 4, 3, 2, 1]],
    [{ direction: 'forwards', pageSize: 1 }, [0, 1, 2, 3, 4, 5, 6]],
    [{ direction: 'backwards', pageSize: 7 }, [6, 5, 4, 3, 2, 1, 0]],
    [{ direction: 'forwards', maxCount: 100 }, [0, 1, 2, 3, 4, 5, 6]],
    [{ direction: 'forwards', maxCount: 0 }, []],
    [{ direction: 'forwards', from: 7n }, []],
    [{ direction: 'forwards', from: BEYOND }, []],
    [{ direction: 'backwards', from: BEYOND }, [6, 5, 4, 3, 2, 1, 0]],
    [{ direction: 'backwards', from: 0n }, [0]],
  ];
  it.each(cases)('a stream with %p', (options, revisions) =>
    withStore(open, async (store) => {
      const stream = aStream();
      await fill(store, aStream(), 2);
      const events = await fill(store, stream, 7);
      await fill(store, aStream(), 2);
      expect(await collect(store.readStream(stream, options), options.pageSize)).toEqual(
        revisions.map((r) => events[r]),
      );
    })(),
  );

  // how seven events are read of which the second and the fifth are marked | the revisions that come
  const marked: [ReadStreamOptions, number[]][] = [
    [{ direction: 'backwards' }, [6, 5, 4]],
    [{ direction: 'backwards', pageSize: 2 }, [6, 5, 4]],
    [{ direction: 'backwards', pageSize: 3 }, [6, 5, 4]],
    [{ direction: 'backwards', from: 3n }, [3, 2, 1]],
    [{ direction: 'backwards', from: 4n, pageSize: 1 }, [4]],
    [{ direction: 'backwards', maxCount: 2 }, [6, 5]],
    [{ direction: 'backwards', from: 0n }, [0]],
    [{ direction: 'forwards' }, [0, 1]],
    [{ direction: 'forwards', from: 2n, pageSize: 2 }, [2, 3, 4]],
    [{ direction: 'forwards', from: 5n }, [5, 6]],
  ];
  it.each(marked)('a stream until the first event of a type, with %p', (options, revisions) =>
    withStore(open, async (store) => {
      const stream = aStream();
      const events = someEvents(7).map((event, at) => ({
        ...event,
        type: at === 1 || at === 4 ? 'Marked' : 'Plain',
      }));
      await appendOne(store, stream, NO_STREAM, events);
      const read = await collect(store.readStream(stream, { ...options, until: 'Marked' }), options.pageSize);
      expect(read.map(({ revision }) => Number(revision))).toEqual(revisions);
    })(),
  );

  it(
    'a stream that does not exist gives no pages',
    withStore(open, async (store) => {
      const stream = aStream();
      await fill(store, `${stream}.longer`, 1);
      expect(await collect(store.readStream(stream, { direction: 'forwards' }))).toEqual([]);
      expect(await collect(store.readStream(stream, { direction: 'backwards' }))).toEqual([]);
    }),
  );

  it(
    'a stream can be left after any page',
    withStore(open, async (store) => {
      const stream = aStream();
      const events = await fill(store, stream, 5);
      for await (const page of store.readStream(stream, { direction: 'backwards', pageSize: 2 })) {
        expect(page).toEqual([events[4], events[3]]);
        break;
      }
      expect((await appendOne(store, stream, 4n, someEvents(1))).outcome).toBe('appended');
    }),
  );
}

function describeAll(open: OpenStore): void {
  // how a log is read whose last nine positions are ours, counted from the head before | the places that come
  const cases: [{ after?: number; upTo?: number; pageSize?: number }, number[]][] = [
    [{ after: 0 }, [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    [{ after: 0, pageSize: 4 }, [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    [{ after: 5 }, [6, 7, 8, 9]],
    [{ after: 2, upTo: 6, pageSize: 2 }, [3, 4, 5, 6]],
    [{ after: 2, upTo: 6, pageSize: 3 }, [3, 4, 5, 6]],
    [{ after: 4, upTo: 5 }, [5]],
    [{ after: 4, upTo: 4 }, []],
    [{ after: 9 }, []],
    [{ after: 1000 }, []],
    [{ after: 7, upTo: 1000 }, [8, 9]],
  ];
  it.each(cases)('everything with %p from our first event on', ({ after, upTo, pageSize }, places) =>
    withStore(open, async (store, base) => {
      const log = [...(await fill(store, aStream(), 4)), ...(await fill(store, aStream(), 5))];
      const options: ReadAllOptions = {
        ...(after === undefined ? {} : { after: base + BigInt(after) }),
        ...(upTo === undefined ? {} : { upTo: base + BigInt(upTo) }),
        ...(pageSize === undefined ? {} : { pageSize }),
      };
      expect(await collect(store.readAll(options), pageSize)).toEqual(places.map((place) => log[place - 1]));
    })(),
  );

  it.each([
    [['Odd'], undefined, [2, 4, 6]],
    [['Odd'], 1, [2, 4, 6]],
    [['Odd', 'Even'], 4, [1, 2, 3, 4, 5, 6, 7]],
    [['Even', 'Even', 'Other'], 2, [1, 3, 5, 7]],
    [['Other'], 1, []],
    [[], 1, []],
  ])('of everything the types %p in pages of %p', (types, pageSize, places) =>
    withStore(open, async (store, base) => {
      const events = someEvents(7).map((event, at) => ({ ...event, type: at % 2 === 1 ? 'Odd' : 'Even' }));
      await appendOne(store, aStream(), NO_STREAM, events);
      const options = { after: base, types, ...(pageSize === undefined ? {} : { pageSize }) };
      const read = await collect(store.readAll(options), pageSize);
      expect(read.map(({ position }) => Number(position - base))).toEqual(places);
      expect(read.map(({ eventId }) => eventId)).toEqual(places.map((place) => events[place - 1]?.eventId));
    })(),
  );

  const spans: [{ after: bigint; upTo?: bigint; types?: string[]; pageSize?: number }, number[]][] = [
    [{ after: 0n }, [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    [{ after: 2n, upTo: 6n, pageSize: 3 }, [3, 4, 5, 6]],
    [{ after: 0n, types: ['SomethingHappened'], pageSize: 4 }, [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    [{ after: 0n, types: ['Other'] }, []],
    [{ after: 9n }, []],
  ];
  it.each(spans)('the metadata of everything with %p from our first event on', ({ after, upTo, ...rest }, places) =>
    withStore(open, async (store, base) => {
      const log = [...(await fill(store, aStream(), 4)), ...(await fill(store, aStream(), 5))];
      const options = { ...rest, after: base + after, ...(upTo === undefined ? {} : { upTo: base + upTo }) };
      const read: unknown[] = [];
      for await (const page of store.readMetadata(options)) {
        expect(page.length).toBeGreaterThan(0);
        expect(page.length).toBeLessThanOrEqual(rest.pageSize ?? Infinity);
        read.push(...page.map(({ position, stream, metadata }) => ({ position, stream, metadata })));
      }
      const expected = places.map((place) => log[place - 1]).map((event) => event as (typeof log)[number]);
      expect(read).toEqual(expected.map(({ position, stream, metadata }) => ({ position, stream, metadata })));
    })(),
  );

  it(
    'everything ends at the head of the moment it began, whatever is appended meanwhile',
    withStore(open, async (store, base) => {
      const events = await fill(store, aStream(), 4);
      const seen = [];
      for await (const page of store.readAll({ after: base, pageSize: 1 })) {
        seen.push(...page);
        await fill(store, aStream(), 1);
      }
      expect(seen).toEqual(events);
    }),
  );
}

function describeLookUps(open: OpenStore): void {
  it(
    'the head is the position of the last event',
    withStore(open, async (store, base) => {
      const stream = aStream();
      await fill(store, stream, 3);
      expect(await store.head()).toBe(base + 3n);
      await appendOne(store, stream, NO_STREAM, someEvents(1));
      expect(await store.head()).toBe(base + 3n);
    }),
  );

  it(
    'an event is found by its id, wherever it is',
    withStore(open, async (store) => {
      await fill(store, aStream(), 2);
      const events = await fill(store, aStream(), 3);
      await fill(store, aStream(), 2);
      for (const event of events) expect(await store.findEvent(event.eventId)).toEqual(event);
      expect(await store.findEvent(NOWHERE)).toBeUndefined();
    }),
  );

  it(
    'many events are found by their ids at once, those that are there, each once',
    withStore(open, async (store) => {
      const events = await fill(store, aStream(), 400);
      const ids = events.map(({ eventId }) => eventId);
      const found = await store.findEvents([NOWHERE, ...ids.slice(5), ids[7] as string]);
      expect([...found].sort((a, b) => Number(a.position - b.position))).toEqual(events.slice(5));
      expect(await store.findEvents([NOWHERE])).toEqual([]);
      expect(await store.findEvents([])).toEqual([]);
    }),
  );
}
