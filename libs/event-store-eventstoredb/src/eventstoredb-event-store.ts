import { setMaxListeners } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { BACKWARDS, END, ErrorType, FORWARDS, START } from '@eventstore/db-client';
import {
  checkRequests,
  chosen,
  endingAt,
  StoreUnavailable,
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
import { readAddress } from './address.ts';
import { Appends, GREATEST_REVISION } from './appends.ts';
import { Connection } from './connection.ts';
import { DEFAULT_LIMITS, Patience, persistently, typeOf, type Limits, type Trial } from './failures.ts';
import { Feed, isForeignPlace } from './feed.ts';
import { toRecorded, toStored, type Resolved, type Stored } from './form.ts';
import { pagesOf, pagesOfLedger, readWhole } from './pages.ts';
import { Register } from './register.ts';

export interface EventStoreDbOptions extends Partial<Limits> {
  /** Where the register of positions is kept; without it, it is in memory and made anew at each opening. */
  readonly folder?: string;
}

const PAGE_SIZE = 512;
/** A person is read backwards to the last carry-over, which is mostly near. */
const STREAM_PAGE_SIZE = 64;
/** Events that are read at the same time, of those that are looked up together. */
const MOST_LOOKUPS = 64;

/** The event store on an EventStoreDB server or cluster. See README.md for what it promises and why it is built so. */
export class EventStoreDbEventStore implements EventStore {
  /** Other processes may append: the server's check of the expected revision decides. */
  readonly exclusive = false;
  /** The server's transactions hold one stream each. */
  readonly atomicCalls = false;
  readonly #connection: Connection;
  readonly #register: Register;
  readonly #prefix: string;
  readonly #trial: Trial;
  readonly #closing: AbortController;
  readonly #feed: Feed;
  readonly #appends: Appends;
  #closed: Promise<void> | undefined;

  private constructor(
    connection: Connection,
    register: Register,
    prefix: string,
    trial: Trial,
    closing: AbortController,
  ) {
    this.#connection = connection;
    this.#register = register;
    this.#prefix = prefix;
    this.#trial = trial;
    this.#closing = closing;
    this.#feed = new Feed(connection, register, prefix, trial);
    this.#appends = new Appends(connection, prefix, trial, {
      register,
      feed: this.#feed,
      findEvent: (eventId) => this.#findSeen(eventId),
      lastRevision: (stream) => this.#lastRevision(stream),
    });
  }

  /**
   * Opens a ledger's log on a server, and counts its events up to the present end.
   *
   * @param url `esdb://host:2113?tls=false`, with `ledger=name` where the server holds several ledgers.
   * @throws StoreUnavailable naming the server: the address is wrong, it does not answer, it refuses the user.
   */
  static async open(url: string, { folder, ...limits }: EventStoreDbOptions = {}): Promise<EventStoreDbEventStore> {
    const address = readAddress(url);
    const closing = new AbortController();
    setMaxListeners(0, closing.signal); // every append that waits for its next attempt listens
    const register = Register.open(folder, address.ledger);
    const connection = Connection.take(address);
    const trial: Trial = {
      limits: { ...DEFAULT_LIMITS, ...limits },
      shown: address.shown,
      closing: closing.signal,
      failed: (error) => {
        connection.failed(error);
      },
    };
    try {
      await forgetForeign(register, connection, trial);
    } catch (error) {
      register.close();
      await connection.release();
      throw error;
    }
    const store = new EventStoreDbEventStore(connection, register, `${address.ledger}.`, trial, closing);
    try {
      await store.head();
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  async append(requests: readonly AppendRequest[]): Promise<readonly AppendResult[]> {
    this.#checkOpen();
    checkRequests(requests);
    return this.#appends.append(requests);
  }

  readStream(stream: string, options: ReadStreamOptions): Pages {
    return endingAt(this.#readStream(stream, options), options.until);
  }

  async *#readStream(stream: string, { direction, from, maxCount = Infinity, pageSize }: ReadStreamOptions): Pages {
    this.#checkOpen();
    const size = Math.max(1, pageSize ?? STREAM_PAGE_SIZE);
    const step = direction === 'forwards' ? 1n : -1n;
    let next = from !== undefined && from > GREATEST_REVISION ? GREATEST_REVISION : from;
    let left = maxCount;
    const patience = new Patience(this.#trial);
    while (left > 0 && (next === undefined || next >= 0n)) {
      try {
        for await (const page of this.#streamPages(stream, direction, next, left, size)) {
          patience.succeeded();
          yield page;
          this.#checkOpen();
          next = (page.at(-1) as RecordedEvent).revision + step;
          left -= page.length;
          // A long stream must not keep the rest of the process waiting.
          if (left > 0) await nextTurn();
        }
        return;
      } catch (error) {
        if (typeOf(error) === ErrorType.STREAM_NOT_FOUND) return;
        await patience.after(error);
      }
    }
  }

  readAll(options: ReadAllOptions = {}): Pages {
    // The head is that of the call, not of the moment in which the first page is asked for.
    const upTo = this.head().then((head) => (options.upTo !== undefined && options.upTo < head ? options.upTo : head));
    upTo.catch(() => undefined);
    return chosen(this.#readTo(upTo, options), options);
  }

  readMetadata(options?: ReadAllOptions): AsyncIterable<readonly RecordedMetadata[]> {
    return this.readAll(options);
  }

  async *subscribe({ after = 0n, pageSize, signal }: SubscribeOptions): Pages {
    const size = Math.max(1, pageSize ?? PAGE_SIZE);
    for (let position = after; !signal.aborted;) {
      this.#feed.check();
      const page = this.#feed.recent.after(position, size);
      if (page === undefined) {
        for await (const older of this.#history(position, this.#feed.position, size)) {
          yield older;
          position = (older.at(-1) as RecordedEvent).position;
          if (signal.aborted) return;
        }
      } else if (page.length === 0) await this.#feed.wakeUp.wait(signal);
      else {
        position = (page.at(-1) as RecordedEvent).position;
        yield page;
        // A long history must not keep writers and timers of the same process waiting.
        await nextTurn();
      }
    }
  }

  async findEvents(eventIds: readonly string[], upTo?: bigint): Promise<readonly RecordedEvent[]> {
    this.#checkOpen();
    const ids = [...new Set(eventIds)];
    const isSeen = (eventId: string): boolean => this.#register.find(eventId) !== undefined;
    this.#register.lookUp(ids);
    if (!ids.every(isSeen)) await this.#see(upTo);
    const seen = ids.filter(isSeen);
    const found: RecordedEvent[] = [];
    for (let at = 0; at < seen.length; at += MOST_LOOKUPS) {
      const events = await Promise.all(seen.slice(at, at + MOST_LOOKUPS).map((eventId) => this.#findSeen(eventId)));
      found.push(...events.filter((event) => event !== undefined));
    }
    return found;
  }

  async findEvent(eventId: string, upTo?: bigint): Promise<RecordedEvent | undefined> {
    const [found] = await this.findEvents([eventId], upTo);
    return found;
  }

  /** Takes in what others wrote up to a position; without one, up to this moment. */
  async #see(upTo: bigint | undefined): Promise<void> {
    if (upTo === undefined || upTo > this.#feed.position) await this.#feed.catchUp();
  }

  /** The event, as far as the subscription has come. */
  async #findSeen(eventId: string): Promise<RecordedEvent | undefined> {
    this.#checkOpen();
    const place = this.#register.find(eventId);
    if (place === undefined) return undefined;
    return this.#feed.recent.at(place.position) ?? this.#readAt(place.position, place.commit);
  }

  async head(): Promise<bigint> {
    this.#checkOpen();
    return this.#feed.catchUp();
  }

  /** Ends the subscription and what is under way, and lets go of the server. */
  close(): Promise<void> {
    return (this.#closed ??= this.#closeNow());
  }

  async #closeNow(): Promise<void> {
    this.#closing.abort();
    this.#register.close();
    await this.#connection.release();
  }

  async *#streamPages(
    stream: string,
    direction: ReadStreamOptions['direction'],
    from: bigint | undefined,
    maxCount: number,
    size: number,
  ): Pages {
    const forwards = direction === 'forwards';
    const source = this.#connection.client.readStream(
      `${this.#prefix}${stream}`,
      {
        direction: forwards ? FORWARDS : BACKWARDS,
        fromRevision: from ?? (forwards ? START : END),
        maxCount: Math.min(maxCount, Number.MAX_SAFE_INTEGER),
        requiresLeader: true,
      },
      { highWaterMark: size },
    );
    for await (const page of pagesOf(source, () => size, this.#trial.limits.attemptMs)) {
      const events = page.map(toStored);
      await this.#feed.reached(((forwards ? events.at(-1) : events[0]) as Stored).commit);
      yield events.map((event) => toRecorded(event, this.#prefix, this.#positionOf(event)));
    }
  }

  async *#readTo(head: Promise<bigint>, { after = 0n, pageSize }: ReadAllOptions): Pages {
    const upTo = await head;
    yield* this.#history(after, upTo, Math.max(1, pageSize ?? PAGE_SIZE));
  }

  /** Events between two positions, both of which were counted. */
  async *#history(after: bigint, upTo: bigint, size: number): Pages {
    const patience = new Patience(this.#trial);
    for (let position = after < 0n ? 0n : after; position < upTo;) {
      this.#feed.check();
      const page = this.#feed.recent.after(position, Number(upTo - position < BigInt(size) ? upTo - position : size));
      if (page !== undefined) {
        yield page;
        position += BigInt(page.length);
        await nextTurn();
        continue;
      }
      try {
        for await (const older of this.#pagesAfter(position, upTo, size)) {
          patience.succeeded();
          yield older;
          this.#feed.check();
          position = (older.at(-1) as RecordedEvent).position;
          if (position >= upTo) return;
          await nextTurn();
        }
      } catch (error) {
        await patience.after(error);
      }
    }
  }

  async *#pagesAfter(after: bigint, upTo: bigint, size: number): Pages {
    const start = this.#register.atPosition(after === 0n ? 1n : after);
    if (start === undefined && after > 0n) throw this.#gap();
    let position = after;
    const want = (): number => Number(upTo - position < BigInt(size) ? upTo - position : size);
    const part = { prefix: this.#prefix, place: start?.commit, isTaken: after > 0n, size };
    for await (const page of pagesOfLedger(this.#connection.client, part, want, this.#trial.limits.attemptMs)) {
      const events = page.map((resolved) => toRecorded(toStored(resolved), this.#prefix, (position += 1n)));
      if (this.#positionOf(toStored(page.at(-1) as Resolved)) !== position) throw this.#gap();
      yield events;
    }
  }

  #readAt(position: bigint, commit: bigint): Promise<RecordedEvent> {
    return persistently(this.#trial, async () => {
      const fromPosition = { commit, prepare: commit };
      const options = { fromPosition, maxCount: 1, requiresLeader: true } as const;
      const [resolved] = await readWhole(this.#connection.client.readAll(options));
      if (resolved !== undefined) return toRecorded(toStored(resolved), this.#prefix, position);
      throw this.#gap();
    });
  }

  async #lastRevision(stream: string): Promise<bigint> {
    for await (const [event] of this.readStream(stream, { direction: 'backwards', maxCount: 1 })) {
      if (event !== undefined) return event.revision;
    }
    return -1n;
  }

  #positionOf({ commit }: Stored): bigint {
    const place = this.#register.atCommit(commit);
    if (place === undefined) throw this.#gap();
    return place.position;
  }

  #gap(): StoreUnavailable {
    const message = `The register of positions for ${this.#trial.shown} does not fit the log: remove it and open again.`;
    return new StoreUnavailable(message, 'damaged');
  }

  #checkOpen(): void {
    this.#feed.check();
  }
}

/** Begins the register anew where its last event is not in the log: the log is another one, or an older copy of it. */
async function forgetForeign(register: Register, connection: Connection, trial: Trial): Promise<void> {
  const { last } = register;
  if (last === undefined) return;
  const found = await persistently(trial, async () => {
    const fromPosition = { commit: last.commit, prepare: last.commit };
    const options = { fromPosition, maxCount: 1, requiresLeader: true } as const;
    try {
      const [resolved] = await readWhole(connection.client.readAll(options));
      return resolved?.event?.id;
    } catch (error) {
      if (!isForeignPlace(error)) throw error;
      return undefined;
    }
  });
  if (found !== last.eventId) register.reset();
}
