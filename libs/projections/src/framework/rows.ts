import { sql, type Kysely } from 'kysely';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Scalar, Table } from './table.ts';
import type { AnyTables } from './writer.ts';

const PAGE_SIZE = 1000;

/** A row as text, in the order of the table's columns: 64-bit columns come as numbers from one engine, as text from another. */
export type TextRow = readonly (string | null)[];

/**
 * All rows of a table in the order of its key, page by page. SQLite answers at once, so a turn is given between pages: a service that
 * compares a rebuilt view answers meanwhile.
 */
export async function* rowsOf(
  database: Kysely<AnyTables>,
  { name, columns, key }: Pick<Table, 'name' | 'columns' | 'key'>,
): AsyncIterable<readonly TextRow[]> {
  const names = Object.keys(columns);
  const keyOfRow = sql.join(key.map((column) => sql.ref(column)));
  let last: readonly Scalar[] | undefined;
  for (;;) {
    let query = database.selectFrom(name).select(names);
    if (last !== undefined) query = query.where(sql<boolean>`(${keyOfRow}) > (${sql.join(last)})`);
    for (const column of key) query = query.orderBy(column);
    const rows = (await query.limit(PAGE_SIZE).execute()) as { readonly [column: string]: Scalar }[];
    const final = rows.at(-1);
    if (final === undefined) return;
    yield rows.map((row) => names.map((column) => (row[column] === null ? null : String(row[column]))));
    if (rows.length < PAGE_SIZE) return;
    last = key.map((column) => final[column] ?? null);
    await nextTurn();
  }
}
