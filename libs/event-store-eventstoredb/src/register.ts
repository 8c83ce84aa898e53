import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { StoreUnavailable } from '@gongji/event-store';

/** Where an event is: its place in the port's count, and on the server. */
export interface Place {
  readonly position: bigint;
  readonly commit: bigint;
}

export interface Entry extends Place {
  readonly eventId: string;
}

/*
 * Positions and commits both ascend, so their trees grow at their ends only; the ids come in no order.
 */
const TABLES = `
  CREATE TABLE IF NOT EXISTS events (
    position INTEGER PRIMARY KEY,
    commit_position INTEGER NOT NULL,
    event_id BLOB NOT NULL
  );
  CREATE UNIQUE INDEX IF NOT EXISTS events_by_commit ON events (commit_position);
  CREATE INDEX IF NOT EXISTS events_by_id ON events (event_id);
`;

/**
 * Entries are written to the file together, so many at a time at least: ids come in no order, so that even a few of them touch most pages
 * of their tree, and each page that is touched is written.
 */
const WRITE_EVERY = 4_096;

const MOST_ABSENT = 10_000;

/** So many go into one statement: calling the engine costs more than what it then does. */
const TOGETHER = 64;

type Statement = ReturnType<Database.Database['prepare']>;

/**
 * The places of all events of a ledger: what EventStoreDB does not answer itself. It holds nothing that is not in the
 * log: lost or left behind by a crash, it is made again from there. Several processes may share the file, because each
 * writes the same.
 */
export class Register {
  readonly #db: Database.Database;
  readonly #insert: Statement;
  readonly #insertMany: Statement;
  readonly #known: Statement;
  readonly #byId: Statement;
  readonly #byCommit: Statement;
  readonly #byPosition: Statement;
  /** What is not in the file yet, in order. */
  #unwritten: Entry[] = [];
  readonly #unwrittenById = new Map<string, Entry>();
  readonly #unwrittenByCommit = new Map<bigint, Entry>();
  /** Ids of late that were not there: what is about to be appended is asked for twice. */
  readonly #absent = new Set<string>();
  #last: Entry | undefined;

  /** @param folder where the file is; in memory without one. */
  static open(folder: string | undefined, ledger: string): Register {
    try {
      if (folder !== undefined) mkdirSync(folder, { recursive: true });
      return new Register(folder === undefined ? ':memory:' : join(folder, `positions-${ledger}.db`));
    } catch (error) {
      const message = `The register of positions in ${folder ?? 'memory'} cannot be opened: ${String(error)}.`;
      throw new StoreUnavailable(message, 'failed', { cause: error });
    }
  }

  private constructor(file: string) {
    this.#db = new Database(file);
    this.#db.exec('PRAGMA busy_timeout = 5000');
    this.#db.exec('PRAGMA journal_mode = WAL');
    // Not flushed at every commit: after a power cut the file is whole, and what it lacks is read from the log again.
    this.#db.exec('PRAGMA synchronous = NORMAL');
    this.#db.exec(TABLES);
    const find = (where: string): Statement =>
      this.#db.prepare(`SELECT position, commit_position FROM events WHERE ${where}`).raw().safeIntegers(true);
    this.#insert = this.#db.prepare('INSERT OR IGNORE INTO events VALUES (?, ?, ?)');
    this.#insertMany = this.#db.prepare(`INSERT OR IGNORE INTO events VALUES ${times('(?, ?, ?)')}`);
    this.#known = this.#db.prepare(`SELECT hex(event_id) FROM events WHERE event_id IN (${times('?')})`).pluck();
    this.#byId = find('event_id = ? ORDER BY position LIMIT 1');
    this.#byCommit = find('commit_position = ?');
    this.#byPosition = find('position = ?');
    this.#last = this.#readLast();
  }

  /** The last event of which it knows. */
  get last(): Entry | undefined {
    return this.#last;
  }

  add(entry: Entry): void {
    this.#last = entry;
    this.#absent.delete(entry.eventId);
    this.#unwritten.push(entry);
    if (!this.#unwrittenById.has(entry.eventId)) this.#unwrittenById.set(entry.eventId, entry);
    this.#unwrittenByCommit.set(entry.commit, entry);
    if (this.#unwritten.length >= WRITE_EVERY) this.flush();
  }

  find(eventId: string): Place | undefined {
    if (this.#absent.has(eventId)) return undefined;
    const place = toPlace(this.#byId.get([toBlob(eventId)])) ?? this.#unwrittenById.get(eventId);
    if (place === undefined) this.#noteAbsent(eventId);
    return place;
  }

  /** Looks many ids up at a time, so that `find` need not ask for those that are not there. */
  lookUp(eventIds: readonly string[]): void {
    for (let at = 0; at < eventIds.length; at += TOGETHER) {
      const ids = eventIds.slice(at, at + TOGETHER);
      const filled = [...ids, ...Array.from({ length: TOGETHER - ids.length }, () => ids[0] as string)];
      const known = new Set((this.#known.all(filled.map(toBlob)) as string[]).map(toUuid));
      for (const id of ids) if (!known.has(id) && !this.#unwrittenById.has(id)) this.#noteAbsent(id);
    }
  }

  #noteAbsent(eventId: string): void {
    if (this.#absent.size >= MOST_ABSENT) this.#absent.clear();
    this.#absent.add(eventId);
  }

  atCommit(commit: bigint): Place | undefined {
    return this.#unwrittenByCommit.get(commit) ?? toPlace(this.#byCommit.get([commit]));
  }

  atPosition(position: bigint): Place | undefined {
    const first = this.#unwritten[0];
    if (first === undefined || position < first.position) return toPlace(this.#byPosition.get([position]));
    return this.#unwritten[Number(position - first.position)];
  }

  /** Writes what is only in memory to the file. */
  flush(): void {
    const entries = this.#unwritten;
    if (entries.length === 0) return;
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      let at = 0;
      for (; at + TOGETHER <= entries.length; at += TOGETHER) {
        this.#insertMany.run(entries.slice(at, at + TOGETHER).flatMap(toRow));
      }
      for (const entry of entries.slice(at)) this.#insert.run(toRow(entry));
      this.#db.exec('COMMIT');
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    }
    this.#unwritten = [];
    this.#unwrittenById.clear();
    this.#unwrittenByCommit.clear();
  }

  /** Forgets everything: the log is another one. */
  reset(): void {
    this.#unwritten = [];
    this.#unwrittenById.clear();
    this.#unwrittenByCommit.clear();
    this.#last = undefined;
    this.#db.exec('DELETE FROM events');
  }

  close(): void {
    this.flush();
    this.#db.close();
  }

  #readLast(): Entry | undefined {
    const row = this.#db
      .prepare('SELECT position, commit_position, hex(event_id) FROM events ORDER BY position DESC LIMIT 1')
      .raw()
      .safeIntegers(true)
      .get([]) as [bigint, bigint, string] | undefined;
    return row && { position: row[0], commit: row[1], eventId: toUuid(row[2]) };
  }
}

function times(form: string): string {
  return Array.from({ length: TOGETHER }, () => form).join(', ');
}

function toRow({ position, commit, eventId }: Entry): [bigint, bigint, Buffer] {
  return [position, commit, toBlob(eventId)];
}

function toPlace(row: unknown): Place | undefined {
  if (row === undefined) return undefined;
  const [position, commit] = row as [bigint, bigint];
  return { position, commit };
}

function toBlob(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

function toUuid(hex: string): string {
  return hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
