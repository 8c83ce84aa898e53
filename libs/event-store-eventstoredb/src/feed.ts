import { setTimeout as delay } from 'node:timers/promises';
import {
  BACKWARDS,
  END,
  START,
  streamNameFilter,
  type AllStreamSubscription,
  type ReadPosition,
} from '@eventstore/db-client';
import { StoreUnavailable, WakeUp } from '@gongji/event-store';
import type { Connection } from './connection.ts';
import { isPassing, persistently, toStoreUnavailable, typeOf, within, type Trial } from './failures.ts';
import { toStored, type Resolved } from './form.ts';
import { readWhole } from './pages.ts';
import { Recent } from './recent.ts';
import type { Register } from './register.ts';

/** The server tells how far it has looked after every so many records that are not ours, times the interval. */
const SEARCH = { maxSearchWindow: 512, checkpointInterval: 4 } as const;

/** Places are 64 bits with a sign; of a log without a matching event the server says that it ends at -1, without the sign. */
const GREATEST_PLACE = 2n ** 63n - 1n;

interface Waiter {
  readonly commit: bigint;
  readonly since: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The one subscription of a store: every event of the ledger, in the log's order, from which the positions are counted.
 * When it breaks, or falls silent although there are events that it should have given, it begins again after the last
 * event it gave.
 */
export class Feed {
  readonly recent: Recent;
  readonly wakeUp = new WakeUp();
  #broken: StoreUnavailable | undefined;
  /** Everything of ours up to here was taken. */
  #frontier: bigint | undefined;
  #current: AllStreamSubscription | undefined;
  #end: (problem: unknown) => void = () => undefined;
  #failures = 0;
  #told = false;
  #waiting: Waiter[] = [];
  /** When something came, or was last missed. */
  #heardAt = performance.now();
  #progressAt = performance.now();
  /** How often in a row the subscription was begun again because of its silence. */
  #silences = 0;
  readonly #watch: NodeJS.Timeout;

  constructor(
    private readonly connection: Connection,
    private readonly register: Register,
    private readonly prefix: string,
    private readonly trial: Trial,
  ) {
    const { last } = register;
    this.#frontier = last?.commit;
    this.recent = new Recent(prefix, last?.position ?? 0n);
    const { stallMs, watchMs } = trial.limits;
    this.#watch = setInterval(() => this.#look(), Math.min(stallMs, watchMs) / 2).unref();
    trial.closing.addEventListener('abort', () => this.#close(), { once: true });
    void this.#run();
  }

  /** Position of the last event that was taken. */
  get position(): bigint {
    return this.recent.last;
  }

  /** @throws StoreUnavailable when the subscription cannot be had any more. */
  check(): void {
    if (this.#broken !== undefined) throw this.#broken;
  }

  /** Resolves when everything up to a place on the server was taken. @throws StoreUnavailable when that takes too long. */
  reached(commit: bigint): Promise<void> {
    if (this.#frontier !== undefined && this.#frontier >= commit) return Promise.resolve();
    return new Promise((resolve, reject) => {
      if (this.#broken !== undefined) reject(this.#broken);
      else this.#wait({ commit, since: performance.now(), resolve, reject });
    });
  }

  /** Keeps those who wait in the order of their places, in which most of them come. */
  #wait(waiter: Waiter): void {
    const before = this.#waiting.findLastIndex(({ commit }) => commit <= waiter.commit);
    this.#waiting.splice(before + 1, 0, waiter);
  }

  /** Takes everything that is in the log at this moment. @returns the position of the last event. */
  async catchUp(): Promise<bigint> {
    const end = await persistently(this.trial, () => this.#lastOfOurs());
    if (end !== undefined) await this.reached(end);
    return this.position;
  }

  /** Place of the newest event of ours that was not taken yet. */
  async #lastOfOurs(): Promise<bigint | undefined> {
    let newest: bigint | undefined;
    let from: ReadPosition = END;
    for (let maxCount = 1; ; maxCount = 256) {
      const options = { direction: BACKWARDS, fromPosition: from, maxCount, requiresLeader: true } as const;
      const events = await readWhole(this.connection.client.readAll(options));
      for (const { event, commitPosition } of events) {
        const commit = event?.position?.commit ?? commitPosition;
        if (commit === undefined) continue;
        if (this.#frontier !== undefined && commit <= this.#frontier) return this.#nothingOfOurs(newest);
        if (event?.streamId.startsWith(this.prefix) === true) return commit;
        newest ??= commit;
        from = { commit, prepare: commit };
      }
      if (events.length < maxCount) return this.#nothingOfOurs(newest);
    }
  }

  /** What was just read need not be read again. */
  #nothingOfOurs(upTo: bigint | undefined): undefined {
    if (upTo !== undefined) this.#advance(upTo);
    return undefined;
  }

  async #run(): Promise<void> {
    const { closing, failed, shown } = this.trial;
    while (!closing.aborted) {
      const problem = await this.#subscribe();
      if (closing.aborted) return;
      failed(problem);
      if (!isPassing(problem)) return this.#break(toStoreUnavailable(problem, shown));
      await delay(Math.min(1_000, 25 * 2 ** this.#failures), undefined, { signal: closing }).catch(() => undefined);
      this.#failures += 1;
    }
  }

  /** One subscription. @returns why it ended. */
  #subscribe(): Promise<unknown> {
    return new Promise((resolve) => {
      const at = this.#frontier;
      const filter = streamNameFilter({
        ...SEARCH,
        prefixes: [this.prefix],
        checkpointReached: async (_, { commit }) => {
          // Events before it may still be on their way to us: then they will tell more than it does.
          const isWhole = this.#current === subscription && subscription.readableLength === 0;
          if (isWhole && commit <= GREATEST_PLACE) this.#advance(commit);
        },
      });
      const fromPosition: ReadPosition = at === undefined ? START : { commit: at, prepare: at };
      const subscription = this.connection.client.subscribeToAll(
        { fromPosition, filter, requiresLeader: true },
        { highWaterMark: 512 },
      );
      this.#current = subscription;
      this.#end = (problem) => {
        if (this.#current !== subscription) return;
        this.#current = undefined;
        within(this.trial.limits.stallMs, subscription.unsubscribe()).catch(() => undefined);
        resolve(problem);
      };
      const over = (problem: unknown): void => {
        if (this.#current === subscription) this.#end(problem);
      };
      subscription.on('error', over);
      subscription.on('end', () => over(new Error('the subscription ended')));
      subscription.on('close', () => over(new Error('the subscription was closed')));
      subscription.on('data', (resolved: Resolved) => {
        if (this.#current === subscription) this.#take(resolved);
      });
    });
  }

  #take(resolved: Resolved): void {
    try {
      const stored = toStored(resolved);
      if (this.#frontier !== undefined && stored.commit <= this.#frontier) return;
      this.register.add({ position: this.position + 1n, commit: stored.commit, eventId: stored.id });
      this.recent.push(stored);
      this.#advance(stored.commit);
      this.#tell();
    } catch (error) {
      this.#break(toStoreUnavailable(error, this.trial.shown));
    }
  }

  #advance(commit: bigint): void {
    this.#failures = 0;
    this.#silences = 0;
    this.#heardAt = performance.now();
    this.#progressAt = this.#heardAt;
    if (this.#frontier === undefined || commit > this.#frontier) this.#frontier = commit;
    if (this.#waiting.length > 0) this.#resolve(this.#frontier);
  }

  #resolve(frontier: bigint): void {
    const left = this.#waiting.findIndex(({ commit }) => commit > frontier);
    for (const { resolve } of this.#waiting.splice(0, left < 0 ? Infinity : left)) resolve();
  }

  /** Subscribers are woken once for all events that arrive together. */
  #tell(): void {
    if (this.#told) return;
    this.#told = true;
    setImmediate(() => {
      this.#told = false;
      this.wakeUp.wake();
    });
  }

  /** Looks after the subscription: whether what somebody waits for comes, and whether silence means that there is nothing. */
  #look(): void {
    const { patienceMs, stallMs, watchMs } = this.trial.limits;
    const now = performance.now();
    const oldest = Math.min(...this.#waiting.map(({ since }) => since));
    const stalled = (since: number): boolean => now - since > stallMs * 2 ** Math.min(this.#silences, 4);
    if (stalled(oldest) && stalled(this.#heardAt)) {
      this.#heardAt = now;
      this.#silences += 1;
      this.#end(new Error('the subscription is silent although the log has more'));
    }
    const isLate = ({ since }: Waiter): boolean => now - Math.max(since, this.#progressAt) > patienceMs;
    const late = this.#waiting.filter(isLate);
    if (late.length > 0) {
      this.#waiting = this.#waiting.filter((waiter) => !isLate(waiter));
      const message = `The subscription to EventStoreDB at ${this.trial.shown} does not come back.`;
      for (const { reject } of late) reject(new StoreUnavailable(message, 'unreachable'));
    }
    if (now - this.#heardAt <= watchMs || this.#current === undefined) return;
    this.#heardAt = now;
    this.catchUp().catch(() => undefined); // what it finds missing is then waited for, and missed
  }

  #break(problem: StoreUnavailable): void {
    this.#broken ??= problem;
    this.#end(problem);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { reject } of waiting) reject(this.#broken);
    this.wakeUp.wake();
  }

  #close(): void {
    clearInterval(this.#watch);
    this.#break(new StoreUnavailable(`The event log at ${this.trial.shown} is closed.`, 'closed'));
  }
}

/** True where a place from which one would read is none, which means that the log is another one. */
export function isForeignPlace(error: unknown): boolean {
  return error instanceof Error && error.message.includes('InvalidPosition') && typeOf(error) !== undefined;
}
