import { PostgresAdapter, sql, type Kysely, type Transaction } from 'kysely';
import type { AnyTables } from '../framework/writer.ts';

/** The database that holds the views: SQLite or PostgreSQL, the same tables and the same statements. */
export interface Engine {
  /** For questions: they see what was committed and wait for no batch that is being written. */
  readonly reading: Kysely<AnyTables>;
  /** For projections: one connection. */
  readonly writing: Kysely<AnyTables>;
  /**
   * Whether this process is the one that projects. Where several share a database one of them leads; when it ends or loses its
   * connection, the next that asks takes over. Leading only spares work: that no event counts twice rests on the checkpoints.
   *
   * @returns a signal that is aborted when the lead is lost; undefined where another process leads.
   */
  lead(): Promise<AbortSignal | undefined>;
  /** Lets another process lead: to be called by whoever has nothing more to project. */
  stepDown(): Promise<void>;
  /** An error of the moment: the connection was lost, the database is starting, somebody else held a lock. */
  isPassing(error: unknown): boolean;
  close(): Promise<void>;
}

export function isPostgres(database: Kysely<AnyTables>): boolean {
  return database.getExecutor().adapter instanceof PostgresAdapter;
}

/**
 * Reads everything as of one moment, also while a rebuilt view is swapped in. PostgreSQL shows a renamed table's rows as they were when
 * the reading began, that is half filled, unless a lock is taken before the first row is read; the swap takes its opposite.
 *
 * @param options `isLong` for a reading that may do nothing for a while between its questions.
 */
export function snapshot<T, Tables>(
  database: Kysely<Tables>,
  read: (transaction: Transaction<Tables>) => Promise<T>,
  { isLong = false } = {},
): Promise<T> {
  return database
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (transaction) => {
      if (isPostgres(transaction)) {
        if (isLong) await sql`set local idle_in_transaction_session_timeout = '10min'`.execute(transaction);
        await sql`lock table checkpoints in access share mode`.execute(transaction);
      }
      return read(transaction);
    });
}

/**
 * Keeps every checkpoint where it is until the transaction ends; the first statement of a transaction that changes more than one
 * view's own rows. `readers` keeps snapshots out as well.
 */
export async function holdCheckpoints(transaction: Transaction<AnyTables>, readers = false): Promise<void> {
  if (!isPostgres(transaction)) return; // SQLite's transactions take the file's one write lock when they begin
  // Nobody queues behind this for longer than a moment; who meets a long reader tries again.
  await sql`set local lock_timeout = '200ms'`.execute(transaction);
  const mode = readers ? sql`access exclusive` : sql`share row exclusive`;
  await sql`lock table checkpoints in ${mode} mode`.execute(transaction);
}
