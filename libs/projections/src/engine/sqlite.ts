import { StoreUnavailable } from '@gongji/event-store';
import {
  Kysely,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type SqliteDatabase,
  type SqliteStatement,
} from 'kysely';
import Database from 'libsql';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnyTables } from '../framework/writer.ts';
import type { Engine } from './engine.ts';
import { toStoreUnavailable } from './sqlite-errors.ts';

/** Statements that are kept prepared. The hot ones are a few dozen; queries of all kinds must not grow it without bound. */
const MOST_STATEMENTS = 256;

/**
 * The engine waits for another writer without letting the process do anything else, so that it waits for a moment only; what
 * failed is tried again (patience.ts).
 */
const BUSY_MS = 50;

/**
 * The views in `views.db` of a folder. One process holds the embedded store, so it leads; `gongji rebuild` beside it writes tables of
 * its own.
 *
 * @param folder where the file lies; made where it does not exist.
 */
export async function sqliteEngine(folder: string): Promise<Engine> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'views.db');
  const writing = new Kysely<AnyTables>({ dialect: sqliteDialect(file) });
  const reading = new Kysely<AnyTables>({ dialect: sqliteDialect(file) });
  const forEver = new AbortController().signal;
  return {
    reading,
    writing,
    lead: () => Promise.resolve(forEver),
    stepDown: () => Promise.resolve(),
    isPassing: (error) => error instanceof StoreUnavailable && error.reason === 'held',
    close: async () => {
      await reading.destroy();
      await writing.destroy();
    },
  };
}

/**
 * Kysely's SQLite dialect on libsql, whose synchronous interface is that of better-sqlite3.
 *
 * @param file the database's file; it is created where it does not exist.
 */
export function sqliteDialect(file: string): Dialect {
  return new ViewsDialect(file);
}

class ViewsDialect extends SqliteDialect {
  constructor(private readonly file: string) {
    super({ database: async () => opened(file) });
  }

  override createDriver(): Driver {
    return new ViewsDriver({ database: async () => opened(this.file) });
  }
}

class ViewsDriver extends SqliteDriver {
  /** The engine has ended the transaction itself when the disk is full; that must not hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection).catch(() => undefined);
  }
}

/** Kysely prepares every statement anew; here a statement is prepared once and found again by its text. */
function opened(file: string): SqliteDatabase {
  try {
    return tryToOpen(file);
  } catch (error) {
    throw toStoreUnavailable(error, file);
  }
}

function tryToOpen(file: string): SqliteDatabase {
  const database = new Database(file, { timeout: BUSY_MS });
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
      const statement = telling(file, () => database.prepare(sql));
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

/** A statement whose failures are told in one sentence. */
function telling(file: string, prepare: () => SqliteStatement): SqliteStatement {
  const told = <T>(act: () => T): T => {
    try {
      return act();
    } catch (error) {
      throw toStoreUnavailable(error, file);
    }
  };
  const statement = told(prepare);
  return {
    reader: statement.reader,
    all: (parameters) => told(() => statement.all(parameters)),
    run: (parameters) => told(() => statement.run(parameters)),
    iterate: (parameters) => statement.iterate(parameters),
  };
}
