import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '@gongji/event-store';
import type { Kysely } from 'kysely';
import type { ViewTables } from '../database.ts';
import { engineAt } from '../engine/engine-at.ts';
import type { Engine } from '../engine/engine.ts';
import { migrate } from '../engine/migrations.ts';
import { moveCheckpoints, openCheckpoints } from '../framework/checkpoints.ts';
import { LogEvent } from '../framework/log-event.ts';
import type { Moment } from '../framework/moment.ts';
import { Statements, Writer } from '../framework/writer.ts';
import type { Projection } from '../projection.ts';
import { BATCH_SIZE } from '../projector.ts';

/** A view whose rows say nothing of when they were recorded: an earlier state of it is built from the log again. */
export interface Replayed {
  readonly projection: Projection;
  /** How an event is counted as of a business date; undefined where it is not. */
  readonly asOf: (event: LogEvent, day: Moment['day']) => LogEvent | undefined;
}

interface Built {
  readonly key: string;
  readonly engine: Engine;
  readonly folder: string;
}

/**
 * Views of one region as they were at an earlier moment: the view's own projection takes the log in once more, up to the moment, into a
 * database for the time being. That takes as long as the log is, and memory for a batch. One is built at a time, and the last one is kept:
 * an earlier moment never changes.
 */
export class Replays {
  #built: Built | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly store: EventStore) {}

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
    const key = JSON.stringify([of.projection.name, region, moment.upTo, moment.day]);
    if (this.#built?.key === key) return this.#built;
    await this.#discard();
    const folder = await mkdtemp(join(tmpdir(), `gongji-as-known-${String(process.pid)}-`));
    const engine = await engineAt(folder);
    this.#built = { key, engine, folder };
    try {
      await this.#fill(engine, of, region, moment);
      return this.#built;
    } catch (error) {
      await this.#discard();
      throw error;
    }
  }

  async #fill({ writing }: Engine, { projection, asOf }: Replayed, region: string, moment: Moment): Promise<void> {
    await migrate(writing);
    await openCheckpoints(writing, [projection]);
    if (moment.upTo === 0) return;
    const statements = new Statements(writing);
    const types: ReadonlySet<string> = new Set(projection.types);
    for await (const page of this.store.readAll({ upTo: BigInt(moment.upTo), pageSize: BATCH_SIZE })) {
      const batch = page
        .filter(({ type }) => types.has(type))
        .map((recorded) => new LogEvent(recorded))
        .flatMap((event) => (event.region === region ? (asOf(event, moment.day) ?? []) : []));
      if (batch.length === 0) continue;
      await writing.transaction().execute(async (transaction) => {
        await projection.project(batch, new Writer(transaction, statements));
      });
    }
    const end = { position: moment.upTo, eventId: null };
    await writing.transaction().execute(async (transaction) => {
      await moveCheckpoints(transaction, new Map([[projection, { position: 0, eventId: null }]]), end);
    });
  }

  async #discard(): Promise<void> {
    const built = this.#built;
    this.#built = undefined;
    await built?.engine.close();
    if (built !== undefined) await rm(built.folder, { recursive: true, force: true });
  }
}
