import type { TwoTimes } from '@gongji/core';
import type { Kysely } from 'kysely';
import type { ViewTables } from '../database.ts';
import type { Moment } from '../framework/moment.ts';
import type { Means } from './means.ts';
import { momentOf } from './moment.ts';
import { Replays, type Replayed } from './replays.ts';

/** Asks views now, or as they were at an earlier moment. */
export class AsKnown {
  readonly #replays: Replays;

  constructor(private readonly means: Means) {
    this.#replays = new Replays(means);
  }

  /** The moment that times name; none where they name no other than now. @throws NotKnownYet */
  moment(times: TwoTimes): Promise<Moment | undefined> {
    return momentOf(this.means.store, times);
  }

  /**
   * Asks a view whose rows say where in the log they come from: the moment is a bound of its rows.
   *
   * @param question gets no moment where the question is about now.
   * @throws NotKnownYet
   */
  async bounded<T>(
    times: TwoTimes,
    question: (database: Kysely<ViewTables>, moment: Moment | undefined) => Promise<T>,
  ): Promise<T> {
    const { ask, catchUp } = this.means;
    const moment = await this.moment(times);
    if (moment !== undefined) await catchUp(BigInt(moment.upTo));
    return ask((database) => question(database, moment));
  }

  /**
   * Asks a view whose rows do not: an earlier moment of it is built from the log.
   *
   * @throws NotKnownYet
   */
  async replayed<T>(
    of: Replayed,
    region: string,
    times: TwoTimes,
    question: (database: Kysely<ViewTables>, moment: Moment | undefined) => Promise<T>,
  ): Promise<T> {
    const moment = await this.moment(times);
    if (moment === undefined) return this.means.ask((database) => question(database, undefined));
    return this.#replays.ask(of, region, moment, (database) => question(database, moment));
  }

  /** Leaves nothing behind. */
  close(): Promise<void> {
    return this.#replays.close();
  }
}
