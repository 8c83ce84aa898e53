import type { EventStore } from '@gongji/event-store';
import { Kysely } from 'kysely';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKPOINTS } from './framework/checkpoints.ts';
import { sqliteDialect } from './framework/sqlite.ts';
import { rowsInOrder, textOf, type AnyRow } from './framework/state-hash.ts';
import type { Table } from './framework/table.ts';
import type { AnyTables } from './framework/writer.ts';
import type { Projection } from './projection.ts';
import { PROJECTIONS } from './projections.ts';
import { EventsMissing, Projector } from './projector.ts';

/** The first row of a view's table that is not what the log says. */
export interface ViewDifference {
  readonly view: string;
  readonly table: string;
  /** The row's key, as JSON. */
  readonly key: string;
  /** The row as a fresh replay makes it, as JSON; null where it makes none. */
  readonly expected: string | null;
  readonly found: string | null;
}

/** How far a view says that it has taken the log in. */
interface Standing {
  readonly projection: Projection;
  readonly position: number;
}

/**
 * Compares the views in a folder with a fresh replay of the log up to the position at which each stands. Nothing in the folder is
 * changed. A view of another version is left out: it is built anew when the ledger is opened.
 *
 * @param head position of the log's last event; a view that has seen more is told as a difference of its checkpoint.
 */
export async function compareViews(
  folder: string,
  store: EventStore,
  head: bigint,
): Promise<readonly ViewDifference[]> {
  const file = join(folder, 'views.db');
  if (!existsSync(file)) return [];
  const scratch = await mkdtemp(join(tmpdir(), 'gongji-views-'));
  const kept = new Kysely<AnyTables>({ dialect: sqliteDialect(file) });
  const fresh = new Kysely<AnyTables>({ dialect: sqliteDialect(join(scratch, 'views.db')) });
  try {
    return await kept.transaction().execute(async (transaction) => {
      const standings = await standingsOf(transaction);
      const ahead = standings.filter(({ position }) => BigInt(position) > head);
      const differences = ahead.map((standing) => notInTheLog(standing, `at most ${String(head)}`));
      const comparable = standings.filter((standing) => !ahead.includes(standing));
      return [...differences, ...(await compareStandings(comparable, transaction, fresh, store))];
    });
  } finally {
    await kept.destroy();
    await fresh.destroy();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function standingsOf(database: Kysely<AnyTables>): Promise<readonly Standing[]> {
  const rows = (await database.selectFrom(CHECKPOINTS.name).selectAll().execute()) as AnyRow[];
  return Object.values(PROJECTIONS).flatMap((projection: Projection) => {
    const row = rows.find((each) => each.projection === projection.name);
    if (row === undefined || Number(row.version) !== projection.version) return [];
    return [{ projection, position: Number(row.position) }];
  });
}

/** A view that stands where the log does not reach, or not without a gap. */
function notInTheLog({ projection, position }: Standing, expected: string): ViewDifference {
  const place = { view: projection.name, table: CHECKPOINTS.name, key: JSON.stringify([projection.name]) };
  return { ...place, expected, found: String(position) };
}

/** Replays the log from one position at which a view stands to the next. */
async function compareStandings(
  standings: readonly Standing[],
  kept: Kysely<AnyTables>,
  fresh: Kysely<AnyTables>,
  store: EventStore,
): Promise<readonly ViewDifference[]> {
  const projector = await Projector.open(fresh, store, Object.values(PROJECTIONS));
  const differences: ViewDifference[] = [];
  for (const position of [...new Set(standings.map((each) => each.position))].sort((a, b) => a - b)) {
    const here = standings.filter((each) => each.position === position);
    const missing = await missingUpTo(projector, BigInt(position));
    for (const standing of here) {
      differences.push(
        ...(missing === undefined
          ? await differencesOf(standing, kept, fresh)
          : [notInTheLog(standing, `an event at ${String(missing)}`)]),
      );
    }
  }
  return differences;
}

/** Replays up to a position. @returns where the log has a gap, so that nothing can be compared. */
async function missingUpTo(projector: Projector, position: bigint): Promise<bigint | undefined> {
  try {
    await projector.catchUp(position);
    return undefined;
  } catch (error) {
    if (error instanceof EventsMissing) return error.position;
    throw error;
  }
}

async function differencesOf(
  { projection }: Standing,
  kept: Kysely<AnyTables>,
  fresh: Kysely<AnyTables>,
): Promise<readonly ViewDifference[]> {
  const differences: ViewDifference[] = [];
  for (const table of projection.tables) {
    const difference = await firstDifference(kept, fresh, table);
    if (difference !== undefined) differences.push({ view: projection.name, ...difference });
  }
  return differences;
}

async function firstDifference(
  kept: Kysely<AnyTables>,
  fresh: Kysely<AnyTables>,
  table: Table,
): Promise<Omit<ViewDifference, 'view'> | undefined> {
  const found = rowsInOrder(kept, table)[Symbol.asyncIterator]();
  for await (const expected of rowsInOrder(fresh, table)) {
    const next = await found.next();
    const row = next.done === true ? undefined : next.value;
    if (row === undefined || textOf(table, row) !== textOf(table, expected)) return told(table, expected, row);
  }
  const extra = await found.next();
  return extra.done === true ? undefined : told(table, undefined, extra.value);
}

function told(table: Table, expected: AnyRow | undefined, found: AnyRow | undefined): Omit<ViewDifference, 'view'> {
  const of = expected ?? found ?? {};
  return {
    table: table.name,
    key: JSON.stringify(table.key.map((column) => of[column])),
    expected: expected === undefined ? null : JSON.stringify(expected),
    found: found === undefined ? null : JSON.stringify(found),
  };
}
