import { StoreUnavailable } from '@gongji/event-store';
import {
  CompiledQuery,
  Kysely,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type SqliteDatabase,
  type SqliteStatement,
  type TransactionSettings,
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

const BEGIN_WRITING = 'begin immediate';

/** Statements that begin and end transactions. */
const FRAMES: ReadonlySet<string> = new Set([BEGIN_WRITING, 'begin', 'commit', 'rollback']);

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
  /** The file's one write lock is taken here or nowhere; only a snapshot, which asks for its isolation, writes nothing. */
  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings = {}): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(settings.isolationLevel === undefined ? BEGIN_WRITING : 'begin'));
  }

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
      const statement = telling(file, () => (FRAMES.has(sql) ? frame(database, sql) : statementOf(database, sql)));
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

/**
 * A prepared statement that meets another writer's lock stays open in libsql, and its connection then shows the rows of that moment for ever.
 * So the lock is met by `exec` alone, which leaves nothing open: where transactions begin, and around a statement that is in none.
 */
function frame(database: Database.Database, sql: string): SqliteStatement {
  const run = (): { changes: number; lastInsertRowid: number } => {
    database.exec(sql);
    return { changes: 0, lastInsertRowid: 0 };
  };
  return { reader: false, run, all: () => [], iterate: () => [][Symbol.iterator]() };
}

function statementOf(database: Database.Database, sql: string): SqliteStatement {
  const statement: SqliteStatement = database.prepare(sql);
  return {
    reader: statement.reader,
    all: (parameters) => statement.all(parameters),
    run: (parameters) => (database.inTransaction ? statement.run(parameters) : alone(database, statement, parameters)),
    iterate: (parameters) => statement.iterate(parameters),
  };
}

function alone(database: Database.Database, statement: SqliteStatement, parameters: readonly unknown[]) {
  database.exec(BEGIN_WRITING);
  try {
    const result = statement.run(parameters);
    database.exec('commit');
    return result;
  } catch (error) {
    if (database.inTransaction) database.exec('rollback');
    throw error;
  }
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
