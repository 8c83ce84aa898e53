import { join } from 'node:path';
import { SqliteEventStore } from '@gongji/event-store-sqlite';
import { measuredLog } from './ask-worker.ts';
import { writeLongLog } from './long-log.ts';
import { prepare, YEAR, type Bench, type Figure } from './measurements.ts';
import type { LogFigures, LogWork } from './worker.ts';
import { institutions, people, visits, writeCommands } from './workload.ts';

/** Events a second at which the views are to catch up. */
const WANTED_RATE = 20_000;

/** Memory that is to be enough for a log of any length, in bytes. */
const WANTED_MEMORY = 512 * 1024 * 1024;

/** The small log of which the long one consists: six visits a person, as many as in some months. */
const PEOPLE = 1_000;
const SETTLEMENTS = 6_000;

/** What goes through a whole log: how fast the views catch up, and how much memory reading, subscribing and building views take. */
export async function views({ folder, sizes, say }: Bench): Promise<readonly Figure[]> {
  const [small, long, place] = [join(folder, 'small'), join(folder, 'long'), join(folder, 'views')];
  const file = join(folder, 'commands.ndjson');
  const series = { group: 'P', people: PEOPLE, count: SETTLEMENTS, year: YEAR, series: 'a' };
  await writeCommands(file, institutions(YEAR), people('P', PEOPLE, YEAR), visits(series));
  await prepare(small, file);
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
  const caughtUp = await measure('catching up');
  const rebuilding = memoryOf('rebuilding', await measure('rebuilding'));
  return [rateOf(caughtUp), reading, subscribing, memoryOf('catching up', caughtUp), rebuilding];
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

function rateOf({ events, seconds, userSeconds }: LogFigures): Figure {
  return {
    name: `views catching up with ${String(events)} events, to ${String(WANTED_RATE)} events/s`,
    target: '>= 1',
    ratio: events / seconds / WANTED_RATE,
    byProcessor: events / userSeconds / WANTED_RATE,
    details: { eventsPerSecond: events / seconds },
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
