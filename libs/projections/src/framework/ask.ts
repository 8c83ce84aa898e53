import type { Kysely } from 'kysely';
import type { ViewTables } from '../database.ts';

/** Asks the database one question. */
export type Ask = <T>(question: (database: Kysely<ViewTables>) => Promise<T>) => Promise<T>;
