import { withEndingSignal, type EventStore, type RecordedEvent } from '@gongji/event-store';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from './engine/engine.ts';
import { migrate } from './engine/migrations.ts';
import { Endurance, Patience, patiently, type Told } from './engine/patience.ts';
import {
  CheckpointMoved,
  CHECKPOINTS,
  openCheckpoints,
  reset,
  standingsOf,
  type Checkpoint,
  type Standing,
} from './framework/checkpoints.ts';
import { LogEvent } from './framework/log-event.ts';
import { Statements, Writer } from './framework/writer.ts';
import { EventsMissing, placeOf, projectAll } from './project-all.ts';
import type { Projection } from './projection.ts';
import { Waiters } from './waiters.ts';

/** Events a transaction: enough to make its cost small, few enough to keep readers waiting for some ten milliseconds only. */
export const BATCH_SIZE = 1000;

/** How often one that leads and has nothing to do makes sure that it still does. */
const MAKE_SURE_MS = 5_000;

/** How often one that waits looks where the leader stands. */
const LOOK_MS = 25;

export interface ProjectorOptions {
  /** Events a transaction. */
  readonly batchSize?: number;
  /** Builds views anew that an older version of the program made; called by the one that projects, before it does. */
  readonly rebuild?: (outdated: readonly Projection[], signal?: AbortSignal) => Promise<void>;
  /** Called with a line for the operator. */
  readonly progress?: (message: string) => void;
}

/**
 * Keeps projections in step with the log. All of them advance in one transaction, each with its checkpoint: whoever reads two views
 * reads them at the same position, and a crash repeats nothing and skips nothing. Because they move together, they have one leader
 * where several processes share the database.
 */
export class Projector {
  /** Works under way: calls of `catchUp` and `follow`. */
  #works = 0;
  #running: Promise<void> | undefined;
  #rebuilding: Promise<void> | undefined;
  #applying: Promise<unknown> = Promise.resolve();
  readonly #waiters = new Waiters();
  readonly #statements: Statements;
  readonly #batchSize: number;

  private constructor(
    private readonly engine: Engine,
    private readonly store: EventStore,
    private readonly projections: readonly Projection[],
    private checkpoints: Map<string, Standing>,
    private readonly options: ProjectorOptions,
  ) {
    this.#statements = new Statements(engine.writing);
    this.#batchSize = options.batchSize ?? BATCH_SIZE;
  }

  static async open(
    engine: Engine,
    store: EventStore,
    projections: readonly Projection[],
    options: ProjectorOptions = {},
  ): Promise<Projector> {
    const checkpoints = await patiently(engine, async () => {
      await migrate(engine.writing);
      return openCheckpoints(engine.writing, projections);
    });
    const projector = new Projector(engine, store, projections, checkpoints, options);
    await projector.#atWork(() =>
      patiently(engine, async () => {
        if ((await engine.lead()) !== undefined) await projector.#resetForeign();
      }),
    );
    return projector;
  }

  /** Position up to which every projection has taken the log in; zero while a view is of an older version. */
  get checkpoint(): bigint {
    return BigInt(Math.min(...this.projections.map((each) => this.#positionOf(each))));
  }

  /**
   * Brings every projection to the log's head of this moment, or to an earlier position. Calls that come meanwhile share a run that covers
   * them.
   *
   * @throws EventsMissing when the log does not reach so far, or not without a gap.
   */
  catchUp(upTo?: bigint): Promise<void> {
    return this.#atWork(() => this.#catchUp(upTo));
  }

  async #catchUp(upTo: bigint | undefined): Promise<void> {
    const head = upTo ?? (await this.store.head());
    const patience = new Patience(this.engine);
    while (this.checkpoint < head) {
      try {
        this.#running ??= this.#advance(head, upTo).finally(() => {
          this.#running = undefined;
        });
        await this.#running;
        patience.rest();
      } catch (error) {
        await patience.pause(error);
      }
    }
  }

  /**
   * Follows the log until the signal ends it, through any loss of the database and until its disk has space again.
   *
   * @param told of trouble when it begins, and of nothing when it is over.
   * @throws what a projection or the store throws that waiting does not mend.
   */
  follow(signal: AbortSignal, told?: Told): Promise<void> {
    return this.#atWork(() => this.#follow(new Endurance(this.engine, told), signal));
  }

  async #follow(patience: Endurance, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const led = await this.#leads(signal);
        if (led === undefined) await this.#look(signal);
        else await withEndingSignal([signal, led], MAKE_SURE_MS, (until) => this.#subscribe(until));
        patience.rest();
      } catch (error) {
        if (signal.aborted) return;
        await patience.pause(error, signal);
      }
    }
  }

  /** Resolves when the checkpoint has reached a position, whoever brings it there. Rejects when the signal is aborted. */
  waitFor(position: bigint, signal?: AbortSignal): Promise<void> {
    return this.checkpoint >= position ? Promise.resolve() : this.#waiters.add(position, signal);
  }

  /** Reads the checkpoints that another process, or a rebuild, has moved. */
  async refresh(): Promise<void> {
    this.#know(await standingsOf(this.engine.reading, CHECKPOINTS));
  }

  /** Does some work; who has none left does not keep the lead from others. */
  async #atWork(work: () => Promise<void>): Promise<void> {
    this.#works += 1;
    try {
      await work();
    } finally {
      this.#works -= 1;
      if (this.#works === 0) await this.engine.stepDown();
    }
  }

  async #advance(head: bigint, upTo: bigint | undefined): Promise<void> {
    if ((await this.#leads()) === undefined) return this.#look();
    const after = this.checkpoint;
    const span = { after, ...(upTo === undefined ? {} : { upTo }) };
    const last = await this.#takeIn(this.store.readAll({ ...span, pageSize: this.#batchSize }), after);
    if (last === after && after < head) throw new EventsMissing(after + 1n);
  }

  async #subscribe(signal: AbortSignal): Promise<void> {
    const after = this.checkpoint;
    await this.#takeIn(this.store.subscribe({ after, pageSize: this.#batchSize, signal }), after, signal);
  }

  /** Takes in what was asked for after a position, as far as it goes on from the checkpoint. @returns the last position that was read. */
  async #takeIn(pages: AsyncIterable<readonly RecordedEvent[]>, after: bigint, signal?: AbortSignal): Promise<bigint> {
    let last = after;
    for await (const page of pages) {
      const first = page[0];
      if (first !== undefined && first.position > last + 1n) throw new EventsMissing(last + 1n);
      last = page.at(-1)?.position ?? last;
      if (!(await this.#apply(page)) || signal?.aborted === true) break;
    }
    return last;
  }

  /** Whether this process projects: until the signal is aborted. Then every view is of this program's version. */
  async #leads(signal?: AbortSignal): Promise<AbortSignal | undefined> {
    const led = await this.engine.lead();
    if (led === undefined) return undefined;
    const outdated = this.projections.filter((each) => this.checkpoints.get(each.name)?.version !== each.version);
    if (outdated.length === 0) return led;
    await this.refresh(); // it may be another process's work already
    const still = outdated.filter((each) => this.checkpoints.get(each.name)?.version !== each.version);
    for (const each of still) refuseNewer(each, this.checkpoints.get(each.name));
    if (still.length === 0) return led;
    // Whoever follows and whoever catches up wait for the same rebuild.
    this.#rebuilding ??= this.#rebuild(still, signal).finally(() => {
      this.#rebuilding = undefined;
    });
    await this.#rebuilding;
    return led;
  }

  async #rebuild(outdated: readonly Projection[], signal?: AbortSignal): Promise<void> {
    await this.options.rebuild?.(outdated, signal);
    signal?.throwIfAborted();
    await this.refresh();
  }

  async #look(signal?: AbortSignal): Promise<void> {
    await this.refresh();
    await sleep(LOOK_MS, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  }

  /**
   * Applies pages one after the other, those of a run and those of a subscription alike.
   *
   * @returns false where the page does not follow on a checkpoint: reading begins anew there.
   */
  async #apply(page: readonly RecordedEvent[]): Promise<boolean> {
    const applied = this.#applying.then(() => this.#applyNow(page));
    this.#applying = applied.catch(() => undefined);
    const follows = await applied;
    this.#waiters.wake(this.checkpoint);
    return follows;
  }

  async #applyNow(page: readonly RecordedEvent[]): Promise<boolean> {
    const events = page.map((event) => new LogEvent(event));
    for (;;) {
      const first = events[0];
      if (first !== undefined && BigInt(first.position) > this.checkpoint + 1n) return false;
      try {
        await this.#project(events);
        return true;
      } catch (error) {
        if (!(error instanceof CheckpointMoved)) throw error;
        await this.refresh();
        for (const each of this.projections) refuseNewer(each, this.checkpoints.get(each.name));
      }
    }
  }

  async #project(events: readonly LogEvent[]): Promise<void> {
    const to = events.at(-1);
    if (to === undefined) return;
    const standing = new Map(this.projections.map((each) => [each, this.checkpoints.get(each.name) as Standing]));
    await this.engine.writing.transaction().execute(async (transaction) => {
      const writer = new Writer(transaction, this.#statements);
      await projectAll(standing, events, { writer, register: CHECKPOINTS });
    });
    for (const [{ name }, from] of standing) {
      if (from.position < to.position) this.checkpoints.set(name, { ...from, ...placeOf(to) });
    }
  }

  #positionOf({ name, version }: Projection): number {
    const standing = this.checkpoints.get(name);
    return standing?.version === version ? standing.position : 0;
  }

  #know(checkpoints: Map<string, Standing>): void {
    this.checkpoints = checkpoints;
    this.#waiters.wake(this.checkpoint);
  }

  /** Begins anew where the tables were made from another log, or from a part of it that a restored backup no longer has. */
  async #resetForeign(): Promise<void> {
    for (const projection of this.projections) {
      const standing = this.checkpoints.get(projection.name) as Standing;
      if (await isInLog(this.store, standing)) continue;
      this.options.progress?.(`the view ${projection.name} was made from another log: it is built anew`);
      await reset(this.engine.writing, projection);
    }
    await this.refresh();
  }
}

/** Whether a checkpoint's event is where the checkpoint says, in this log. */
export async function isInLog(store: EventStore, { position, eventId }: Checkpoint): Promise<boolean> {
  if (position === 0) return true;
  const upTo = BigInt(position);
  for await (const [event] of store.readAll({ after: upTo - 1n, upTo, pageSize: 1 })) return event?.eventId === eventId;
  return false;
}

function refuseNewer({ name, version }: Projection, standing: Standing | undefined): void {
  if (standing === undefined || standing.version <= version) return;
  throw new Error(
    `The view ${name} was built by a newer program (version ${String(standing.version)}, known is ${String(version)}).`,
  );
}
