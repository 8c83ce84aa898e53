import { describe, expect, it } from '@jest/globals';
import { NO_STREAM } from '../event-store.ts';
import {
  aStream,
  anEvent,
  appendOne,
  collect,
  someEvents,
  withStore,
  type OpenStore,
  type StoreTraits,
} from './support.ts';

export function describeRepeating(open: OpenStore, traits: StoreTraits): void {
  describe('repeating an append', () => {
    describeRepetition(open);
    if (traits.forgets !== true) describeRepetitionLater(open);
    if (traits.uniqueEventIds !== false) describeUniqueness(open);
  });
}

function describeRepetition(open: OpenStore): void {
  it(
    'is answered as the first time and writes nothing, also when the stream has gone on',
    withStore(open, async (store, base) => {
      const stream = aStream();
      const [first, second] = [someEvents(2), someEvents(3)];
      const firstAnswer = await appendOne(store, stream, NO_STREAM, first);
      const secondAnswer = await appendOne(store, stream, 1n, second);
      expect(await appendOne(store, stream, NO_STREAM, first)).toEqual(firstAnswer);
      expect(await appendOne(store, stream, 1n, second)).toEqual(secondAnswer);
      expect(firstAnswer).toEqual({ outcome: 'appended', revision: 1n, position: base + 2n });
      expect(await store.head()).toBe(base + 5n);
    }),
  );

  it(
    'is recognised within one call and among calls that are pending together',
    withStore(open, async (store, base) => {
      const request = { stream: aStream(), expectedRevision: NO_STREAM, events: someEvents(2) };
      const answers = await Promise.all([store.append([request, request]), store.append([request])]);
      const answer = { outcome: 'appended', revision: 1n, position: base + 2n };
      expect(answers).toEqual([[answer, answer], [answer]]);
      expect(await store.head()).toBe(base + 2n);
    }),
  );

  it(
    'is a conflict when only some of the events are the same, or they are in another order',
    withStore(open, async (store, base) => {
      const stream = aStream();
      const [a, b] = [anEvent(0), anEvent(1)];
      await appendOne(store, stream, NO_STREAM, [a, b]);
      const conflict = { outcome: 'conflict', actualRevision: 1n };
      expect(await appendOne(store, stream, NO_STREAM, [a, anEvent(2)])).toEqual(conflict);
      expect(await appendOne(store, stream, NO_STREAM, [b, a])).toEqual(conflict);
      expect(await appendOne(store, stream, NO_STREAM, [a, b, anEvent(3)])).toEqual(conflict);
      expect(await store.head()).toBe(base + 2n);
    }),
  );
}

function describeRepetitionLater(open: OpenStore): void {
  it(
    'is recognised after the store was opened anew',
    withStore(open, async (store, _base, { reopen }) => {
      const stream = aStream();
      const events = someEvents(2);
      const answer = await appendOne(store, stream, NO_STREAM, events);
      await appendOne(store, stream, 1n, someEvents(1));
      const again = await reopen!();
      const log = await collect(again.readAll());
      expect(await appendOne(again, stream, NO_STREAM, events)).toEqual(answer);
      expect(await collect(again.readAll())).toEqual(log);
    }),
  );
}

function describeUniqueness(open: OpenStore): void {
  it(
    'is a conflict when an event id is already in another place: no event counts twice',
    withStore(open, async (store, base) => {
      const [stream, other] = [aStream(), aStream()];
      const event = anEvent();
      await appendOne(store, stream, NO_STREAM, [event]);
      const results = await store.append([
        { stream, expectedRevision: 0n, events: [anEvent(), event] },
        { stream: other, expectedRevision: NO_STREAM, events: [anEvent(), event] },
        { stream: other, expectedRevision: NO_STREAM, events: someEvents(2) },
        { stream, expectedRevision: 0n, events: someEvents(1) },
      ]);
      expect(results).toEqual([
        { outcome: 'conflict', actualRevision: 0n },
        { outcome: 'conflict', actualRevision: NO_STREAM },
        { outcome: 'appended', revision: 1n, position: base + 3n },
        { outcome: 'appended', revision: 1n, position: base + 4n },
      ]);
    }),
  );

  it(
    'is a conflict when one request names an id twice',
    withStore(open, async (store, base) => {
      const event = anEvent();
      expect(await appendOne(store, aStream(), NO_STREAM, [event, event])).toEqual({
        outcome: 'conflict',
        actualRevision: NO_STREAM,
      });
      expect(await store.head()).toBe(base);
    }),
  );
}
