import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from '@jest/globals';
import { measureAppendRate, type BenchEvent } from '@gongji/event-store-eventstoredb/bench';
import { EventStoreDbDouble } from '../eventstoredb-double/double.ts';

const double = await EventStoreDbDouble.start();

afterAll(() => {
  double.stop();
});

test('appends the same bytes to as many new streams, in the order of each', async () => {
  const events = Array.from({ length: 40 }, (_, at): BenchEvent => {
    const data = JSON.stringify({ at });
    return { stream: `s-${String(at % 7)}`, eventId: randomUUID(), type: 'Happened', data, metadata: '{}' };
  });
  const { seconds, userSeconds } = await measureAppendRate(double.url(), events, 8);
  expect(seconds).toBeGreaterThan(0);
  expect(userSeconds).toBeGreaterThanOrEqual(0);
  const [opening, ...appended] = [...double.log.events].map(({ stream, data }) => {
    return { stream: stream.replace(/^bare[0-9a-f]{32}[.]/, ''), text: Buffer.from(data).toString() };
  });
  expect(opening).toEqual({ stream: 's-0', text: '{"at":0}\0{}' });
  expect(appended).toEqual(events.map(({ stream, data, metadata }) => ({ stream, text: `${data}\0${metadata}` })));
  expect(new Set(double.log.events.map(({ stream }) => stream)).size).toBe(7 + 1);
});
