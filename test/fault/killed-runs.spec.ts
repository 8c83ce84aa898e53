import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CHAIN_START, fits } from '@gongji/core';
import type { RecordedEvent } from '@gongji/event-store';
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandFile } from './command-file.ts';
import { endState, logIn, type EndState } from './end-state.ts';
import { gongji, GongjiRun } from './gongji.ts';

/** Kills; more of them at will: FAULT_KILLS=500 FAULT_SEED=7 npm run jest -- test/fault/killed-runs */
const KILLS = Number(process.env.FAULT_KILLS ?? 25);
const SEED = process.env.FAULT_SEED ?? '1';

let drawn = 0;

/** A whole number from 0 to below a bound: the same for the same seed. */
function chance(below: number): number {
  const digest = createHash('sha256').update(`${SEED}/${String((drawn += 1))}`);
  return digest.digest().readUInt32BE() % below;
}

let base: string;
let file: string;
let undisturbed: { readonly answers: readonly string[]; readonly end: EndState };

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'gongji-killed-'));
  file = join(base, 'commands.ndjson');
  await writeFile(file, (await commandFile()).map((line) => `${line}\n`).join(''));
  const { status, lines, stderr } = await gongji({ file, store: join(base, 'undisturbed') });
  expect({ status, refused: lines.filter((line) => line.includes('"ok":false')).length }).toEqual({
    status: 0,
    refused: 3,
  });
  expect(stderr).toContain('persons');
  undisturbed = { answers: lines, end: await endState(join(base, 'undisturbed'), 'zibo') };
}, 60_000);

afterAll(() => rm(base, { recursive: true, force: true }));

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

/** What a kill left behind is the beginning of the undisturbed log, whole groups of it, byte for byte. */
function checkBeginning(log: readonly RecordedEvent[]): void {
  const whole = undisturbed.end.log;
  expect(log.findIndex((event, at) => !isSame(event, whole[at]))).toBe(-1);
  const [last, next] = [log.at(-1), whole[log.length]];
  if (last === undefined || next === undefined || isOfProcess(last)) return;
  expect(commandOf(last)).not.toBe(commandOf(next));
}

/** Nothing that was answered once is answered otherwise later. */
function checkAnswers(lines: readonly string[]): void {
  const at = lines.findIndex((line, index) => line !== undisturbed.answers[index]);
  expect(at === -1 ? 'as before' : lines[at]).toBe(at === -1 ? 'as before' : undisturbed.answers[at]);
}

function isSame(one: RecordedEvent, other: RecordedEvent | undefined): boolean {
  const { data, metadata, eventId, type, stream, position, revision } = one;
  const place = stream === other?.stream && position === other.position && revision === other.revision;
  return (
    place && type === other.type && eventId === other.eventId && data === other.data && metadata === other.metadata
  );
}

function commandOf({ metadata }: RecordedEvent): string {
  return (JSON.parse(metadata) as { readonly commandId: string }).commandId;
}

/** A region-wide command is not one group: it is finished when the ledger is opened again. */
function isOfProcess(event: RecordedEvent): boolean {
  return /CreditMonth|CarryOverYear/.test(commandOf(event));
}

function processesUnderWay(log: readonly RecordedEvent[]): number {
  const count = (wanted: string): number => log.filter(({ type }) => type === wanted).length;
  return count('ProcessStarted') - count('ProcessCompleted');
}

function checkEnd(end: EndState): void {
  expect({ views: end.views, balances: end.balances, holds: end.holds, events: end.log.length }).toEqual({
    ...{ views: undisturbed.end.views, balances: undisturbed.end.balances, holds: [] },
    events: undisturbed.end.log.length,
  });
  checkBeginning(end.log);
}

describe('gongji run, killed', () => {
  test(
    `${String(KILLS)} times and run again until it is done, ends as if nothing had happened`,
    async () => {
      let kills = 0;
      let amidProcess = 0;
      for (let store = 0; kills < KILLS; store += 1) {
        const folder = join(base, `store-${String(store)}`);
        let known = 0;
        for (let done = false; !done;) {
          const run = new GongjiRun({ file, store: folder });
          if (kills < KILLS) await killed(run, folder, known);
          const { status, lines, stderr } = await run.end();
          checkAnswers(lines);
          if (status === null) {
            kills += 1;
            known = Math.max(known, lines.length);
            const log = await logIn(folder);
            checkBeginning(log);
            amidProcess += processesUnderWay(log);
          } else {
            expect({ status, stderr: stderr.replace(/^.*persons\n|^finishing .*\n/gm, '') }).toEqual({
              status: 0,
              stderr: '',
            });
            expect(lines).toHaveLength(undisturbed.answers.length);
            done = true;
          }
        }
        checkEnd(await endState(folder, 'zibo'));
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
