/**
 * The event store as the ledger sees it: a few operations that every engine offers.
 *
 * Events travel as canonical JSON text (RFC 8785), never as objects: what was hashed is what is stored, byte for byte,
 * and a reader that needs three fields of a million events does not pay for parsing the others twice.
 */

/** An event that is about to be appended. */
export interface NewEvent {
  /** A UUID derived from the command's id and the event's index in it: the same command always gives the same ids. */
  readonly eventId: string;
  readonly type: string;
  /** Canonical JSON. */
  readonly data: string;
  /** Canonical JSON, the hash chain included. */
  readonly metadata: string;
}

/** An event as the store gives it back. */
export interface RecordedEvent extends NewEvent {
  /** Place in the whole log: 1, 2, 3, … in order of visibility; never a gap, never a latecomer below a seen position. */
  readonly position: bigint;
  readonly stream: string;
  /** Place in its stream: 0, 1, 2, … */
  readonly revision: bigint;
}

/** The expected revision of a stream that must not exist yet. */
export const NO_STREAM = -1n;

/** Events for one stream, to be appended together or not at all. */
export interface AppendRequest {
  readonly stream: string;
  /** The revision of the stream's last event as the decision saw it; `NO_STREAM` when it saw none. */
  readonly expectedRevision: bigint;
  /** At least one. */
  readonly events: readonly NewEvent[];
}

/**
 * What became of one request.
 *
 * `appended`: durable. A repetition (the same events, already at just these revisions) answers as the first time did. Where others may
 * append, events with the same ids that say something else are a conflict: two instances decided one command, and the first one counts.
 * `conflict`: somebody else appended to the stream since; nothing of this request was written.
 */
export type AppendResult =
  | {
      readonly outcome: 'appended';
      /** Revision and position of the request's last event. */
      readonly revision: bigint;
      readonly position: bigint;
    }
  | { readonly outcome: 'conflict'; readonly actualRevision: bigint };

/** Pages keep memory bounded and spare a promise per event. No page is empty. */
export type Pages = AsyncIterable<readonly RecordedEvent[]>;

/** An event without what it says: whose it is, where it stands, and its metadata. */
export type RecordedMetadata = Pick<RecordedEvent, 'position' | 'stream' | 'metadata'>;

export interface ReadStreamOptions {
  readonly direction: 'forwards' | 'backwards';
  /** First revision to give; default: the stream's first (forwards) or last (backwards) event. */
  readonly from?: bigint;
  /** At most so many events in all. */
  readonly maxCount?: number;
  /** The first event of this type that is met is the last one given. */
  readonly until?: string;
  /** At most so many events a page; the adapter has a sensible default. */
  readonly pageSize?: number;
}

/** One of several equal parts of a log. */
export interface Share {
  /** From 0 to `of - 1`. */
  readonly index: number;
  readonly of: number;
}

export interface ReadAllOptions {
  /** Give events whose position is greater; default 0n: from the beginning. */
  readonly after?: bigint;
  /** Give events up to and including this position; default: the head at the time of the call. */
  readonly upTo?: bigint;
  /** Give events of these types alone. */
  readonly types?: readonly string[];
  /**
   * Give events of these streams alone: those that fall to one of so many shares. Every stream falls to exactly one, and to the same one
   * as long as the log is the same; to which is the store's own business.
   */
  readonly share?: Share;
  readonly pageSize?: number;
}

export interface SubscribeOptions {
  readonly after?: bigint;
  readonly pageSize?: number;
  /** Ends the subscription; the iteration then finishes without an error. */
  readonly signal: AbortSignal;
}

export interface EventStore {
  /**
   * True when no other process can append while this store is open, so that an append whose expectation was right when
   * it was decided cannot conflict.
   */
  readonly exclusive: boolean;

  /**
   * True when a crash leaves either everything of a call's requests that met no conflict, or nothing: a call is one transaction. Where it
   * is false, whoever writes to several streams must be able to finish what a crash left between two of them.
   */
  readonly atomicCalls: boolean;

  /**
   * Appends every request in the given order and answers when all of it is durable (group commit: one flush for the
   * whole call and for calls that arrive meanwhile). Requests are independent: a conflict of one does not keep the
   * others out. Two requests of one call may name the same stream.
   *
   * @throws StoreUnavailable when the engine failed; then nothing of the call may be taken as written, and repeating
   *   it is safe.
   */
  append(requests: readonly AppendRequest[]): Promise<readonly AppendResult[]>;

  /** A stream that does not exist has no pages. */
  readStream(stream: string, options: ReadStreamOptions): Pages;

  readAll(options?: ReadAllOptions): Pages;

  /** The log for whoever needs no more than the metadata, such as the hashes: an engine may leave everything else where it is. */
  readMetadata(options?: ReadAllOptions): AsyncIterable<readonly RecordedMetadata[]>;

  /** History after a position, then what comes, each event once, in order, until `signal` ends it. */
  subscribe(options: SubscribeOptions): Pages;

  /**
   * The event with this id, wherever it is: how a repeated command finds its first answer. Whatever was in the log when it was called is
   * found, whoever wrote it.
   *
   * @param upTo only what is not after this position must be found: where others write too, that may be known without asking them.
   */
  findEvent(eventId: string, upTo?: bigint): Promise<RecordedEvent | undefined>;

  /** Those of these events that are in the log, in no particular order: one look for a whole group of commands. */
  findEvents(eventIds: readonly string[], upTo?: bigint): Promise<readonly RecordedEvent[]>;

  /** Position of the last event; 0n for an empty log. */
  head(): Promise<bigint>;

  close(): Promise<void>;
}

/** The engine failed: the folder is held by another process, the disk is full, the server does not answer. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';

  constructor(
    /** One clear sentence for the operator. */
    message: string,
    readonly reason: 'held' | 'full' | 'read-only' | 'damaged' | 'unreachable' | 'closed' | 'failed',
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
