import type { Kysely } from 'kysely';
import { createHash } from 'node:crypto';
import { snapshot } from '../engine/engine.ts';
import type { Projection } from '../projection.ts';
import { rowsOf } from './rows.ts';
import type { Table } from './table.ts';
import type { AnyTables } from './writer.ts';

/**
 * SHA-256 over every row of a projection's tables in the order of their keys: two copies of a view that were built from the same log
 * have the same hash, whatever way they were built and whatever engine holds them.
 */
export function stateHash(database: Kysely<AnyTables>, projection: Projection): Promise<string> {
  return snapshot(database, (transaction) => hashOf(transaction, projection));
}

type Described = Pick<Table, 'name' | 'columns' | 'key'>;

/**
 * The same within a snapshot that the caller has.
 *
 * @param place where a table's rows are, if not under its name.
 */
export async function hashOf(
  transaction: Kysely<AnyTables>,
  { tables }: { readonly tables: readonly Described[] },
  place: (table: Described) => Described = (table) => table,
): Promise<string> {
  const hash = createHash('sha256');
  for (const table of tables) {
    hash.update(`${table.name} ${Object.keys(table.columns).join(' ')}\n`);
    for await (const rows of rowsOf(transaction, place(table))) {
      for (const row of rows) hash.update(`${JSON.stringify(row)}\n`);
    }
  }
  return hash.digest('hex');
}
