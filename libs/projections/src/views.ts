import type { PlainDate } from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import { Kysely } from 'kysely';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ViewTables } from './database.ts';
import { sqliteDialect } from './framework/sqlite.ts';
import { fundProjection } from './fund/project.ts';
import { fundTotals, type FundAnswer } from './fund/query.ts';
import { personsProjection } from './persons/project.ts';
import { personPages } from './persons/query.ts';
import { processesProjection } from './processes/project.ts';
import { unfinished, type UnfinishedProcess } from './processes/query.ts';
import type { Projection } from './projection.ts';
import { Projector } from './projector.ts';

export const PROJECTIONS: readonly Projection[] = [personsProjection, fundProjection, processesProjection];

export interface ViewsOptions {
  /** Events a transaction. */
  readonly batchSize?: number;
}

/** The read models, kept in a database beside the log and rebuilt from it whenever they are missing or of another version. */
export class Views {
  private constructor(
    private readonly database: Kysely<ViewTables>,
    private readonly projector: Projector,
  ) {}

  /**
   * Opens the views in `views.db`.
   *
   * @param folder where the file lies; made where it does not exist.
   */
  static async open(folder: string, store: EventStore, options: ViewsOptions = {}): Promise<Views> {
    await mkdir(folder, { recursive: true });
    const database = new Kysely<ViewTables>({ dialect: sqliteDialect(join(folder, 'views.db')) });
    try {
      return new Views(database, await Projector.open(database, store, PROJECTIONS, options.batchSize));
    } catch (error) {
      await database.destroy();
      throw error;
    }
  }

  /** Resolves when everything up to the log's present head is in the views. */
  catchUp(): Promise<void> {
    return this.projector.catchUp();
  }

  /** Follows the log until the signal ends it. */
  follow(signal: AbortSignal): Promise<void> {
    return this.projector.follow(signal);
  }

  /** Resolves when the views have taken in a position; something else must bring them there: `follow` or `catchUp`. */
  waitFor(position: bigint, signal?: AbortSignal): Promise<void> {
    return this.projector.waitFor(position, signal);
  }

  /** Position up to which all views have taken the log in. */
  get checkpoint(): bigint {
    return this.projector.checkpoint;
  }

  /** `GetFund`: the fund's totals from one day to another, both included. */
  fund(region: string, from: PlainDate, to: PlainDate): Promise<FundAnswer> {
    return fundTotals(this.database, region, from, to);
  }

  /** The ids of a region's persons, page by page, in the order of enrolment. */
  persons(region: string): AsyncIterable<readonly string[]> {
    return personPages(this.database, region);
  }

  /** Region-wide commands that were started and not completed, in the order of their start. */
  unfinishedProcesses(): Promise<readonly UnfinishedProcess[]> {
    return unfinished(this.database);
  }

  async close(): Promise<void> {
    await this.database.destroy();
  }
}
