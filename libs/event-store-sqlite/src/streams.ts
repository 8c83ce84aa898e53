import { INSERT_STREAM, type Connection, type Statement } from './schema.ts';

/** What appending needs to know of a stream. */
export interface StreamState {
  readonly id: number;
  /** Revision of its last event; -1 when it has none. */
  last: number;
}

/** About 20 MB. */
const REMEMBERED = 100_000;

/**
 * The streams' ids and last revisions.
 *
 * The holder of the folder is the only one who appends, so what it has once read stays true: a command on a stream of
 * late needs no look-up for the check of its expectation.
 */
export class Streams {
  readonly #known = new Map<string, StreamState>();
  readonly #find: Statement;
  readonly #insert: Statement;

  constructor(db: Connection) {
    this.#find = db
      .prepare('SELECT s.id, (SELECT max(revision) FROM events WHERE stream = s.id) FROM streams s WHERE s.name = ?')
      .raw();
    this.#insert = db.prepare(INSERT_STREAM);
  }

  find(name: string): StreamState | undefined {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const [row] = this.#find.all([name]) as [number, number | null][];
    return row === undefined ? undefined : this.#remember(name, { id: row[0], last: row[1] ?? -1 });
  }

  create(name: string): StreamState {
    return this.#remember(name, { id: Number(this.#insert.run([name]).lastInsertRowid), last: -1 });
  }

  /** After a transaction that was taken back: what it taught is no longer so. */
  forget(): void {
    this.#known.clear();
  }

  #remember(name: string, state: StreamState): StreamState {
    if (this.#known.size >= REMEMBERED) {
      // The longest known goes; a map keeps the order in which its keys came.
      for (const oldest of this.#known.keys()) {
        this.#known.delete(oldest);
        break;
      }
    }
    this.#known.set(name, state);
    return state;
  }
}
