import { randomInt } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@gongji/event-store';
import { SqliteEventStore } from './sqlite-event-store.ts';
import { WriterProcess } from './testing/child.ts';
import { withFolder } from './testing/places.ts';

const ROUNDS = 20;

describe('a writer that is killed', () => {
  it(
    `at any instant, ${ROUNDS} times: what was answered is there, nothing is there twice or by half`,
    () =>
      withFolder(async (folder) => {
        const acknowledged = new Map<string, number>();
        for (let round = 0; round < ROUNDS; round++) {
          const writer = new WriterProcess(folder, `round${round}`);
          const [first] = await writer.lines(2 + randomInt(25));
          expect(first).toBe('open');
          spin(randomInt(3_000));
          const [, ...answers] = await writer.kill();
          for (const line of answers) {
            for (const [id, position] of JSON.parse(line) as [string, number][]) acknowledged.set(id, position);
          }
          await check(folder, acknowledged);
        }
        expect(acknowledged.size).toBeGreaterThan(ROUNDS);
      }),
    120_000,
  );
});

/** Passes the time of a commit's parts, so that the end comes in any of them. */
function spin(microseconds: number): void {
  const until = process.hrtime.bigint() + BigInt(microseconds) * 1000n;
  while (process.hrtime.bigint() < until);
}

async function check(folder: string, acknowledged: ReadonlyMap<string, number>): Promise<void> {
  const store = await SqliteEventStore.open(folder);
  const log: RecordedEvent[] = [];
  for await (const page of store.readAll()) log.push(...page);
  await store.close();

  expect(log.map((event) => Number(event.position))).toEqual(log.map((_, i) => i + 1));
  const positions = new Map(log.map((event) => [event.eventId, Number(event.position)]));
  expect(positions.size).toBe(log.length);
  const lost = [...acknowledged].filter(([id, position]) => positions.get(id) !== position);
  expect(lost).toEqual([]);
  checkStreams(log);
  checkCalls(log);
}

function checkStreams(log: readonly RecordedEvent[]): void {
  const next = new Map<string, bigint>();
  for (const { stream, revision } of log) {
    expect(revision).toBe(next.get(stream) ?? 0n);
    next.set(stream, revision + 1n);
  }
}

/** A call is one transaction: all of its events are there, or none. */
function checkCalls(log: readonly RecordedEvent[]): void {
  const missing = new Map<string, number>();
  for (const event of log) {
    const { call, of } = JSON.parse(event.data) as { call: string; of: number };
    missing.set(call, (missing.get(call) ?? of) - 1);
  }
  expect([...missing].filter(([, count]) => count !== 0)).toEqual([]);
}
