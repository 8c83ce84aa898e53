import type { EventStore, RecordedEvent } from '@gongji/event-store';
import type { Transaction } from 'kysely';
import { holdCheckpoints, snapshot, type Engine } from '../engine/engine.ts';
import { migrate } from '../engine/migrations.ts';
import { Patience, patiently } from '../engine/patience.ts';
import {
  CheckpointMoved,
  CHECKPOINTS,
  openCheckpoints,
  REBUILDS,
  standingsOf,
  type Standing,
} from '../framework/checkpoints.ts';
import { LogEvent } from '../framework/log-event.ts';
import { Statements, Writer, type AnyTables } from '../framework/writer.ts';
import { EventsMissing, projectAll } from '../project-all.ts';
import type { Projection } from '../projection.ts';
import { BATCH_SIZE, isInLog } from '../projector.ts';
import { compare, type Compared } from './compare.ts';
import { beginCopy, dropCopy, OnCopies, swapIn } from './copies.ts';

/** Somebody who reads for long, such as another comparison, may keep the swap waiting. */
const LONGEST_TROUBLE_MS = 600_000;

export interface RebuildOptions {
  /** Events a transaction. */
  readonly batchSize?: number;
  /** Stops the filling; the copy is kept, and the next rebuild goes on where this one stopped. */
  readonly signal?: AbortSignal;
  readonly progress?: (progress: RebuildProgress) => void;
  /** Swaps in a copy that differs from a live view of the same version: the log is right, the live view was damaged. */
  readonly accept?: boolean;
}

/** How far the copies are, by the log's positions. */
export interface RebuildProgress {
  readonly position: number;
  readonly target: number;
}

/** What became of a view. */
export interface RebuiltView extends Compared {
  /** Whether the copy took the live view's place. */
  readonly swapped: boolean;
}

/** The filling was stopped; what is done is kept. */
export class RebuildStopped extends Error {
  override readonly name = 'RebuildStopped';
}

/**
 * Rebuilds views beside the live ones, which go on moving and answering: fills a copy from the log's beginning, compares it with the
 * live view at the same position, and swaps it in, in one transaction. Any number of processes may project and ask meanwhile.
 *
 * @throws RebuildStopped when the signal stopped it; CheckpointMoved when another process rebuilds the same view; EventsMissing when
 *   the log no longer has what the live view has seen.
 */
export async function rebuild(
  engine: Engine,
  store: EventStore,
  projections: readonly Projection[],
  options: RebuildOptions = {},
): Promise<readonly RebuiltView[]> {
  await patiently(engine, async () => {
    await migrate(engine.writing);
    await openCheckpoints(engine.writing, projections);
  });
  const work = new Rebuild(engine, store, projections, options);
  await work.begin();
  await work.fill();
  const done: RebuiltView[] = [];
  for (const each of projections) done.push(await work.finish(each));
  return done;
}

/** Throws away what a stopped rebuild has filled. @returns false where there was nothing. */
export async function discardRebuild(engine: Engine, view: string): Promise<boolean> {
  await migrate(engine.writing);
  if (!(await standingsOf(engine.writing, REBUILDS)).has(view)) return false;
  await dropCopy(engine.writing, view);
  return true;
}

class Rebuild {
  readonly #statements: Statements;
  readonly #plugin: OnCopies;
  readonly #patience: Patience;

  constructor(
    private readonly engine: Engine,
    private readonly store: EventStore,
    private readonly projections: readonly Projection[],
    private readonly options: RebuildOptions,
  ) {
    this.#plugin = new OnCopies(projections);
    this.#statements = new Statements(engine.writing.withPlugin(this.#plugin));
    this.#patience = new Patience(engine, LONGEST_TROUBLE_MS);
  }

  /** Goes on with a copy that this version of the program has begun from this log, and has not brought past the live view; else begins anew. */
  async begin(): Promise<void> {
    for (const projection of this.projections) {
      await this.#patiently(async () => {
        const copy = (await standingsOf(this.engine.writing, REBUILDS)).get(projection.name);
        const live = await this.#live(projection);
        const described = projection.tables.map(({ name, columns, key }) => ({ name, columns, key }));
        const goesOn =
          copy?.version === projection.version &&
          copy.position <= live.position &&
          JSON.stringify(copy.tables) === JSON.stringify(described) &&
          (await isInLog(this.store, copy));
        if (!goesOn) await beginCopy(this.engine.writing, projection);
      });
    }
  }

  /** Brings the copies near the live views: those still move, and are met exactly in `finish`. */
  async fill(): Promise<void> {
    const near = this.options.batchSize ?? BATCH_SIZE;
    for (;;) {
      const standings = await this.#patiently(() => standingsOf(this.engine.reading, CHECKPOINTS));
      const target = Math.min(...this.projections.map(({ name }) => standings.get(name)?.position ?? 0));
      const from = Math.min(...[...(await this.#copies()).values()].map(({ position }) => position));
      this.options.progress?.({ position: from, target });
      if (target - from <= near) return;
      await this.#fillTo(target, {
        progress: (position) => {
          this.options.progress?.({ position, target });
        },
      });
    }
  }

  /** Compares a view's copy with the live one and swaps it in. */
  async finish(projection: Projection): Promise<RebuiltView> {
    const compared = await this.#compare(projection);
    const swapped = compared.outcome !== 'differs' || this.options.accept === true;
    if (swapped) await this.#swap(projection);
    return { ...compared, swapped };
  }

  /**
   * Compares the live view, as one snapshot shows it, with the copy, which is brought to that very position and stays there. The live
   * view moves on meanwhile, so nobody waits however long this takes.
   */
  async #compare(projection: Projection): Promise<Compared> {
    await this.#approach(projection);
    const { reading, writing } = this.engine;
    return this.#patiently(() =>
      snapshot(
        reading,
        async (frozen) => {
          const live = await this.#live(projection, frozen);
          const copy = (await this.#copies()).get(projection);
          if (copy === undefined || copy.position > live.position) throw rebuiltMeanwhile(projection);
          await this.#fillTo(live.position, { only: projection });
          return compare(projection, { live: frozen, copy: writing, standing: live });
        },
        { isLong: true },
      ),
    );
  }

  /** Brings a copy to the live view's very position and puts it in its place, in one transaction. */
  async #swap(projection: Projection): Promise<void> {
    await this.#patiently(async () => {
      await this.#approach(projection);
      await this.engine.writing.transaction().execute(async (transaction) => {
        await holdCheckpoints(transaction, true);
        const live = await this.#live(projection, transaction);
        const copy = (await standingsOf(transaction, REBUILDS)).get(projection.name);
        if (copy === undefined) throw rebuiltMeanwhile(projection);
        await this.#fillIn(transaction, projection, { copy, to: live.position });
        const at = (await standingsOf(transaction, REBUILDS)).get(projection.name) as Standing;
        await swapIn(transaction, projection, { live, at });
      });
    });
  }

  /** Brings a copy so near to the live view that the rest is a moment's work. */
  async #approach(projection: Projection): Promise<void> {
    const near = this.options.batchSize ?? BATCH_SIZE;
    for (;;) {
      const live = await this.#patiently(() => this.#live(projection));
      const copy = (await this.#copies()).get(projection);
      if (copy === undefined || live.position - copy.position <= near) return;
      await this.#fillTo(live.position, { only: projection });
    }
  }

  async #fillIn(
    transaction: Transaction<AnyTables>,
    projection: Projection,
    { copy, to }: { readonly copy: Standing; readonly to: number },
  ): Promise<void> {
    let at: Standing = copy;
    for await (const page of this.#read(copy.position, to)) {
      await this.#take(transaction, new Map([[projection, at]]), page);
      const last = page.at(-1) as RecordedEvent;
      at = { ...at, position: Number(last.position), eventId: last.eventId };
    }
    if (at.position < to) throw new EventsMissing(BigInt(at.position + 1));
  }

  async #fillTo(
    to: number,
    { progress, only }: { readonly progress?: (position: number) => void; readonly only?: Projection },
  ): Promise<void> {
    const copies = await this.#copies();
    const filled = new Map([...copies].filter(([each]) => only === undefined || each === only));
    let at = Math.min(...[...filled.values()].map(({ position }) => position));
    for await (const page of this.#read(at, to)) {
      if (this.options.signal?.aborted === true)
        throw new RebuildStopped('The rebuild was stopped; it can be gone on with.');
      await this.#patiently(async () => {
        const standing = await this.#copies();
        for (const each of standing.keys()) if (!filled.has(each)) standing.delete(each);
        await this.engine.writing.transaction().execute((transaction) => this.#take(transaction, standing, page));
      });
      at = Number(page.at(-1)?.position);
      progress?.(at);
    }
    if (at < to) throw new EventsMissing(BigInt(at + 1));
  }

  async #take(
    transaction: Transaction<AnyTables>,
    standing: ReadonlyMap<Projection, Standing>,
    page: readonly RecordedEvent[],
  ): Promise<void> {
    const onCopies = transaction.withPlugin(this.#plugin);
    const events = page.map((event) => new LogEvent(event));
    await projectAll(standing, events, { writer: new Writer(onCopies, this.#statements), register: REBUILDS });
  }

  #read(after: number, upTo: number): AsyncIterable<readonly RecordedEvent[]> {
    const pageSize = this.options.batchSize ?? BATCH_SIZE;
    return this.store.readAll({ after: BigInt(after), upTo: BigInt(upTo), pageSize });
  }

  async #live({ name, version }: Projection, database = this.engine.writing): Promise<Standing> {
    const live = (await standingsOf(database, CHECKPOINTS)).get(name) as Standing;
    if (live.version > version) throw new CheckpointMoved(`The view ${name} was built by a newer program.`);
    return live;
  }

  /** Where the copies stand. */
  async #copies(): Promise<Map<Projection, Standing>> {
    const standings = await this.#patiently(() => standingsOf(this.engine.writing, REBUILDS));
    return new Map(
      this.projections.flatMap((each) => {
        const standing = standings.get(each.name);
        return standing === undefined ? [] : [[each, standing] as const];
      }),
    );
  }

  async #patiently<T>(act: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        const result = await act();
        this.#patience.rest();
        return result;
      } catch (error) {
        await this.#patience.pause(error);
      }
    }
  }
}

function rebuiltMeanwhile({ name }: Projection): CheckpointMoved {
  return new CheckpointMoved(`The view ${name} was rebuilt by another process meanwhile.`);
}
