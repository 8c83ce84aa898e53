import { sql, type Kysely } from 'kysely';
import { createHash, type Hash } from 'node:crypto';
import type { Projection } from '../projection.ts';
import type { Scalar, Table } from './table.ts';
import type { AnyTables } from './writer.ts';

const PAGE_SIZE = 1000;

/**
 * SHA-256 over every row of a projection's tables in the order of their keys: two copies of a view that were built from the same log
 * have the same hash, whatever way they were built and whatever engine holds them.
 */
export function stateHash(database: Kysely<AnyTables>, projection: Projection): Promise<string> {
  return database.transaction().execute(async (transaction) => {
    const hash = createHash('sha256');
    for (const table of projection.tables) {
      hash.update(`${table.name} ${Object.keys(table.columns).join(' ')}\n`);
      await hashRows(transaction, table, hash);
    }
    return hash.digest('hex');
  });
}

async function hashRows(database: Kysely<AnyTables>, table: Table, hash: Hash): Promise<void> {
  for await (const row of rowsInOrder(database, table)) hash.update(`${textOf(table, row)}\n`);
}

/** A row as a table holds it. */
export interface AnyRow {
  readonly [column: string]: Scalar;
}

/** Every row of a table in the order of its key, a page at a time. */
export async function* rowsInOrder(database: Kysely<AnyTables>, table: Table): AsyncIterable<AnyRow> {
  const key = sql.join(table.key.map((column) => sql.ref(column)));
  let last: readonly Scalar[] | undefined;
  for (;;) {
    let query = database.selectFrom(table.name).selectAll();
    if (last !== undefined) query = query.where(sql<boolean>`(${key}) > (${sql.join(last)})`);
    for (const column of table.key) query = query.orderBy(column);
    const rows = (await query.limit(PAGE_SIZE).execute()) as AnyRow[];
    yield* rows;
    const final = rows.at(-1);
    if (final === undefined) return;
    last = table.key.map((column) => final[column] ?? null);
  }
}

/** 64-bit columns come as numbers from one engine and as text from another. */
export function textOf(table: Table, row: AnyRow): string {
  return JSON.stringify(
    Object.keys(table.columns).map((column) => (row[column] === null ? null : String(row[column]))),
  );
}
