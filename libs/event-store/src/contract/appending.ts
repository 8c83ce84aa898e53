import { describe, expect, it } from '@jest/globals';
import { NO_STREAM, type AppendRequest } from '../event-store.ts';
import { aStream, anEvent, appendOne, collect, fill, someEvents, withStore, type OpenStore } from './support.ts';

export function describeAppending(open: OpenStore): void {
  describe('appending', () => {
    describeExpectation(open);
    describePlaces(open);
    describeConcurrency(open);
    describeMistakes(open);
  });
}

function describeExpectation(open: OpenStore): void {
  it(
    'appends when the stream is at the expected revision',
    withStore(open, async (store, base) => {
      const stream = aStream();
      expect(await appendOne(store, stream, NO_STREAM, someEvents(2))).toEqual({
        outcome: 'appended',
        revision: 1n,
        position: base + 2n,
      });
      expect(await appendOne(store, stream, 1n, someEvents(1))).toEqual({
        outcome: 'appended',
        revision: 2n,
        position: base + 3n,
      });
    }),
  );

  // existing events of the stream | expected revision | the revision that the conflict names
  const conflicts: [number, bigint, bigint][] = [
    [0, 0n, -1n],
    [0, 5n, -1n],
    [3, NO_STREAM, 2n],
    [3, 0n, 2n],
    [3, 1n, 2n],
    [3, 3n, 2n],
    [3, 9_007_199_254_740_993n, 2n],
  ];
  it.each(conflicts)(
    'of %p events, expecting revision %p, is a conflict at revision %p',
    (existing, expected, actual) =>
      withStore(open, async (store, base) => {
        const stream = aStream();
        const before = existing === 0 ? [] : await fill(store, stream, existing);
        expect(await appendOne(store, stream, expected, someEvents(2))).toEqual({
          outcome: 'conflict',
          actualRevision: actual,
        });
        expect(await collect(store.readAll({ after: base }))).toEqual(before);
      })(),
  );

  it(
    'lets the other requests of a call in when one conflicts',
    withStore(open, async (store, base) => {
      const [taken, first, last] = [aStream(), aStream(), aStream()];
      await fill(store, taken, 1);
      const results = await store.append([
        { stream: first, expectedRevision: NO_STREAM, events: someEvents(2) },
        { stream: taken, expectedRevision: NO_STREAM, events: someEvents(2) },
        { stream: last, expectedRevision: NO_STREAM, events: someEvents(1) },
      ]);
      expect(results).toEqual([
        { outcome: 'appended', revision: 1n, position: base + 3n },
        { outcome: 'conflict', actualRevision: 0n },
        { outcome: 'appended', revision: 0n, position: base + 4n },
      ]);
      expect(await store.head()).toBe(base + 4n);
    }),
  );

  it(
    'sees the first request of a call when the second names the same stream',
    withStore(open, async (store, base) => {
      const stream = aStream();
      const results = await store.append([
        { stream, expectedRevision: NO_STREAM, events: someEvents(2) },
        { stream, expectedRevision: 1n, events: someEvents(1) },
        { stream, expectedRevision: 1n, events: someEvents(1) },
      ]);
      expect(results).toEqual([
        { outcome: 'appended', revision: 1n, position: base + 2n },
        { outcome: 'appended', revision: 2n, position: base + 3n },
        { outcome: 'conflict', actualRevision: 2n },
      ]);
    }),
  );
}

function describePlaces(open: OpenStore): void {
  it(
    'numbers the log from 1 and each stream from 0, without a gap',
    withStore(open, async (store, base) => {
      const streams = [aStream(), aStream(), aStream()];
      for (let round = 0n; round < 5n; round++) {
        const requests = streams.map((stream) => ({
          stream,
          expectedRevision: 2n * round - 1n,
          events: someEvents(2),
        }));
        for (const result of await store.append(requests)) expect(result.outcome).toBe('appended');
      }
      const log = await collect(store.readAll({ after: base }));
      expect(log.map((event) => event.position)).toEqual(log.map((_, i) => base + BigInt(i + 1)));
      for (const stream of streams) {
        const revisions = log.filter((event) => event.stream === stream).map((event) => event.revision);
        expect(revisions).toEqual(Array.from({ length: 10 }, (_, i) => BigInt(i)));
      }
    }),
  );

  it(
    'answers an empty call with nothing',
    withStore(open, async (store, base) => {
      expect(await store.append([])).toEqual([]);
      expect(await store.head()).toBe(base);
    }),
  );
}

function describeConcurrency(open: OpenStore): void {
  it(
    'answers calls that are pending together, each with its own events in its own place',
    withStore(open, async (store, base) => {
      const requests = Array.from({ length: 60 }, (_, i): AppendRequest => {
        return { stream: aStream(), expectedRevision: NO_STREAM, events: someEvents(1 + (i % 3)) };
      });
      const answers = await Promise.all(requests.map((request) => store.append([request])));
      const log = await collect(store.readAll({ after: base }));
      expect(log.map((event) => event.position)).toEqual(log.map((_, i) => base + BigInt(i + 1)));
      requests.forEach(({ stream, events }, i) => {
        const written = log.filter((event) => event.stream === stream);
        expect(written.map((event) => event.eventId)).toEqual(events.map((event) => event.eventId));
        const last = written[written.length - 1]!;
        expect(answers[i]).toEqual([{ outcome: 'appended', revision: last.revision, position: last.position }]);
      });
    }),
  );

  it(
    'lets exactly one of many calls win that expect the same revision',
    withStore(open, async (store, base) => {
      const stream = aStream();
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => appendOne(store, stream, NO_STREAM, someEvents(1))),
      );
      expect(answers.filter((answer) => answer.outcome === 'appended')).toHaveLength(1);
      for (const answer of answers) {
        if (answer.outcome === 'conflict') expect(answer.actualRevision).toBe(0n);
      }
      expect(await store.head()).toBe(base + 1n);
    }),
  );
}

function describeMistakes(open: OpenStore): void {
  // what is wrong | the request's difference from a good one
  const mistakes: [string, Partial<AppendRequest>][] = [
    ['a request without events', { events: [] }],
    ['a stream without a name', { stream: '' }],
    ['an expected revision below -1', { expectedRevision: -2n }],
    ['no expected revision', { expectedRevision: null as unknown as bigint }],
    ['an expected revision that is no bigint', { expectedRevision: 4.5 as unknown as bigint }],
    ['an event id that is no UUID', { events: [anEvent(0, { eventId: 'first' })] }],
    ['half a surrogate pair', { events: [anEvent(0, { data: '"\ud83d"' })] }],
    ['a NUL character', { events: [anEvent(0, { metadata: '"\0"' })] }],
  ];
  it.each(mistakes)('refuses the whole call for %s', (_, mistake) =>
    withStore(open, async (store, base) => {
      const good = { stream: aStream(), expectedRevision: NO_STREAM, events: someEvents(1) };
      await expect(store.append([good, { ...good, stream: aStream(), ...mistake }])).rejects.toThrow(TypeError);
      expect(await store.head()).toBe(base);
    })(),
  );
}
