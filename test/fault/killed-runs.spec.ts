import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CHAIN_START, fits } from '@gongji/core';
import type { RecordedEvent } from '@gongji/event-store';
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { logIn } from './end-state.ts';
import { GongjiRun } from './gongji.ts';
import { Undisturbed } from './undisturbed.ts';

/** Kills; more of them at will: FAULT_KILLS=500 FAULT_SEED=7 npm run jest -- test/fault/killed-runs */
const KILLS = Number(process.env.FAULT_KILLS ?? 25);
const SEED = process.env.FAULT_SEED ?? '1';

let drawn = 0;

/** A whole number from 0 to below a bound: the same for the same seed. */
function chance(below: number): number {
  const digest = createHash('sha256').update(`${SEED}/${String((drawn += 1))}`);
  return digest.digest().readUInt32BE() % below;
}

let undisturbed: Undisturbed;

beforeAll(async () => {
  undisturbed = await Undisturbed.run();
}, 120_000);

afterAll(() => undisturbed.remove());

test('the file has everything that a kill could tear apart', () => {
  const types = new Set(undisturbed.end.log.map(({ type }) => type));
  const torn = ['AccountFundsHeld', 'ReimbursementSettled', 'ProcessStarted', 'YearCarriedOver', 'SettlementReversed'];
  expect(torn.filter((type) => !types.has(type))).toEqual([]);
  const credits = undisturbed.end.log.filter(
    ({ type, data }) => type === 'AccountCredited' && data.includes('"month"'),
  );
  expect(credits.length).toBeGreaterThan(2 * 512);
});

/** How a run is killed: at a number of answers, at a size of the write-ahead log, or amid a region-wide command. */
async function killed(run: GongjiRun, folder: string, known: number): Promise<void> {
  const kind = chance(3);
  if (kind === 0) {
    const answers = known + 1 + chance(Math.ceil(undisturbed.answers.length / 10));
    await run.says(() => run.lines.length >= answers);
  } else if (kind === 1) {
    const bytes = sizeOf(folder) + 1 + chance(500_000);
    await run.until(() => sizeOf(folder) >= bytes);
  } else {
    await run.says(() => run.stderr.includes('persons'));
  }
  run.kill();
}

function sizeOf(folder: string): number {
  return statSync(join(folder, 'events.db-wal'), { throwIfNoEntry: false })?.size ?? 0;
}

function processesUnderWay(log: readonly RecordedEvent[]): number {
  const count = (wanted: string): number => log.filter(({ type }) => type === wanted).length;
  return count('ProcessStarted') - count('ProcessCompleted');
}

describe('gongji run, killed', () => {
  let kills = 0;
  let amidProcess = 0;

  /** Runs the file, killed again and again as long as kills are left, until it is done. */
  async function runToTheEnd(folder: string): Promise<void> {
    let known = 0;
    for (;;) {
      const run = new GongjiRun({ file: undisturbed.file, store: folder });
      if (kills < KILLS) await killed(run, folder, known);
      const { status, lines, stderr } = await run.end();
      undisturbed.checkAnswers(lines);
      if (status !== null) {
        const progress = /^.*persons\n|^finishing .*\n/gm;
        expect({ status, stderr: stderr.replace(progress, '') }).toEqual({ status: 0, stderr: '' });
        expect(lines).toHaveLength(undisturbed.answers.length);
        return;
      }
      kills += 1;
      known = Math.max(known, lines.length);
      const log = await logIn(folder);
      undisturbed.checkBeginning(log);
      amidProcess += processesUnderWay(log);
    }
  }

  test(
    `${String(KILLS)} times and run again until it is done, ends as if nothing had happened`,
    async () => {
      for (let store = 0; kills < KILLS; store += 1) {
        const folder = join(undisturbed.base, `store-${String(store)}`);
        await runToTheEnd(folder);
        await undisturbed.checkEnd(folder);
        await rm(folder, { recursive: true });
      }
      expect(amidProcess).toBeGreaterThan(0);
    },
    30_000 + KILLS * 15_000,
  );

  test('the undisturbed log is a chain without a gap', () => {
    const hashes = new Map<string, string>();
    for (const event of undisturbed.end.log) {
      const fitting = fits(event, hashes.get(event.stream) ?? CHAIN_START, sha256);
      expect([event.position, fitting]).toEqual([event.position, true]);
      hashes.set(event.stream, (JSON.parse(event.metadata) as { readonly hash: string }).hash);
    }
  });
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
