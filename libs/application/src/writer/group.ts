import type { AppendRequest, AppendResult, EventStore } from '@gongji/event-store';
import type { Writes } from '../decide-command.ts';
import { joined } from './joined.ts';

/** What one command writes, waiting for its group, and who wants to know. */
export interface Waiting {
  readonly requests: readonly AppendRequest[];
  /** Gets the position of each request's event. */
  readonly written: (positions: readonly bigint[]) => void;
  readonly conflicted: () => void;
  readonly failed: (error: unknown) => void;
}

/** So many events of a stream may go into one append: far below the size that a server takes. */
const MOST_JOINED = 64;

/** What is under way to the store. */
interface Flight {
  readonly waiting: readonly Waiting[];
  readonly streams: ReadonlySet<string>;
  readonly results: Promise<readonly AppendResult[]>;
}

/**
 * Collects decided appends and writes them together: one flush of the disk for the whole group. A group may be under way while the next one
 * is collected; what became of it is told when its arrival is waited for, and not before, so that nobody's state changes meanwhile.
 */
export class Group {
  private waiting: Waiting[] = [];
  private streams = new Set<string>();
  private flight: Flight | undefined;

  constructor(private readonly store: EventStore) {}

  /** How much waits to be sent. */
  get size(): number {
    return this.waiting.length;
  }

  /** True when nothing waits and nothing is under way. */
  get isEmpty(): boolean {
    return this.waiting.length === 0 && this.flight === undefined;
  }

  /** True where nobody else writes to the store. */
  get isOnlyWriter(): boolean {
    return this.store.exclusive;
  }

  get isUnderWay(): boolean {
    return this.flight !== undefined;
  }

  /** True when an append for the stream waits to be sent. */
  holds(stream: string): boolean {
    return this.streams.has(stream);
  }

  /** True when there is an append for the stream that is not durable yet. */
  touches(stream: string): boolean {
    return this.holds(stream) || this.flight?.streams.has(stream) === true;
  }

  add(waiting: Waiting): void {
    this.waiting.push(waiting);
    for (const { stream } of waiting.requests) this.streams.add(stream);
  }

  /**
   * True when what was decided on these streams must wait until the group is written. Where others write too, what the group holds may
   * meet a conflict, and nothing may be written that rests on it; but the next event of the stream that the group ends with goes into
   * one append with it.
   */
  precedes(streams: readonly string[], { writes }: Writes): boolean {
    if (this.isOnlyWriter) return false;
    const own = writes[0]?.stream;
    return streams.some((stream) => this.touches(stream) && !(stream === own && this.endsWith(stream)));
  }

  private endsWith(stream: string): boolean {
    const last = this.waiting.slice(-MOST_JOINED);
    if (last.at(-1)?.requests.at(-1)?.stream !== stream) return false;
    return last.length < MOST_JOINED || last.some(({ requests }) => requests[0]?.stream !== stream);
  }

  /**
   * Writes what waits, and waits for what is under way; every one of it is told what became of it.
   *
   * @throws what the store failed with.
   */
  async write(): Promise<void> {
    await this.arrived();
    this.send();
    await this.arrived();
  }

  /** Sends what waits on its way; nothing else may be under way. */
  send(): void {
    const { waiting, streams } = this;
    if (waiting.length === 0) return;
    this.waiting = [];
    this.streams = new Set();
    const results = this.append(waiting.flatMap(({ requests }) => requests));
    results.catch(() => undefined); // told on arrival
    this.flight = { waiting, streams, results };
  }

  /** Waits until the store has answered what is under way, which nobody is told yet. */
  async landed(): Promise<void> {
    await this.flight?.results.catch(() => undefined);
  }

  /**
   * Waits for what is under way. When the store fails, what waits is not sent any more: it comes after what failed.
   *
   * @throws what the store failed with.
   */
  async arrived(): Promise<void> {
    const { flight } = this;
    if (flight === undefined) return;
    try {
      const results = await flight.results;
      this.flight = undefined;
      tell(flight.waiting, results);
    } catch (error) {
      const lost = [...flight.waiting, ...this.waiting];
      this.flight = undefined;
      this.waiting = [];
      this.streams.clear();
      for (const { failed } of lost) failed(error);
      throw error;
    }
  }

  private async append(requests: readonly AppendRequest[]): Promise<readonly AppendResult[]> {
    return this.isOnlyWriter ? this.store.append(requests) : joined(this.store, requests);
  }
}

function tell(group: readonly Waiting[], results: readonly AppendResult[]): void {
  let at = 0;
  for (const { requests, written, conflicted } of group) {
    const own = results.slice(at, at + requests.length);
    at += requests.length;
    const positions = own.flatMap((result) => (result.outcome === 'appended' ? [result.position] : []));
    if (positions.length === requests.length) written(positions);
    else conflicted();
  }
}
