import type { CreateTableBuilder, Kysely, Transaction } from 'kysely';
import type { Projection } from '../projection.ts';
import { table, type Table } from './table.ts';
import type { AnyTables } from './writer.ts';

/** Where each projection stands. Its row moves in the same transaction as the projection's own. */
export const CHECKPOINTS = table({
  name: 'checkpoints',
  columns: {
    projection: 'text',
    version: 'bigint',
    position: 'bigint',
    /** Id of the event at the position: tells this log from another one. */
    event_id: 'text?',
    /** Names of the projection's tables, as JSON: those of an older version may be others than today's. */
    tables: 'text',
  },
  key: ['projection'],
});

export interface Checkpoint {
  readonly position: number;
  readonly eventId: string | null;
}

/** Another process moved a checkpoint since it was read. */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved';
}

/** Creates a view's table as its description says. */
export async function createTable(database: Kysely<AnyTables>, { name, columns, key, indexes }: Table): Promise<void> {
  let create: CreateTableBuilder<string, string> = database.schema.createTable(name).ifNotExists();
  for (const [column, type] of Object.entries(columns)) {
    const nullable = type.endsWith('?');
    const sqlType = type.startsWith('text') ? 'text' : 'bigint';
    create = create.addColumn(column, sqlType, (built) => (nullable ? built : built.notNull()));
  }
  await create.addPrimaryKeyConstraint(`${name}_key`, [...key]).execute();
  for (const [index, of] of Object.entries(indexes ?? {})) {
    await database.schema
      .createIndex(`${name}_${index}`)
      .on(name)
      .columns([...of])
      .execute();
  }
}

/** Every projection's checkpoint; one that is missing or of another version begins anew, with empty tables. */
export async function openCheckpoints(
  database: Kysely<AnyTables>,
  projections: readonly Projection[],
): Promise<Map<string, Checkpoint>> {
  await createTable(database, CHECKPOINTS);
  const found = new Map<string, Checkpoint>();
  for (const projection of projections) {
    const row = await rowOf(database, projection.name);
    const current = row !== undefined && Number(row.version) === projection.version;
    if (!current) await reset(database, projection);
    found.set(projection.name, {
      position: current ? Number(row.position) : 0,
      eventId: current ? row.event_id : null,
    });
  }
  return found;
}

function rowOf(
  database: Kysely<AnyTables>,
  projection: string,
): Promise<{ version: number; position: number; event_id: string | null; tables: string } | undefined> {
  return database
    .selectFrom(CHECKPOINTS.name)
    .select(['version', 'position', 'event_id', 'tables'])
    .where('projection', '=', projection)
    .executeTakeFirst();
}

/** Drops a projection's tables and makes them anew, with the checkpoint before the first event. */
export async function reset(database: Kysely<AnyTables>, projection: Projection): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const row = await rowOf(transaction, projection.name);
    const tables = projection.tables.map(({ name }) => name);
    const before = row === undefined ? [] : (JSON.parse(row.tables) as readonly string[]);
    for (const name of new Set([...before, ...tables])) await transaction.schema.dropTable(name).ifExists().execute();
    for (const each of projection.tables) await createTable(transaction, each);
    await transaction.deleteFrom(CHECKPOINTS.name).where('projection', '=', projection.name).execute();
    await transaction
      .insertInto(CHECKPOINTS.name)
      .values({
        projection: projection.name,
        version: projection.version,
        position: 0,
        event_id: null,
        tables: JSON.stringify(tables),
      })
      .execute();
  });
}

/**
 * Moves a checkpoint on.
 *
 * @throws CheckpointMoved when it is no longer where it was read: another process projected these events.
 */
export async function moveCheckpoint(
  transaction: Transaction<AnyTables>,
  projection: string,
  from: Checkpoint,
  to: Checkpoint,
): Promise<void> {
  const { numUpdatedRows } = await transaction
    .updateTable(CHECKPOINTS.name)
    .set({ position: to.position, event_id: to.eventId })
    .where('projection', '=', projection)
    .where('position', '=', from.position)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) throw new CheckpointMoved(`${projection} is no longer at ${String(from.position)}`);
}
