import type Libsql from 'libsql';
import { StoreUnavailable } from '@gongji/event-store';

export type Connection = Libsql.Database;
export type Statement = ReturnType<Connection['prepare']>;

/** Rises with every change to the tables; a file with a greater one was written by a newer program. */
export const SCHEMA_VERSION = 1;

/** Marks the file as ours ("gong" in ASCII), so that some other program's database is not taken for an empty log. */
const APPLICATION_ID = 0x676f6e67;

/*
 * The place of an event is its row id, so that reading the log is a walk through one tree and appending touches its
 * last page only. A stream's name is kept once; the two indexes hold short keys, because every append dirties a page
 * of each, and the pages, not the events, are what a commit writes. A stream's last revision is the last key of its
 * index range: a column for it would be a third page to dirty.
 */
const TABLES = `
  CREATE TABLE streams (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  );
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream   INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    event_id BLOB NOT NULL,
    type     TEXT NOT NULL,
    data     TEXT NOT NULL,
    metadata TEXT NOT NULL
  );
  CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);
  CREATE UNIQUE INDEX events_by_id ON events (event_id);
`;

export const INSERT_STREAM = 'INSERT INTO streams (name) VALUES (?)';

/** An event whose id is already there is left out (`changes` is then 0) instead of failing the whole transaction. */
export const INSERT_EVENT =
  'INSERT INTO events (position, stream, revision, event_id, type, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?) ' +
  'ON CONFLICT (event_id) DO NOTHING';

/** Makes the tables in a new file, or checks that the ones that are there are those this program knows. */
export function prepareSchema(db: Connection, folder: string): void {
  if (checkSchema(db, folder) === 'present') return;
  // One transaction: a crash leaves either no tables or all of them, with their version.
  db.exec('BEGIN IMMEDIATE');
  db.exec(`${TABLES}; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}`);
  db.exec('COMMIT');
}

/**
 * Reads whose file it is and how old.
 *
 * @throws StoreUnavailable for another program's database, or one of a newer version.
 */
export function checkSchema(db: Connection, folder: string): 'empty' | 'present' {
  const version = pragma(db, 'user_version');
  const application = pragma(db, 'application_id');
  const tables = db.prepare('SELECT count(*) FROM sqlite_schema').raw().get([]) as [number];
  if (version === 0 && application === 0 && tables[0] === 0) return 'empty';
  if (application !== APPLICATION_ID) {
    throw new StoreUnavailable(`The file events.db in ${folder} is some other program's database.`, 'failed');
  }
  if (version !== SCHEMA_VERSION) {
    throw new StoreUnavailable(
      `The event log in ${folder} was written by a newer version of this program (schema ${String(version)}, known is ${SCHEMA_VERSION}).`,
      'failed',
    );
  }
  return 'present';
}

/** Sets or reads one of the engine's settings; gives the first value of its answer, if it has one. */
export function pragma(db: Connection, setting: string): unknown {
  // Not in raw mode: the engine refuses that for settings that answer nothing.
  const [row] = db.prepare(`PRAGMA ${setting}`).all([]) as Record<string, unknown>[];
  return row && Object.values(row)[0];
}
