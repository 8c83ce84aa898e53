import { join } from 'node:path';
import { SqliteEventStore } from '@gongji/event-store-sqlite';
import { measuredLog, measuredReports } from './ask-worker.ts';
import { writeLongLog } from './long-log.ts';
import { prepare, type Bench, type Figure } from './measurements.ts';
import { INDEXED_READ, type ReportTime } from './reports.ts';
import type { LogFigures, LogWork } from './worker.ts';
import { institutions, people, visits, writeCommands, YEAR } from './workload.ts';

/** Events a second at which the views of the ledger itself are to catch up, and all views together. */
const WANTED_CORE_RATE = 20_000;
const WANTED_RATE = 5_000;

/** How long the slowest report of a year may take, in milliseconds. */
const WANTED_REPORT_MS = 1_000;

/** Memory that is to be enough for a log of any length, in bytes. */
const WANTED_MEMORY = 512 * 1024 * 1024;

/** The small log of which the long one consists: six visits a person, as many as in some months. */
const PEOPLE = 1_000;
const SETTLEMENTS = 6_000;

/**
 * What goes through a whole log: how fast the views catch up, how long the reports of a year then take, and how much memory reading,
 * subscribing and building views take.
 */
export async function views({ folder, sizes, say }: Bench): Promise<readonly Figure[]> {
  const [small, long, place] = [join(folder, 'small'), join(folder, 'long'), join(folder, 'views')];
  await prepare({ folder: small }, await writeSmallLog(folder));
  const events = await lengthened(small, long, sizes.views.events);
  say(`views: ${String(events)} events`);
  const measure = async (work: LogWork): Promise<LogFigures> => {
    const figures = await measuredLog({ folder: long, views: place, work });
    const megabytes = figures.peakMemory / 1e6;
    say(`views, ${work}: ${(events / figures.seconds).toFixed(0)} events/s, ${megabytes.toFixed(0)} MB`);
    return figures;
  };
  const reading = memoryOf('reading', await measure('reading'));
  const subscribing = memoryOf('subscribing', await measure('subscribing'));
  const core = rateOf('core views', await measure('catching up the core'), WANTED_CORE_RATE);
  const caughtUp = await measure('catching up');
  const reports = reportsOf(events, await measuredReports({ folder: long, views: place }), say);
  const rebuilding = memoryOf('rebuilding', await measure('rebuilding'));
  const all = rateOf('all views', caughtUp, WANTED_RATE);
  return [core, all, reports, reading, subscribing, memoryOf('catching up', caughtUp), rebuilding];
}

/** The commands of the small log. @returns their file. */
export async function writeSmallLog(folder: string): Promise<string> {
  const file = join(folder, 'commands.ndjson');
  const series = { group: 'P', people: PEOPLE, count: SETTLEMENTS, year: YEAR, series: 'a' };
  await writeCommands(file, institutions(YEAR), people('P', PEOPLE, YEAR), visits(series));
  return file;
}

/** A log of so many events made of a small one. @returns how many it holds. */
export async function lengthened(small: string, long: string, events: number): Promise<number> {
  const from = await SqliteEventStore.open(small, { readOnly: true });
  const to = await SqliteEventStore.open(long);
  try {
    return await writeLongLog(from, to, events);
  } finally {
    await to.close();
    await from.close();
  }
}

function rateOf(name: string, { events, seconds, userSeconds }: LogFigures, wanted: number): Figure {
  return {
    name: `${name} catching up with ${String(events)} events, to ${String(wanted)} events/s`,
    target: '>= 1',
    ratio: events / seconds / wanted,
    byProcessor: events / userSeconds / wanted,
    details: { eventsPerSecond: events / seconds },
  };
}

/** The slowest report, asked for the first time; all of them are said, beside one row read by its key. */
function reportsOf(events: number, times: readonly ReportTime[], say: Bench['say']): Figure {
  const read = times.find(({ name }) => name === INDEXED_READ) as ReportTime;
  for (const { name, firstMs, againMs } of times) {
    const ratio = (againMs / read.againMs).toFixed(0);
    say(`report, ${name}: ${firstMs.toFixed(1)} ms, again ${againMs.toFixed(2)} ms, ${ratio} indexed reads`);
  }
  const slowest = times.reduce((slow, each) => (each.firstMs > slow.firstMs ? each : slow));
  return {
    name: `slowest report of a year (${slowest.name}), ${String(events)} events, to 1 s`,
    target: '<= 1',
    ratio: slowest.firstMs / WANTED_REPORT_MS,
    details: Object.fromEntries(times.map(({ name, firstMs }) => [`${name}, ms`, firstMs])),
  };
}

function memoryOf(work: LogWork, { events, peakMemory }: LogFigures): Figure {
  return {
    name: `peak memory of ${work}, ${String(events)} events, to 512 MiB`,
    target: '<= 1',
    ratio: peakMemory / WANTED_MEMORY,
    details: { megabytes: peakMemory / 1e6 },
  };
}
