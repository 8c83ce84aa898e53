import { Migrator, sql, type Kysely, type Migration } from 'kysely';
import { CHECKPOINTS, createTable, REBUILDS } from '../framework/checkpoints.ts';
import type { AnyTables } from '../framework/writer.ts';
import { isPostgres } from './engine.ts';

/**
 * What the views share: where each stands. The views' own tables are not migrated but rebuilt, because they follow from the log. A
 * migration that was published never changes.
 */
const MIGRATIONS: { readonly [name: string]: Migration } = {
  '0001-checkpoints': { up: (database) => createTable(database, CHECKPOINTS) },
  '0002-rebuilds': { up: (database) => createTable(database, REBUILDS) },
};

/**
 * Brings a database to the newest form, once, whoever comes first: the others wait.
 *
 * @throws Error when a newer program has migrated it already.
 */
export async function migrate(database: Kysely<AnyTables>): Promise<void> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: () => Promise.resolve(MIGRATIONS) },
    migrationTableName: 'migrations',
    migrationLockTableName: 'migrations_lock',
    ...(await schemaOf(database)),
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined)
    throw error instanceof Error ? error : new Error('The read models could not be migrated.', { cause: error });
}

/** Other schemas of the database may belong to other ledgers. */
async function schemaOf(database: Kysely<AnyTables>): Promise<{ readonly migrationTableSchema?: string }> {
  if (!isPostgres(database)) return {};
  const { rows } = await sql<{ schema: string | null }>`select current_schema() as schema`.execute(database);
  const schema = rows[0]?.schema;
  if (typeof schema !== 'string') throw new Error('The database of the read models has no current schema.');
  return { migrationTableSchema: schema };
}
