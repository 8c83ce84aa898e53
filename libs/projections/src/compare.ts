import type { EventStore } from '@gongji/event-store';
import { sql, type Kysely } from 'kysely';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isPostgres, snapshot } from './engine/engine.ts';
import { engineAt, isAddress } from './engine/engine-at.ts';
import { patiently } from './engine/patience.ts';
import { sqliteEngine } from './engine/sqlite.ts';
import { CHECKPOINTS, standingsOf } from './framework/checkpoints.ts';
import type { Table } from './framework/table.ts';
import type { AnyTables } from './framework/writer.ts';
import { EventsMissing } from './project-all.ts';
import type { Projection } from './projection.ts';
import { PROJECTIONS } from './projections.ts';
import { Projector } from './projector.ts';
import { difference, type Example } from './rebuild/difference.ts';

/** The first row of a view's table that is not what the log says. */
export interface ViewDifference {
  readonly view: string;
  readonly table: string;
  /** The row's key, as JSON. */
  readonly key: string;
  /** The columns that differ as a fresh replay makes them, as JSON; null where it makes no such row. */
  readonly expected: string | null;
  readonly found: string | null;
}

/** How far a view says that it has taken the log in. */
interface Kept {
  readonly projection: Projection;
  readonly position: number;
}

/**
 * Compares the views in a place with a fresh replay of the log up to the position at which each stands. Nothing in the place is
 * changed. A view of another version is left out: it is built anew when the ledger is opened.
 *
 * @param place a folder, or the address of a PostgreSQL database.
 * @param head position of the log's last event; a view that has seen more is told as a difference of its checkpoint.
 * @throws StoreUnavailable when the database does not answer.
 */
export async function compareViews(place: string, store: EventStore, head: bigint): Promise<readonly ViewDifference[]> {
  if (!isAddress(place) && !existsSync(join(place, 'views.db'))) return [];
  const scratch = await mkdtemp(join(tmpdir(), 'gongji-views-'));
  const kept = await engineAt(place);
  const fresh = await sqliteEngine(scratch);
  try {
    if (!(await patiently(kept, () => holdsViews(kept.reading)))) return [];
    const projector = await Projector.open(fresh, store, Object.values(PROJECTIONS));
    const comparing = async (frozen: Kysely<AnyTables>) => {
      const all = await keptIn(frozen);
      const ahead = all.filter(({ position }) => BigInt(position) > head);
      const differences = ahead.map((each) => notInTheLog(each, `at most ${String(head)}`));
      const comparable = all.filter((each) => !ahead.includes(each));
      return [...differences, ...(await compareAll(comparable, projector, { kept: frozen, fresh: fresh.writing }))];
    };
    return await snapshot(kept.reading, comparing, { isLong: true });
  } finally {
    await kept.close();
    await fresh.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function holdsViews(database: Kysely<AnyTables>): Promise<boolean> {
  if (!isPostgres(database)) return true;
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass(${CHECKPOINTS.name}) is not null as there
  `.execute(database);
  return rows[0]?.there === true;
}

async function keptIn(database: Kysely<AnyTables>): Promise<readonly Kept[]> {
  const standings = await standingsOf(database, CHECKPOINTS);
  return Object.values(PROJECTIONS).flatMap((projection: Projection) => {
    const standing = standings.get(projection.name);
    return standing?.version === projection.version ? [{ projection, position: standing.position }] : [];
  });
}

/** A view that stands where the log does not reach, or not without a gap. */
function notInTheLog({ projection, position }: Kept, expected: string): ViewDifference {
  const place = { view: projection.name, table: CHECKPOINTS.name, key: JSON.stringify([projection.name]) };
  return { ...place, expected, found: String(position) };
}

interface Both {
  readonly kept: Kysely<AnyTables>;
  readonly fresh: Kysely<AnyTables>;
}

/** Replays the log from one position at which a view stands to the next. */
async function compareAll(
  views: readonly Kept[],
  projector: Projector,
  both: Both,
): Promise<readonly ViewDifference[]> {
  const differences: ViewDifference[] = [];
  for (const position of [...new Set(views.map((each) => each.position))].sort((a, b) => a - b)) {
    const missing = await missingUpTo(projector, BigInt(position));
    for (const each of views.filter((view) => view.position === position)) {
      differences.push(
        ...(missing === undefined
          ? await differencesOf(each, both)
          : [notInTheLog(each, `an event at ${String(missing)}`)]),
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

async function differencesOf({ projection }: Kept, { kept, fresh }: Both): Promise<readonly ViewDifference[]> {
  const differences: ViewDifference[] = [];
  for (const table of projection.tables) {
    const found = await difference({ database: kept, table }, { database: fresh, table });
    const [first] = found?.examples ?? [];
    if (first !== undefined) differences.push({ view: projection.name, ...told(table, first) });
  }
  return differences;
}

function told({ name, key }: Table, { key: of, live, rebuilt }: Example): Omit<ViewDifference, 'view'> {
  return {
    table: name,
    key: JSON.stringify(key.map((column) => of[column])),
    expected: rebuilt === null ? null : JSON.stringify(rebuilt),
    found: live === null ? null : JSON.stringify(live),
  };
}
