import Database from 'libsql';
import { SqliteDialect, type Dialect, type SqliteDatabase, type SqliteStatement } from 'kysely';

/** Statements that are kept prepared. The hot ones are a few dozen; queries of all kinds must not grow it without bound. */
const MOST_STATEMENTS = 256;

/**
 * Kysely's SQLite dialect on libsql, whose synchronous interface is that of better-sqlite3.
 *
 * @param file the database's file; it is created where it does not exist.
 */
export function sqliteDialect(file: string): Dialect {
  return new SqliteDialect({ database: async () => opened(file) });
}

/** Kysely prepares every statement anew; here a statement is prepared once and found again by its text. */
function opened(file: string): SqliteDatabase {
  const database = new Database(file, { timeout: 10_000 });
  // Keys are spread over the whole table, so that a batch touches a page for nearly every row: larger pages make the trees lower,
  // and a rarer checkpoint writes a page once that many batches touched.
  database.pragma('page_size = 8192');
  database.pragma('journal_mode = WAL');
  database.pragma('wal_autocheckpoint = 16000');
  // After a power cut the last transactions may be missing: they are projected again from the log.
  database.pragma('synchronous = NORMAL');
  database.pragma('cache_size = -65536');
  const prepared = new Map<string, SqliteStatement>();
  return {
    prepare: (sql) => {
      const known = prepared.get(sql);
      if (known !== undefined) return known;
      const statement = database.prepare(sql) as unknown as SqliteStatement;
      if (prepared.size >= MOST_STATEMENTS) prepared.delete(prepared.keys().next().value as string);
      prepared.set(sql, statement);
      return statement;
    },
    close: () => {
      prepared.clear();
      database.close();
    },
  };
}
