import { INSERT_STREAM, type Connection, type Statement } from './schema.ts';

/** What appending needs to know of a stream. */
export interface StreamState {
  readonly id: number;
  /** Revision of its last event; -1 when it has none. */
  last: number;
}

/** Twice as many are remembered at most: about 20 MB. */
const GENERATION = 50_000;

/**
 * The streams' ids and last revisions.
 *
 * The holder of the folder is the only one who appends, so what it has once read stays true: a command on a stream of
 * late needs no look-up for the check of its expectation. Two generations are kept: what was not asked for while a
 * whole new one filled up is forgotten with the old one. (Deleting a map's oldest entry one by one would get slower and
 * slower.)
 */
export class Streams {
  #young = new Map<string, StreamState>();
  #old = new Map<string, StreamState>();
  readonly #find: Statement;
  readonly #insert: Statement;

  constructor(
    db: Connection,
    private readonly generation = GENERATION,
  ) {
    this.#find = db
      .prepare('SELECT s.id, (SELECT max(revision) FROM events WHERE stream = s.id) FROM streams s WHERE s.name = ?')
      .raw();
    this.#insert = db.prepare(INSERT_STREAM);
  }

  find(name: string): StreamState | undefined {
    const young = this.#young.get(name);
    if (young !== undefined) return young;
    const old = this.#old.get(name);
    if (old !== undefined) return this.#remember(name, old);
    const row = this.#find.get([name]) as [number, number | null] | undefined;
    return row === undefined ? undefined : this.#remember(name, { id: row[0], last: row[1] ?? -1 });
  }

  create(name: string): StreamState {
    return this.#remember(name, { id: Number(this.#insert.run([name]).lastInsertRowid), last: -1 });
  }

  /** After a transaction that was taken back: what it taught is no longer so. */
  forget(): void {
    this.#young.clear();
    this.#old.clear();
  }

  #remember(name: string, state: StreamState): StreamState {
    if (this.#young.size >= this.generation) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(name, state);
    return state;
  }
}
