import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openLedger, type LedgerPlace } from '@gongji/api';
import { runCommands } from '@gongji/application';
import { createReadStream } from 'node:fs';
import { measuredRounds, measuredRun } from './ask-worker.ts';
import type { Sizes } from './sizes.ts';
import type { Time } from './time.ts';
import { carryOver, institutions, people, visits, writeCommands, YEAR } from './workload.ts';

/** One figure of the benchmark: a ratio within one run, so that it says the same on a fast machine and on a slow one. */
export interface Figure {
  readonly name: string;
  readonly target: string;
  /** Median of the rounds, by the clock. */
  readonly ratio: number;
  /** The same by the processor's time, which says more on a machine that does other things too. */
  readonly byProcessor?: number;
  /** What it was made from, for the curious. */
  readonly details: { readonly [name: string]: number };
}

export interface Bench {
  readonly folder: string;
  readonly sizes: Sizes;
  readonly say: (message: string) => void;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[middle - 1 + (sorted.length % 2)] ?? NaN, sorted[middle] ?? NaN];
  return (low + high) / 2;
}

/** A ledger in which the commands were carried out, its views caught up. @returns the log's head. */
export async function prepare(place: LedgerPlace, file: string): Promise<bigint> {
  const open = await openLedger(place);
  try {
    const report = await runCommands(createReadStream(file), open.ledger, () => undefined);
    if (report.refused > 0) throw new Error(`${file}: ${String(report.refused)} commands were refused`);
    await open.views.catchUp();
    return await open.store.head();
  } finally {
    await open.close();
  }
}

/** `gongji run` of ordinary settlements against the bare insertion of the same bytes, in the same process. */
export async function throughput({ folder, sizes, say }: Bench): Promise<Figure> {
  const { people: persons, settlements, rounds } = sizes.throughput;
  const at = (name: string): string => join(folder, name);
  await writeCommands(at('people.ndjson'), institutions(YEAR), people('P', persons, YEAR));
  const series = { group: 'P', people: persons, count: settlements, year: YEAR, series: 'a' };
  await writeCommands(at('visits.ndjson'), visits(series));
  say(`throughput: ${String(persons)} people`);
  const before = String(await prepare({ folder: at('start') }, at('people.ndjson')));
  const figures = [];
  for (let round = 1; round <= rounds; round += 1) {
    await rm(at('ledger'), { recursive: true, force: true });
    await cp(at('start'), at('ledger'), { recursive: true });
    const {
      run,
      bare: insert,
      events,
      bytes,
    } = await measuredRun({
      file: at('visits.ndjson'),
      folder: at('ledger'),
      before,
    });
    if (events !== settlements || insert === undefined) throw new Error('not every settlement was accepted');
    figures.push({ run, insert, bytes: bytes / events });
    const [rate, bare] = [settlements / run.seconds, settlements / insert.seconds];
    say(`throughput, round ${String(round)}: ${rate.toFixed(0)} settlements/s, ${bare.toFixed(0)} bare insertions/s`);
  }
  return {
    name: 'settlements to bare insertions',
    target: '>= 0.25',
    ratio: median(figures.map(({ run, insert }) => insert.seconds / run.seconds)),
    byProcessor: median(figures.map(({ run, insert }) => insert.userSeconds / run.userSeconds)),
    details: {
      settlementsPerSecond: median(figures.map(({ run }) => settlements / run.seconds)),
      insertionsPerSecond: median(figures.map(({ insert }) => settlements / insert.seconds)),
      bytesPerSettlement: median(figures.map(({ bytes }) => bytes)),
    },
  };
}

/** Visits of a year of somebody with a history. */
const VISITS_A_YEAR = 12;

/**
 * Settlements of people with years of history against those of new people, round by round in turn. The new ones are a few among many: as
 * many events lie between two of them as between two old ones. Enrolled one after the other they would lie together in the engine's index,
 * and a group of their settlements would change a page or two of it, as no group of a city's people does.
 */
export async function history({ folder, sizes, say }: Bench): Promise<readonly Figure[]> {
  const { people: persons, years, rounds } = sizes.history;
  const at = (name: string): string => join(folder, name);
  const now = YEAR + years;
  const among = persons * Math.ceil((years * (VISITS_A_YEAR + 1)) / 2);
  const past = Array.from({ length: years }, (_, index) => YEAR + index).flatMap((year) => [
    visits({ group: 'old', people: persons, count: persons * VISITS_A_YEAR, year, series: String(year) }),
    carryOver(year),
  ]);
  await writeCommands(
    at('history.ndjson'),
    ...[institutions(YEAR), people('old', persons, YEAR), ...past, people('new', among, now)],
  );
  say(`history: ${String(persons)} people, ${String(years)} years`);
  await prepare({ folder: at('history') }, at('history.ndjson'));
  const figures: Figure[] = [];
  for (const cold of [false, true]) {
    const files: string[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      for (const [group, of] of [
        ['old', persons],
        ['new', among],
      ] as const) {
        const series = `${cold ? 'cold' : 'warm'}-${group}-${String(round)}`;
        files.push(at(`${series}.ndjson`));
        await writeCommands(files.at(-1) as string, visits({ group, people: of, count: persons, year: now, series }));
      }
    }
    const times = await measuredRounds({ folder: at('history'), files, cold });
    figures.push(compared(times.slice(2), cold, persons, years));
    say(`history, ${cold ? 'read from the log' : 'in memory'}: ${(figures.at(-1) as Figure).ratio.toFixed(2)}`);
  }
  return figures;
}

/** @param times of old and new people in turn. */
function compared(times: readonly Time[], cold: boolean, persons: number, years: number): Figure {
  const old = times.filter((_, index) => index % 2 === 0);
  const fresh = times.filter((_, index) => index % 2 === 1);
  const ratio = (of: (time: Time) => number): number =>
    median(old.map((time, index) => of(time) / of(fresh[index] as Time)));
  return {
    name: `${String(years)} years of history to none, ${cold ? 'first settlement (read from the log)' : 'further ones (in memory)'}`,
    target: '<= 1.1',
    ratio: ratio(({ seconds }) => seconds),
    byProcessor: ratio(({ userSeconds }) => userSeconds),
    details: {
      oldMicroseconds: (median(old.map(({ seconds }) => seconds)) / persons) * 1e6,
      newMicroseconds: (median(fresh.map(({ seconds }) => seconds)) / persons) * 1e6,
    },
  };
}

/** Peak memory of `gongji run` on a large file against a small one. */
export async function memory({ folder, sizes, say }: Bench): Promise<Figure> {
  const { people: persons, commands } = sizes.memory;
  const peaks: number[] = [];
  for (const count of commands) {
    const place = join(folder, `memory-${String(count)}`);
    await mkdir(place, { recursive: true });
    const file = join(place, 'commands.ndjson');
    const first = [...institutions(YEAR), ...people('P', persons, YEAR)];
    const series = { group: 'P', people: persons, count: count - first.length, year: YEAR, series: 'm' };
    await writeCommands(file, first, visits(series));
    const { peakMemory } = await measuredRun({ file, folder: join(place, 'ledger') });
    peaks.push(peakMemory);
    say(`memory: ${String(count)} commands, ${(peakMemory / 1e6).toFixed(0)} MB`);
    await rm(place, { recursive: true });
  }
  const [small, large] = peaks as [number, number];
  return {
    name: `peak memory of ${String(commands[1])} commands to ${String(commands[0])}`,
    target: '<= 1.2',
    ratio: large / small,
    details: { smallMegabytes: small / 1e6, largeMegabytes: large / 1e6 },
  };
}
