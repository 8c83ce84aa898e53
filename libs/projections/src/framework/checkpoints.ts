import { sql, type CreateTableBuilder, type Kysely, type Transaction } from 'kysely';
import { holdCheckpoints, isPostgres } from '../engine/engine.ts';
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
    /** Descriptions of the projection's tables, as JSON: those of an older version may be others than today's. */
    tables: 'text',
  },
  key: ['projection'],
});

/** The same for the copies that are being filled beside the live tables. */
export const REBUILDS = table({ name: 'rebuilds', columns: CHECKPOINTS.columns, key: ['projection'] });

export type Register = typeof CHECKPOINTS;

export interface Checkpoint {
  readonly position: number;
  readonly eventId: string | null;
}

/** A checkpoint as it is stored. */
export interface Standing extends Checkpoint {
  readonly version: number;
  readonly tables: readonly StoredTable[];
}

/** What is known of a table that some version of a projection made; an early one left nothing but its name. */
export type StoredTable = Pick<Table, 'name'> & Partial<Pick<Table, 'columns' | 'key'>>;

/** Another process moved a checkpoint since it was read, or rebuilt the view with another version. */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved';
}

/** Names that exist once in a schema are made different by a suffix: the copy of a table exists beside it. */
export interface CreateOptions {
  readonly suffix?: string;
}

/** Creates a view's table as its description says. */
export async function createTable(
  database: Kysely<AnyTables>,
  { name, columns, key, indexes }: Table,
  { suffix = '' }: CreateOptions = {},
): Promise<void> {
  // The order of texts is that of their bytes, on every machine and in every engine.
  const text = isPostgres(database) ? sql`text collate "C"` : 'text';
  let create: CreateTableBuilder<string, string> = database.schema.createTable(name).ifNotExists();
  for (const [column, type] of Object.entries(columns)) {
    const nullable = type.endsWith('?');
    const sqlType = type.startsWith('text') ? text : 'bigint';
    create = create.addColumn(column, sqlType, (built) => (nullable ? built : built.notNull()));
  }
  await create.addPrimaryKeyConstraint(`${name}_key${suffix}`, [...key]).execute();
  for (const [index, of] of Object.entries(indexes ?? {})) {
    await database.schema
      .createIndex(`${name}_${index}${suffix}`)
      .on(name)
      .columns([...of])
      .execute();
  }
}

/** Every projection's checkpoint; tables that are missing are made, with the checkpoint before the first event. */
export async function openCheckpoints(
  database: Kysely<AnyTables>,
  projections: readonly Projection[],
): Promise<Map<string, Standing>> {
  const found = await standingsOf(database, CHECKPOINTS);
  const missing = projections.filter(({ name }) => !found.has(name));
  if (missing.length === 0) return found;
  await database.transaction().execute(async (transaction) => {
    await holdCheckpoints(transaction);
    const made = await standingsOf(transaction, CHECKPOINTS);
    for (const projection of missing) if (!made.has(projection.name)) await makeTables(transaction, projection);
  });
  return standingsOf(database, CHECKPOINTS);
}

/** Where every projection of a register stands. */
export async function standingsOf(database: Kysely<AnyTables>, { name }: Register): Promise<Map<string, Standing>> {
  const rows = (await database.selectFrom(name).selectAll().execute()) as {
    readonly [column in keyof Register['columns']]: string | null;
  }[];
  return new Map(
    rows.map((row) => [
      String(row.projection),
      {
        version: Number(row.version),
        position: Number(row.position),
        eventId: row.event_id,
        tables: (JSON.parse(String(row.tables)) as (string | StoredTable)[]).map((each) =>
          typeof each === 'string' ? { name: each } : each,
        ),
      },
    ]),
  );
}

/** Drops a projection's tables and makes them anew, with the checkpoint before the first event. */
export async function reset(database: Kysely<AnyTables>, projection: Projection): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await holdCheckpoints(transaction, true);
    const before = (await standingsOf(transaction, CHECKPOINTS)).get(projection.name)?.tables ?? [];
    for (const { name } of before) await transaction.schema.dropTable(name).ifExists().execute();
    await transaction.deleteFrom(CHECKPOINTS.name).where('projection', '=', projection.name).execute();
    await makeTables(transaction, projection);
  });
}

async function makeTables(transaction: Transaction<AnyTables>, projection: Projection): Promise<void> {
  for (const each of projection.tables) await createTable(transaction, each);
  await register(transaction, CHECKPOINTS, projection);
}

/** Enters a projection before the first event. */
export async function register(
  transaction: Transaction<AnyTables>,
  { name: registerName }: Register,
  { name, version, tables }: Projection,
): Promise<void> {
  const described = tables.map(({ name: tableName, columns, key }) => ({ name: tableName, columns, key }));
  await transaction
    .insertInto(registerName)
    .values({ projection: name, version, position: 0, event_id: null, tables: JSON.stringify(described) })
    .execute();
}

/**
 * Moves checkpoints on, all by one statement: each is a way to the server and back.
 *
 * @param standing where each projection was read to stand.
 * @throws CheckpointMoved when one is no longer there: another process projected these events.
 */
export async function moveCheckpoints(
  transaction: Transaction<AnyTables>,
  standing: ReadonlyMap<Projection, Checkpoint>,
  to: Checkpoint,
  { name: registerName }: Register = CHECKPOINTS,
): Promise<void> {
  if (standing.size === 0) return;
  const { numUpdatedRows } = await transaction
    .updateTable(registerName)
    .set({ position: to.position, event_id: to.eventId })
    .where((eb) =>
      eb.or([...standing].map(([{ name, version }, { position }]) => eb.and({ projection: name, version, position }))),
    )
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === BigInt(standing.size)) return;
  const names = [...standing.keys()].map(({ name }) => name).join(', ');
  throw new CheckpointMoved(`Not all of these are still where they were read: ${names}.`);
}
