import { resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  checkRequests,
  endingAt,
  follow,
  promised,
  StoreUnavailable,
  WakeUp,
  type AppendRequest,
  type AppendResult,
  type EventStore,
  type Pages,
  type ReadAllOptions,
  type ReadStreamOptions,
  type RecordedEvent,
  type RecordedMetadata,
  type SubscribeOptions,
} from '@gongji/event-store';
import { Appender, toBlob } from './appender.ts';
import { makeFolder, openReader, openWriter, type WriterSettings } from './connection.ts';
import { toStoreUnavailable } from './errors.ts';
import { FolderLock } from './folder-lock.ts';
import { GroupCommit } from './group-commit.ts';
import { Reader, type Span } from './reader.ts';
import type { Connection } from './schema.ts';

export interface SqliteOptions extends WriterSettings {
  /** Reads, also while another process writes, and refuses to append; needs no lock and makes no folder. */
  readonly readOnly?: boolean;
  /** How often a read-only store's subscription looks for what another process wrote, in milliseconds; default 100. */
  readonly lookEveryMs?: number;
}

/** What only the writing store has. */
interface Writing {
  readonly lock: FolderLock;
  readonly appender: Appender;
  readonly group: GroupCommit;
}

const PAGE_SIZE = 512;
/** A person is read backwards to the last carry-over, which is mostly near: pages begin small and double. */
const FIRST_STREAM_PAGE = 8;
const STREAM_PAGE_SIZE = 64;

/** The event store in one folder of one machine. See README.md for what it promises and why it is built so. */
export class SqliteEventStore implements EventStore {
  /** True for the one that writes: it holds the folder. */
  readonly exclusive: boolean;
  readonly atomicCalls = true;
  readonly #folder: string;
  readonly #db: Connection;
  readonly #reader: Reader;
  readonly #writing: Writing | undefined;
  readonly #lookEveryMs: number;
  readonly #wakeUp = new WakeUp();
  #broken: StoreUnavailable | undefined;
  #closed = false;

  private constructor(folder: string, db: Connection, lock: FolderLock | undefined, options: SqliteOptions) {
    this.#folder = folder;
    this.#db = db;
    this.#reader = new Reader(db);
    this.#lookEveryMs = options.lookEveryMs ?? 100;
    this.exclusive = lock !== undefined;
    if (lock !== undefined) {
      const appender = new Appender(db);
      this.#writing = { lock, appender, group: new GroupCommit((calls) => this.#commit(appender, calls)) };
    }
  }

  /**
   * Opens the log in a folder, which is made when it is not there.
   *
   * @throws StoreUnavailable with one sentence that names the folder: it is held by somebody else, cannot be written,
   *   has no space left, is damaged, or was written by a newer version.
   */
  static open(folder: string, options: SqliteOptions = {}): Promise<SqliteEventStore> {
    return promised(() => {
      const path = resolve(folder);
      return options.readOnly === true
        ? SqliteEventStore.#guard(path, openReader(path), undefined, options)
        : SqliteEventStore.#openWriting(path, options);
    });
  }

  static #openWriting(path: string, options: SqliteOptions): SqliteEventStore {
    makeFolder(path);
    const lock = FolderLock.take(path);
    try {
      return SqliteEventStore.#guard(path, openWriter(path, options), lock, options);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** Preparing the statements and reading the head may be the first to meet a damaged page. */
  static #guard(path: string, db: Connection, lock: FolderLock | undefined, options: SqliteOptions): SqliteEventStore {
    try {
      return new SqliteEventStore(path, db, lock, options);
    } catch (error) {
      db.close();
      throw toStoreUnavailable(error, path);
    }
  }

  async append(requests: readonly AppendRequest[]): Promise<readonly AppendResult[]> {
    this.#checkOpen();
    if (this.#writing === undefined) {
      throw new StoreUnavailable(`The event log in ${this.#folder} was opened for reading only.`, 'read-only');
    }
    checkRequests(requests);
    return requests.length === 0 ? [] : this.#writing.group.add(requests);
  }

  readStream(stream: string, options: ReadStreamOptions): Pages {
    return endingAt(this.#readStream(stream, options), options.until);
  }

  async *#readStream(stream: string, options: ReadStreamOptions): Pages {
    const { direction, from, maxCount = Infinity, until, pageSize } = options;
    const forwards = direction === 'forwards';
    let size = Math.max(1, pageSize ?? FIRST_STREAM_PAGE);
    let next = from ?? (forwards ? 0n : BigInt(Number.MAX_SAFE_INTEGER));
    for (let left = maxCount; left > 0;) {
      const count = Math.min(size, left);
      const page = this.#read((reader) => reader[direction](stream, next, count, until));
      const last = page.at(-1);
      if (last === undefined) return;
      yield page;
      if (page.length < count) return;
      next = last.revision + (forwards ? 1n : -1n);
      left -= count;
      size = pageSize ?? Math.min(size * 2, STREAM_PAGE_SIZE);
      // A long stream must not keep the rest of the process waiting.
      await nextTurn();
    }
  }

  readAll(options: ReadAllOptions = {}): Pages {
    // The head is that of the call, not of the moment in which the first page is asked for.
    return this.#readTo(this.#endOf(options), options, (reader, span) => reader.pageOf(span));
  }

  readMetadata(options: ReadAllOptions = {}): AsyncIterable<readonly RecordedMetadata[]> {
    return this.#readTo(this.#endOf(options), options, (reader, span) => reader.metadataOf(span));
  }

  #endOf({ upTo }: ReadAllOptions): bigint {
    return upTo ?? (this.#closed ? 0n : this.#read((reader) => this.#headOf(reader)));
  }

  subscribe(options: SubscribeOptions): Pages {
    const pageSize = Math.max(1, options.pageSize ?? PAGE_SIZE);
    const readAfter = (position: bigint): RecordedEvent[] =>
      this.#read((reader) => {
        const head = this.#headOf(reader);
        return position >= head ? [] : reader.pageOf({ after: position, upTo: head, count: pageSize });
      });
    return follow({ readAfter, wait: (signal) => this.#news(signal) }, options);
  }

  findEvent(eventId: string): Promise<RecordedEvent | undefined> {
    return promised(() => this.#read((reader) => reader.find(toBlob(eventId))));
  }

  findEvents(eventIds: readonly string[]): Promise<readonly RecordedEvent[]> {
    return promised(() => this.#read((reader) => reader.findAll(eventIds)));
  }

  head(): Promise<bigint> {
    return promised(() => this.#read((reader) => this.#headOf(reader)));
  }

  /** Commits what is pending, lets go of the folder, and ends open subscriptions with StoreUnavailable 'closed'. */
  close(): Promise<void> {
    return promised(() => {
      if (!this.#closed) this.#closeNow();
    });
  }

  #closeNow(): void {
    this.#writing?.group.flush();
    this.#closed = true;
    try {
      if (this.#broken === undefined) this.#writing?.appender.mergeLog();
    } catch {
      // Merging the log is housekeeping: everything is durable without it, and the next opening does it.
    } finally {
      this.#db.close();
      this.#writing?.lock.release();
      this.#wakeUp.wake();
    }
  }

  async *#readTo<T extends RecordedMetadata>(
    upTo: bigint,
    { after = 0n, types, share, pageSize = PAGE_SIZE }: ReadAllOptions,
    read: (reader: Reader, span: Span) => readonly T[],
  ): AsyncIterable<readonly T[]> {
    const count = Math.max(1, pageSize);
    for (let position = after; ; await nextTurn()) {
      const page = this.#read((reader) => read(reader, { after: position, upTo, count, types, share }));
      const last = page.at(-1);
      if (last === undefined) return;
      yield page;
      if (page.length < count) return;
      position = last.position;
    }
  }

  #commit(appender: Appender, calls: readonly (readonly AppendRequest[])[]): AppendResult[][] {
    if (this.#broken !== undefined) throw this.#broken;
    try {
      const results = appender.commit(calls);
      this.#wakeUp.wake();
      return results;
    } catch (error) {
      const failure = toStoreUnavailable(error, this.#folder);
      // A full disk is told before anything is written, and so is a file in use: both may pass. After anything else
      // nobody knows what the system did with a half-finished write; opening anew makes the engine look.
      if (failure.reason !== 'full' && failure.reason !== 'held') this.#broken = failure;
      throw failure;
    }
  }

  #read<T>(read: (reader: Reader) => T): T {
    this.#checkOpen();
    try {
      return read(this.#reader);
    } catch (error) {
      throw toStoreUnavailable(error, this.#folder);
    }
  }

  #headOf(reader: Reader): bigint {
    return this.#writing === undefined ? reader.head() : this.#writing.appender.head;
  }

  /** The holder of the folder hears of every commit; a reader in another process has to look. */
  async #news(signal: AbortSignal): Promise<void> {
    if (this.#writing !== undefined) return this.#wakeUp.wait(signal);
    const look = setTimeout(() => {
      this.#wakeUp.wake();
    }, this.#lookEveryMs);
    await this.#wakeUp.wait(signal);
    clearTimeout(look);
  }

  #checkOpen(): void {
    if (this.#closed) throw new StoreUnavailable(`The event log in ${this.#folder} is closed.`, 'closed');
  }
}
