import { closeSync, existsSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promised, StoreUnavailable } from '@gongji/event-store';
import { FILE, flushNames, makeFolder, openReader } from './connection.ts';
import { toStoreUnavailable } from './errors.ts';

/** What a copy is called until it is whole and on the disk; one that a crash left behind is no log, and is made again. */
const UNFINISHED = `${FILE}.unfinished`;

/**
 * Copies the log of one folder into another one as it is at this instant, while others read and write it: a backup, or one that is
 * restored. The engine makes the copy from one snapshot; meanwhile the writer goes on, and its write-ahead log grows.
 *
 * @param to an empty folder; it is made where it does not exist.
 * @throws StoreUnavailable when there is no log to copy, or the other folder holds something, is full or cannot be written.
 */
export function copyLogFile(from: string, to: string): Promise<void> {
  return promised(() => {
    const [source, target] = [resolve(from), resolve(to)];
    const db = openReader(source);
    try {
      makeEmpty(target);
      intoFile(db, target);
    } finally {
      db.close();
    }
  });
}

function makeEmpty(folder: string): void {
  if (existsSync(folder) && holdsSomething(folder)) {
    throw new StoreUnavailable(`The folder ${folder} holds something already: name an empty one.`, 'failed');
  }
  makeFolder(folder);
}

function holdsSomething(folder: string): boolean {
  try {
    return readdirSync(folder).some((name) => !name.startsWith(UNFINISHED));
  } catch (error) {
    throw toStoreUnavailable(error, folder);
  }
}

function intoFile(db: ReturnType<typeof openReader>, folder: string): void {
  const unfinished = join(folder, UNFINISHED);
  try {
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    db.prepare('VACUUM INTO ?').run([unfinished]);
    flush(unfinished);
    renameSync(unfinished, join(folder, FILE));
    flushNames(folder);
  } catch (error) {
    throw toStoreUnavailable(error, folder);
  }
}

/** The engine leaves the copy to the system; it counts as made when it is on the disk. */
function flush(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
