import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordedEvent } from '@gongji/event-store';
import { EventStoreDbEventStore } from '@gongji/event-store-eventstoredb';
import { EventStoreDbDouble } from '../eventstoredb-double/double.ts';
import { ledgerOf } from '../eventstoredb/where.ts';
import { logIn } from './end-state.ts';
import { GongjiProcess, GongjiRun, gongjiSays } from './gongji.ts';

/** Kills in each direction; more of them at will: FAULT_KILLS=50 npm run jest -- test/fault/copy-killed */
const KILLS = Number(process.env.FAULT_KILLS ?? 3);

const SAMPLE = new URL('../../samples/zibo.ndjson', import.meta.url);
/** Of the sample's commands so many: enough for a copy to be in the middle of something. */
const COMMANDS = 1500;

describe(`gongji copy, killed ${String(KILLS)} times and started again`, () => {
  let base: string;
  let double: EventStoreDbDouble;
  let original: readonly RecordedEvent[];
  const at = (name: string): string => join(base, name);

  beforeAll(async () => {
    base = mkdtempSync(join(tmpdir(), 'gongji-copy-'));
    double = await EventStoreDbDouble.start();
    const input = readFileSync(SAMPLE, 'utf8').split('\n').slice(0, COMMANDS).join('\n');
    await new GongjiRun({ file: '-', store: at('source'), input }).end();
    original = await logIn(at('source'));
    expect(original.length).toBeGreaterThan(1000);
  }, 60_000);

  afterAll(() => {
    double.stop();
    rmSync(base, { recursive: true, force: true });
  });

  /** Kills it when the target has grown by a random part of what there is. @param size of the target, in any unit that grows. */
  async function copyKilled(from: string, to: string, size: () => number, whole: number): Promise<void> {
    for (let kills = 0; kills < KILLS; kills += 1) {
      const copying = new GongjiProcess(['copy', from, to]);
      const until = size() + 1 + randomInt(Math.ceil(whole / KILLS));
      await copying.until(() => size() >= until);
      copying.kill();
      await copying.end();
    }
    expect(await gongjiSays('copy', from, to)).toContain(`${String(original.length)} events`);
  }

  test(
    'to EventStoreDB and back to a folder, brings every event once, in its place; the folder verifies',
    async () => {
      const server = ledgerOf(double.url());
      await copyKilled(at('source'), server, () => double.log.events.length, original.length);
      expect(await logOn(server)).toEqual(original);
      const wal = at('back/events.db-wal');
      const size = (): number => statSync(wal, { throwIfNoEntry: false })?.size ?? 0;
      await copyKilled(server, at('back'), size, statSync(at('source/events.db')).size);
      expect(await logIn(at('back'))).toEqual(original);
      await gongjiSays('verify', '--store', at('back'));
    },
    120_000 + KILLS * 30_000,
  );
});

async function logOn(url: string): Promise<readonly RecordedEvent[]> {
  const store = await EventStoreDbEventStore.open(url);
  const events: RecordedEvent[] = [];
  for await (const page of store.readAll()) events.push(...page);
  await store.close();
  return events;
}
