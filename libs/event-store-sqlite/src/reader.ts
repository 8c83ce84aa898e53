import type { RecordedEvent, RecordedMetadata, Share } from '@gongji/event-store';
import type { Connection, Statement } from './schema.ts';

type Row = readonly [number, string, number, string, string, string, string];

const COLUMNS = 'e.position, s.name, e.revision, lower(hex(e.event_id)), e.type, e.data, e.metadata';
/**
 * Of the log's events those after a position, up to another, so many, of the types that a JSON array names unless it is null, and of the
 * streams that fall to a share. The filter asks what stands at a row's beginning: what it leaves out costs a step through the tree.
 */
const SPAN =
  'WHERE e.position > ?1 AND e.position <= ?2 AND e.stream % ?6 = ?5 ' +
  'AND (?4 IS NULL OR e.type IN (SELECT value FROM json_each(?4))) ORDER BY e.position LIMIT ?3';
/** The share that is everything. */
const WHOLE: Share = { index: 0, of: 1 };
const LARGEST = 9_223_372_036_854_775_807n;

/** Which events of the log are read at once. */
export interface Span {
  /** The position before the first. */
  readonly after: bigint;
  /** Last position that is given. */
  readonly upTo: bigint;
  readonly count: number;
  readonly types?: readonly string[] | undefined;
  readonly share?: Share | undefined;
}

/**
 * The reads, each of one page: a statement is always run to its end before anything else happens, because one that is
 * left half-read would keep its snapshot, and the write-ahead log could not be merged past it. The next page starts at
 * the key after the last one, so that a page costs the same wherever it is.
 */
export class Reader {
  readonly #after: Statement;
  readonly #metadataAfter: Statement;
  readonly #forwards: Statement;
  readonly #backwards: Statement;
  readonly #backwardsUntil: Statement;
  readonly #byId: Statement;
  readonly #byIds: Statement;
  readonly #head: Statement;

  constructor(db: Connection) {
    const log = `SELECT ${COLUMNS} FROM events e CROSS JOIN streams s ON s.id = e.stream`;
    const stream = `SELECT ${COLUMNS} FROM streams s CROSS JOIN events e ON e.stream = s.id WHERE s.name = ?`;
    this.#after = db.prepare(`${log} ${SPAN}`).raw();
    this.#metadataAfter = db
      .prepare(`SELECT e.position, s.name, e.metadata FROM events e CROSS JOIN streams s ON s.id = e.stream ${SPAN}`)
      .raw();
    this.#forwards = db.prepare(`${stream} AND e.revision >= ? ORDER BY e.revision LIMIT ?`).raw();
    this.#backwards = db.prepare(`${stream} AND e.revision <= ? ORDER BY e.revision DESC LIMIT ?`).raw();
    const nearest =
      'SELECT u.revision FROM events u WHERE u.stream = s.id AND u.revision <= ?2 AND u.type = ?4 ORDER BY u.revision DESC LIMIT 1';
    this.#backwardsUntil = db
      .prepare(
        `SELECT ${COLUMNS} FROM streams s CROSS JOIN events e ON e.stream = s.id WHERE s.name = ?1 AND e.revision <= ?2 ` +
          `AND e.revision >= coalesce((${nearest}), 0) ORDER BY e.revision DESC LIMIT ?3`,
      )
      .raw();
    this.#byId = db.prepare(`${log} WHERE e.event_id = ?`).raw();
    this.#byIds = db.prepare(`${log} WHERE e.event_id IN (SELECT unhex(value, '-') FROM json_each(?))`).raw();
    this.#head = db.prepare('SELECT max(position) FROM events').raw();
  }

  pageOf(span: Span): RecordedEvent[] {
    return toEvents(this.#after.all(toParameters(span)));
  }

  /** The same events without what is in the greater part of their bytes. */
  metadataOf(span: Span): RecordedMetadata[] {
    const rows = this.#metadataAfter.all(toParameters(span)) as (readonly [number, string, string])[];
    return rows.map(([position, stream, metadata]) => ({ position: BigInt(position), stream, metadata }));
  }

  forwards(stream: string, from: bigint, count: number): RecordedEvent[] {
    return toEvents(this.#forwards.all([stream, toKey(from), count]));
  }

  /** Where events of a type are the last ones wanted, none beyond the first of them are read: their pages may be far away. */
  backwards(stream: string, from: bigint, count: number, until?: string): RecordedEvent[] {
    return until === undefined
      ? toEvents(this.#backwards.all([stream, toKey(from), count]))
      : toEvents(this.#backwardsUntil.all([stream, toKey(from), count, until]));
  }

  find(eventId: Buffer): RecordedEvent | undefined {
    return toEvents(this.#byId.all([eventId]))[0];
  }

  /** As one statement: a call of the engine costs as much as finding ten ids. */
  findAll(eventIds: readonly string[]): RecordedEvent[] {
    return eventIds.length === 0 ? [] : toEvents(this.#byIds.all([JSON.stringify(eventIds)]));
  }

  head(): bigint {
    const [row] = this.#head.all([]) as [number | null][];
    return BigInt(row?.[0] ?? 0);
  }
}

function toParameters({ after, upTo, count, types, share = WHOLE }: Span): unknown[] {
  const named = types === undefined ? null : JSON.stringify(types);
  return [toKey(after), toKey(upTo), count, named, share.index, share.of];
}

/** The engine's integers have 64 bits; beyond them lies nothing. */
function toKey(value: bigint): bigint {
  if (value < -1n) return -1n;
  return value > LARGEST ? LARGEST : value;
}

function toEvents(rows: unknown[]): RecordedEvent[] {
  return (rows as Row[]).map(([position, stream, revision, id, type, data, metadata]) => ({
    position: BigInt(position),
    stream,
    revision: BigInt(revision),
    eventId: `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`,
    type,
    data,
    metadata,
  }));
}
