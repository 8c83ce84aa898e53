import { sql, type Kysely, type RawBuilder } from 'kysely';
import { isPostgres } from '../engine/engine.ts';
import type { AnyTables } from './writer.ts';

/**
 * Whether a column of text holds one of many values. They travel as one parameter, so that the statement's text is the same however many
 * there are: it is prepared once, and no bound on parameters is met.
 */
export function isAnyOf(database: Kysely<AnyTables>, column: string, values: readonly string[]): RawBuilder<boolean> {
  if (isPostgres(database)) return sql`${sql.ref(column)} = any(${values}::text[])`;
  return sql`${sql.ref(column)} in (select value from json_each(${JSON.stringify(values)}))`;
}
