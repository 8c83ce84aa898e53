import { join } from 'node:path';
import Database from 'libsql';
import { StoreUnavailable } from '@gongji/event-store';
import { codeOf, toStoreUnavailable } from './errors.ts';
import { pragma, type Connection } from './schema.ts';

/**
 * Who holds the folder for writing.
 *
 * The lock is the operating system's, taken by SQLite on a file of its own by a transaction that stays open: the
 * system drops it with the process, however that ends, so nothing stale is ever left, and SQLite refuses a second
 * holder in the same process too. (Nothing else may open lock.db: closing any descriptor of a file drops the
 * process's locks on it.)
 */
export class FolderLock {
  private constructor(private readonly db: Connection) {}

  /** @throws StoreUnavailable 'held' at once when somebody else has it. */
  static take(folder: string): FolderLock {
    let db: Connection | undefined;
    try {
      db = new Database(join(folder, 'lock.db'));
      // The transaction writes nothing; without this the engine would leave an empty journal file beside the lock.
      pragma(db, 'journal_mode = MEMORY');
      db.exec('BEGIN EXCLUSIVE');
      return new FolderLock(db);
    } catch (error) {
      db?.close();
      if (!codeOf(error).startsWith('SQLITE_BUSY')) throw toStoreUnavailable(error, folder);
      throw new StoreUnavailable(
        `The event log in ${folder} is held by another process: only one may write to it at a time.`,
        'held',
        { cause: error },
      );
    }
  }

  release(): void {
    if (this.db.inTransaction) this.db.exec('ROLLBACK');
    this.db.close();
  }
}
