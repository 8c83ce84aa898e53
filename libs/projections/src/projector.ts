import type { EventStore, RecordedEvent } from '@gongji/event-store';
import type { Kysely } from 'kysely';
import { CheckpointMoved, moveCheckpoint, openCheckpoints, reset, type Checkpoint } from './framework/checkpoints.ts';
import { LogEvent } from './framework/log-event.ts';
import { Statements, Writer, type AnyTables } from './framework/writer.ts';
import type { Projection } from './projection.ts';

/** Events a transaction: enough to make its cost small, few enough to keep readers waiting for some ten milliseconds only. */
export const BATCH_SIZE = 1000;

interface Waiter {
  readonly position: bigint;
  readonly resolve: () => void;
}

/** The log holds no event at a position that a view has yet to take in: events were cut out of it. */
export class EventsMissing extends Error {
  override readonly name = 'EventsMissing';

  constructor(readonly position: bigint) {
    super(`The log holds no event at position ${String(position)}, which the views have yet to take in.`);
  }
}

/**
 * Keeps projections in step with the log. All of them advance in one transaction, each with its checkpoint: whoever reads two views
 * reads them at the same position, and a crash repeats nothing and skips nothing.
 */
export class Projector {
  #running: Promise<void> | undefined;
  #applying: Promise<unknown> = Promise.resolve();
  #waiters: Waiter[] = [];
  readonly #statements: Statements;

  private constructor(
    private readonly database: Kysely<AnyTables>,
    private readonly store: EventStore,
    private readonly projections: readonly Projection[],
    private checkpoints: Map<string, Checkpoint>,
    private readonly batchSize: number,
  ) {
    this.#statements = new Statements(database);
  }

  static async open(
    database: Kysely<AnyTables>,
    store: EventStore,
    projections: readonly Projection[],
    batchSize = BATCH_SIZE,
  ): Promise<Projector> {
    const checkpoints = await openCheckpoints(database, projections);
    const projector = new Projector(database, store, projections, checkpoints, batchSize);
    await projector.#resetForeign();
    return projector;
  }

  /** Position up to which every projection has taken the log in. */
  get checkpoint(): bigint {
    return BigInt(Math.min(...[...this.checkpoints.values()].map(({ position }) => position)));
  }

  /**
   * Brings every projection to the log's head of this moment, or to an earlier position. Calls that come meanwhile share a run that covers
   * them.
   *
   * @throws EventsMissing when the log does not reach so far, or not without a gap.
   */
  async catchUp(upTo?: bigint): Promise<void> {
    const head = upTo ?? (await this.store.head());
    while (this.checkpoint < head) {
      if (this.#running === undefined) await this.#advance(upTo);
      else await this.#running;
    }
  }

  async #advance(upTo: bigint | undefined): Promise<void> {
    const before = this.checkpoint;
    this.#running = this.#run(upTo).finally(() => {
      this.#running = undefined;
    });
    await this.#running;
    if (this.checkpoint === before) throw new EventsMissing(before + 1n);
  }

  /** Follows the log until the signal ends it. @throws what a projection or the store throws. */
  async follow(signal: AbortSignal): Promise<void> {
    const pages = this.store.subscribe({ after: this.checkpoint, pageSize: this.batchSize, signal });
    for await (const page of pages) await this.#apply(page);
  }

  /** Resolves when the checkpoint has reached a position, whoever brings it there. Rejects when the signal is aborted. */
  waitFor(position: bigint, signal?: AbortSignal): Promise<void> {
    if (this.checkpoint >= position) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.#waiters = this.#waiters.filter((each) => each !== waiter);
        reject(signal?.reason as Error);
      };
      const waiter: Waiter = {
        position,
        resolve: () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      if (signal?.aborted === true) return abort();
      signal?.addEventListener('abort', abort, { once: true });
      this.#waiters.push(waiter);
    });
  }

  async #run(upTo: bigint | undefined): Promise<void> {
    const span = { after: this.checkpoint, ...(upTo === undefined ? {} : { upTo }) };
    for await (const page of this.store.readAll({ ...span, pageSize: this.batchSize })) {
      await this.#apply(page);
    }
  }

  /** Applies pages one after the other, those of a run and those of a subscription alike. */
  async #apply(page: readonly RecordedEvent[]): Promise<void> {
    const applied = this.#applying.then(() => this.#applyNow(page));
    this.#applying = applied.catch(() => undefined);
    await applied;
    this.#wakeWaiters();
  }

  async #applyNow(page: readonly RecordedEvent[]): Promise<void> {
    const events = page.map((event) => new LogEvent(event));
    for (;;) {
      try {
        await this.#project(events);
        return;
      } catch (error) {
        if (!(error instanceof CheckpointMoved)) throw error;
        this.checkpoints = await openCheckpoints(this.database, this.projections);
      }
    }
  }

  async #project(events: readonly LogEvent[]): Promise<void> {
    const last = events.at(-1);
    if (last === undefined) return;
    const to: Checkpoint = { position: last.position, eventId: last.eventId };
    const behind = this.projections.filter(({ name }) => this.#positionOf(name) < to.position);
    if (behind.length === 0) return;
    await this.database.transaction().execute(async (transaction) => {
      const writer = new Writer(transaction, this.#statements);
      for (const projection of behind) {
        const from = this.checkpoints.get(projection.name) as Checkpoint;
        const first = (events[0] as LogEvent).position;
        if (first > from.position + 1) throw new EventsMissing(BigInt(from.position + 1));
        await moveCheckpoint(transaction, projection.name, from, to);
        const types: ReadonlySet<string> = new Set(projection.types);
        const batch = events.filter(({ position, type }) => position > from.position && types.has(type));
        if (batch.length > 0) await projection.project(batch, writer);
      }
    });
    for (const { name } of behind) this.checkpoints.set(name, to);
  }

  #positionOf(projection: string): number {
    return this.checkpoints.get(projection)?.position ?? 0;
  }

  #wakeWaiters(): void {
    const { checkpoint } = this;
    const reached = this.#waiters.filter(({ position }) => position <= checkpoint);
    this.#waiters = this.#waiters.filter(({ position }) => position > checkpoint);
    for (const { resolve } of reached) resolve();
  }

  /** Begins anew where the tables were made from another log, or from a part of it that a restored backup no longer has. */
  async #resetForeign(): Promise<void> {
    for (const projection of this.projections) {
      const { position, eventId } = this.checkpoints.get(projection.name) as Checkpoint;
      if (position === 0 || (await this.#isInLog(position, eventId))) continue;
      await reset(this.database, projection);
      this.checkpoints.set(projection.name, { position: 0, eventId: null });
    }
  }

  async #isInLog(position: number, eventId: string | null): Promise<boolean> {
    const upTo = BigInt(position);
    for await (const [event] of this.store.readAll({ after: upTo - 1n, upTo, pageSize: 1 })) {
      return event?.eventId === eventId;
    }
    return false;
  }
}
