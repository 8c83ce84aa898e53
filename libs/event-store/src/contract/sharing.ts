import { describe, expect, it } from '@jest/globals';
import { NO_STREAM, type EventStore, type ReadAllOptions, type RecordedEvent } from '../event-store.ts';
import { anEvent, appendOne, aStream, collect, withStore, type OpenStore } from './support.ts';

const STREAMS = 12;
/** So many that they do not all fall to one share by chance. */
const MANY = 60;

export function describeSharing(open: OpenStore): void {
  describe('sharing a log out', () => {
    it.each([1, 2, 3, 5, 40])('gives every event in exactly one of %p shares, in order, a stream whole', (of) =>
      withStore(open, async (store, base) => {
        const log = await woven(store, base);
        const shares = await all(store, of, { after: base, pageSize: 4 });
        expect(shares.flat().sort(byPosition)).toEqual(log);
        for (const share of shares) expect(share).toEqual([...share].sort(byPosition));
        const streams = shares.flatMap((share) => [...new Set(share.map(({ stream }) => stream))]);
        expect(new Set(streams).size).toBe(streams.length);
      })(),
    );

    it(
      'lets no share have it all',
      withStore(open, async (store, base) => {
        const requests = Array.from({ length: MANY }, () => ({
          stream: aStream(),
          expectedRevision: NO_STREAM,
          events: [anEvent()],
        }));
        await store.append(requests);
        for (const share of await all(store, 2, { after: base })) expect(share.length).toBeLessThan(MANY);
      }),
    );

    it(
      'leaves a stream where it was when the log grows, wherever the reading begins and ends',
      withStore(open, async (store, base) => {
        const log = await woven(store, base);
        const before = await all(store, 3, { after: base });
        await woven(store, base);
        const span = { after: base + 3n, upTo: base + BigInt(log.length) - 2n };
        const within = ({ position }: RecordedEvent): boolean => position > span.after && position <= span.upTo;
        expect(await all(store, 3, span)).toEqual(before.map((share) => share.filter(within)));
      }),
    );

    it(
      'of some types alone, and of the metadata alone',
      withStore(open, async (store, base) => {
        await woven(store, base);
        const before = await all(store, 3, { after: base });
        const types = ['Odd'];
        const odd = before.map((share) => share.filter(({ type }) => type === 'Odd'));
        expect(await all(store, 3, { after: base, types })).toEqual(odd);
        for (const [index, share] of before.entries()) {
          const read: unknown[] = [];
          for await (const page of store.readMetadata({ after: base, share: { index, of: 3 } })) read.push(...page);
          expect(read).toMatchObject(share.map(({ position, stream, metadata }) => ({ position, stream, metadata })));
        }
      }),
    );
  });
}

/** Events of several streams in turn; what must come back from reading everything after a position. */
async function woven(store: EventStore, base: bigint): Promise<readonly RecordedEvent[]> {
  const streams = Array.from({ length: STREAMS }, () => aStream());
  for (let n = 0; n < 3 * STREAMS; n += 1) {
    const revision = n < STREAMS ? NO_STREAM : BigInt(Math.floor(n / STREAMS) - 1);
    const event = anEvent(n, { type: n % 5 === 1 ? 'Odd' : 'Even' });
    await appendOne(store, streams[n % STREAMS] as string, revision, [event]);
  }
  return collect(store.readAll({ after: base }));
}

function all(store: EventStore, of: number, options: ReadAllOptions): Promise<readonly (readonly RecordedEvent[])[]> {
  const shares = Array.from({ length: of }, (_, index) => ({ index, of }));
  return Promise.all(shares.map((share) => collect(store.readAll({ ...options, share }), options.pageSize)));
}

function byPosition(a: RecordedEvent, b: RecordedEvent): number {
  return a.position < b.position ? -1 : 1;
}
