import { accessSync, closeSync, constants, existsSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'libsql';
import { StoreUnavailable } from '@gongji/event-store';
import { codeOf, toStoreUnavailable } from './errors.ts';
import { checkSchema, pragma, prepareSchema, type Connection } from './schema.ts';

/** The log's only file of its own; the engine keeps `-wal` and `-shm` beside it while somebody has it open. */
export const FILE = 'events.db';

export interface WriterSettings {
  /** Upper bound of the file in pages of 4 KB; default: the disk. */
  readonly maxPages?: number;
}

/** 64 MB: holds the hot pages of both indexes for some millions of events. */
const CACHE_KB = 65_536;

/**
 * A checkpoint copies the pages changed since the last one. Many events change the same index pages, so rare
 * checkpoints copy less, but each stalls the writer for longer: at 32 MB it is a tenth of a second, and rare.
 */
const CHECKPOINT_PAGES = 8_000;

/** Makes the folder, and sees to it that its name survives a power cut as its contents do. */
export function makeFolder(folder: string): void {
  try {
    // First, because Node says of a read-only place that it does not exist.
    const existing = nearestExisting(folder);
    if (statSync(existing).isDirectory()) accessSync(existing, constants.W_OK | constants.X_OK);
    const made = mkdirSync(folder, { recursive: true });
    if (made !== undefined) flushNames(dirname(made));
  } catch (error) {
    throw toStoreUnavailable(error, folder);
  }
}

/** A connection that writes; durable at every commit. */
export function openWriter(folder: string, { maxPages }: WriterSettings = {}): Connection {
  return opening(
    folder,
    () => new Database(join(folder, FILE)),
    (db) => {
      pragma(db, 'busy_timeout = 5000');
      if (maxPages !== undefined) pragma(db, `max_page_count = ${maxPages}`);
      checkSchema(db, folder);
      if (pragma(db, 'journal_mode = WAL') !== 'wal') {
        throw new StoreUnavailable(`The file system of ${folder} does not support a write-ahead log.`, 'failed');
      }
      pragma(db, 'synchronous = FULL');
      pragma(db, `cache_size = -${CACHE_KB}`);
      pragma(db, `wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
      pragma(db, `journal_size_limit = ${CHECKPOINT_PAGES * 4096 * 2}`);
      prepareSchema(db, folder);
    },
  );
}

/** A connection that only reads, also while a writer is at work, and also from a medium that cannot be written. */
export function openReader(folder: string): Connection {
  const file = join(folder, FILE);
  if (!existsSync(file)) throw new StoreUnavailable(`There is no event log in ${folder}.`, 'failed');
  const url = pathToFileURL(file).href;
  const prepare = (db: Connection): void => {
    pragma(db, 'busy_timeout = 5000');
    pragma(db, `cache_size = -${CACHE_KB}`);
    if (checkSchema(db, folder) === 'empty') {
      throw new StoreUnavailable(`There is no event log in ${folder}.`, 'failed');
    }
  };
  try {
    return opening(folder, () => new Database(`${url}?mode=ro`), prepare);
  } catch (error) {
    // Reading a write-ahead log needs its shared-memory file. Where that can be neither found nor made, and no log is
    // waiting to be merged, nobody is writing: the file may be read as the unchanging thing it is.
    const code = codeOf((error as Error).cause);
    if (!/CANTOPEN|READONLY/.test(code) || existsSync(`${file}-wal`)) throw error;
    return opening(folder, () => new Database(`${url}?immutable=1`), prepare);
  }
}

/** Opens and prepares, and leaves nothing open when either fails. */
function opening(folder: string, open: () => Connection, prepare: (db: Connection) => void): Connection {
  let db: Connection | undefined;
  try {
    db = open();
    prepare(db);
    return db;
  } catch (error) {
    db?.close();
    throw toStoreUnavailable(error, folder);
  }
}

function nearestExisting(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path));
}

/** Sees to it that the names in a folder survive a power cut. */
export function flushNames(folder: string): void {
  // Windows has no such thing as flushing a folder.
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
