import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type { ViewTables } from '../database.ts';
import { engineAt } from '../engine/engine-at.ts';
import type { Engine } from '../engine/engine.ts';
import { migrate } from '../engine/migrations.ts';
import { moveCheckpoints, openCheckpoints } from '../framework/checkpoints.ts';
import { LogEvent } from '../framework/log-event.ts';
import type { Known } from '../framework/known.ts';
import type { Moment } from '../framework/moment.ts';
import type { Scalar, Table } from '../framework/table.ts';
import { Statements, Writer, type OnConflict } from '../framework/writer.ts';
import type { Projection } from '../projection.ts';
import { BATCH_SIZE } from '../projector.ts';
import type { Means } from './means.ts';

/** A view whose rows say nothing of when they were recorded: an earlier state of it is built from the log again. */
export interface Replayed {
  readonly projection: Projection;
  /** How an event is counted as of a business date; undefined where it is not. */
  readonly asOf: (event: LogEvent, day: Moment['day']) => LogEvent | undefined;
  readonly lookedBackUpon: LookedBackUpon;
}

/** Rows that a projection keeps for nothing but a later event, which few of them ever see: no others need be kept. */
export interface LookedBackUpon {
  readonly table: Table;
  /** Names of the rows that are asked for, as `keyOf` has them: as another view knows them. */
  readonly asked: (database: Kysely<ViewTables>, region: string) => Promise<Known<ReadonlySet<string>>>;
  readonly keyOf: (row: Readonly<Record<string, Scalar>>) => string;
}

interface Built {
  /** View, region and business date. */
  readonly key: string;
  /** Position up to which it knows what is looked back upon. */
  readonly foresees: number;
  readonly asked: ReadonlySet<string>;
  readonly engine: Engine;
  readonly folder: string;
  upTo: number;
}

/** What is to be built, and the first moment that is asked for. */
type Beginning = Pick<Built, 'key' | 'upTo'>;

/**
 * Views of one region as they were at an earlier moment: the view's own projection takes the log in once more, up to the moment, into a
 * database for the time being. That takes as long as the log is, and memory for a batch and for what is looked back upon. One is built at
 * a time, and the last one is kept: an earlier moment never changes, and a later one goes on from it.
 */
export class Replays {
  #built: Built | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly means: Means) {}

  /** Asks a view as it was. */
  ask<T>(
    of: Replayed,
    region: string,
    moment: Moment,
    question: (database: Kysely<ViewTables>) => Promise<T>,
  ): Promise<T> {
    const asked = this.#turn.then(async () => {
      const { engine } = await this.#at(of, region, moment);
      return question(engine.reading as Kysely<ViewTables>);
    });
    this.#turn = asked.catch(() => undefined);
    return asked;
  }

  /** Waits for what is being asked, and leaves nothing behind. */
  async close(): Promise<void> {
    await this.#turn;
    await this.#discard();
  }

  async #at(of: Replayed, region: string, moment: Moment): Promise<Built> {
    const key = JSON.stringify([of.projection.name, region, moment.day]);
    let built = this.#built;
    if (built?.key !== key || moment.upTo < built.upTo || moment.upTo > built.foresees) {
      await this.#discard();
      built = await this.#begun(of, region, { key, upTo: moment.upTo });
    }
    try {
      if (built.upTo < moment.upTo) await this.#fill(built, of, region, moment);
      return built;
    } catch (error) {
      await this.#discard();
      throw error;
    }
  }

  async #begun({ projection, lookedBackUpon }: Replayed, region: string, { key, upTo }: Beginning): Promise<Built> {
    await this.means.catchUp(BigInt(upTo));
    const { answer: asked, upTo: foresees } = await this.means.ask((live) => lookedBackUpon.asked(live, region));
    const folder = await mkdtemp(join(tmpdir(), `gongji-as-known-${String(process.pid)}-`));
    const engine = await engineAt(folder);
    const built = { key, foresees: Number(foresees), asked, engine, folder, upTo: 0 };
    this.#built = built;
    try {
      await migrate(engine.writing);
      await openCheckpoints(engine.writing, [projection]);
      return built;
    } catch (error) {
      await this.#discard();
      throw error;
    }
  }

  async #fill(
    built: Built,
    { projection, asOf, lookedBackUpon }: Replayed,
    region: string,
    moment: Moment,
  ): Promise<void> {
    const { writing } = built.engine;
    const statements = new Statements(writing);
    const types: ReadonlySet<string> = new Set(projection.types);
    const span = { after: BigInt(built.upTo), upTo: BigInt(moment.upTo) };
    for await (const page of this.means.store.readAll({ ...span, pageSize: BATCH_SIZE })) {
      const batch = page
        .filter(({ type }) => types.has(type))
        .map((recorded) => new LogEvent(recorded))
        .flatMap((event) => (event.region === region ? (asOf(event, moment.day) ?? []) : []));
      if (batch.length === 0) continue;
      await writing.transaction().execute(async (transaction) => {
        await projection.project(batch, new KeepingAsked(transaction, statements, lookedBackUpon, built.asked));
      });
    }
    const from = new Map([[projection, { position: built.upTo, eventId: null }]]);
    await writing.transaction().execute(async (transaction) => {
      await moveCheckpoints(transaction, from, { position: moment.upTo, eventId: null });
    });
    built.upTo = moment.upTo;
  }

  async #discard(): Promise<void> {
    const built = this.#built;
    this.#built = undefined;
    await built?.engine.close();
    if (built !== undefined) await rm(built.folder, { recursive: true, force: true });
  }
}

/** Leaves out the rows that no later event asks for. */
class KeepingAsked extends Writer {
  constructor(
    transaction: Writer['transaction'],
    statements: Statements,
    private readonly lookedBackUpon: LookedBackUpon,
    private readonly asked: ReadonlySet<string>,
  ) {
    super(transaction, statements);
  }

  protected override write(table: Table, rows: Iterable<unknown>, onConflict: OnConflict): Promise<void> {
    if (table !== this.lookedBackUpon.table) return super.write(table, rows, onConflict);
    const all = [...rows] as Readonly<Record<string, Scalar>>[];
    const needed = all.filter((row) => this.asked.has(this.lookedBackUpon.keyOf(row)));
    return super.write(table, needed, onConflict);
  }
}
