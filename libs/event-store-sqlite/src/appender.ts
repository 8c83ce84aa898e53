import type { AppendRequest, AppendResult } from '@gongji/event-store';
import { INSERT_EVENT, pragma, type Connection, type Statement } from './schema.ts';
import { Streams, type StreamState } from './streams.ts';

/** Appends requests in one transaction: the synchronous heart of the store. */
export class Appender {
  readonly #db: Connection;
  readonly #streams: Streams;
  readonly #insert: Statement;
  readonly #takeBack: Statement;
  readonly #idsFrom: Statement;
  readonly #positionOf: Statement;
  /** Position of the last durable event. */
  #head: number;
  /** Position of the last event written by the transaction at hand. */
  #last: number;

  constructor(db: Connection) {
    this.#db = db;
    this.#streams = new Streams(db);
    this.#insert = db.prepare(INSERT_EVENT);
    this.#takeBack = db.prepare('DELETE FROM events WHERE position > ?');
    this.#idsFrom = db
      .prepare('SELECT lower(hex(event_id)) FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?')
      .raw();
    this.#positionOf = db.prepare('SELECT position FROM events WHERE stream = ? AND revision = ?').raw();
    this.#head = this.#last = lastPosition(db);
  }

  get head(): bigint {
    return BigInt(this.#head);
  }

  /** Either all of it is durable when this returns, or it throws and nothing was written. */
  commit(calls: readonly (readonly AppendRequest[])[]): AppendResult[][] {
    try {
      this.#db.exec('BEGIN IMMEDIATE');
      const results = calls.map((requests) => requests.map((request) => this.#appendOne(request)));
      this.#db.exec('COMMIT');
      this.#head = this.#last;
      return results;
    } catch (error) {
      this.#last = this.#head;
      this.#streams.forget();
      // Some errors have already ended the transaction.
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  /**
   * Merges the write-ahead log into the file and does without it from now on, so that a closed folder is one file that
   * can be copied, and read from a medium that cannot be written. The engine's own closing would not do: it happens
   * when the garbage collector has found the last statement. Somebody who is reading just now makes it fail.
   */
  mergeLog(): void {
    pragma(this.#db, 'busy_timeout = 0');
    pragma(this.#db, 'wal_checkpoint(TRUNCATE)');
    pragma(this.#db, 'journal_mode = DELETE');
  }

  #appendOne(request: AppendRequest): AppendResult {
    const known = this.#streams.find(request.stream);
    const actual = known?.last ?? -1;
    if (request.expectedRevision !== BigInt(actual)) {
      const first = known && this.#firstAnswer(known, request);
      return first ?? { outcome: 'conflict', actualRevision: BigInt(actual) };
    }
    // Should its events be refused, a new stream's name stays behind without any: it does no harm.
    const state = known ?? this.#streams.create(request.stream);
    if (!this.#insertAll(state, request)) return { outcome: 'conflict', actualRevision: BigInt(actual) };
    return { outcome: 'appended', revision: BigInt(state.last), position: BigInt(this.#last) };
  }

  /** False, and nothing of the request written, when one of its event ids is already somewhere in the log. */
  #insertAll(state: StreamState, { events }: AppendRequest): boolean {
    const before = this.#last;
    let position = before;
    let revision = state.last;
    for (const { eventId, type, data, metadata } of events) {
      const row = [++position, state.id, ++revision, toBlob(eventId), type, data, metadata];
      if (this.#insert.run(row).changes === 0) {
        this.#takeBack.run([before]);
        return false;
      }
    }
    this.#last = position;
    state.last = revision;
    return true;
  }

  /** The answer that these very events got when they were appended, if they were, at just these revisions. */
  #firstAnswer({ id, last }: StreamState, { expectedRevision, events }: AppendRequest): AppendResult | undefined {
    const revision = expectedRevision + BigInt(events.length);
    if (revision > BigInt(last)) return undefined;
    const ids = this.#idsFrom.all([id, Number(expectedRevision) + 1, events.length]) as [string][];
    if (!events.every((event, i) => ids[i]?.[0] === event.eventId.replaceAll('-', ''))) return undefined;
    const [row] = this.#positionOf.all([id, Number(revision)]) as [number][];
    return row && { outcome: 'appended', revision, position: BigInt(row[0]) };
  }
}

/** A UUID as its 16 bytes: less than half of its text in the file and in the index. */
export function toBlob(eventId: string): Buffer {
  return Buffer.from(eventId.replaceAll('-', ''), 'hex');
}

function lastPosition(db: Connection): number {
  const [row] = db.prepare('SELECT max(position) FROM events').raw().all([]) as [number | null][];
  return row?.[0] ?? 0;
}
