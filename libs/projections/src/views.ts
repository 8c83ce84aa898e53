import type { Payable, PlainDate, PlainMonth } from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import { Kysely } from 'kysely';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  balancesOf,
  holdsOpen,
  statementOf,
  type OpenHold,
  type StatementLine,
  type StatementOptions,
} from './accounts/query.ts';
import { accumulatorsOf, type AccumulatorsAnswer } from './accumulators/query.ts';
import { contributionsOf, type ContributionRow, type MonthSpan } from './contributions/query.ts';
import type { ViewTables } from './database.ts';
import type { Page, PageOptions } from './framework/page.ts';
import { sqliteDialect } from './framework/sqlite.ts';
import { stateHash } from './framework/state-hash.ts';
import { fundTotals, type FundAnswer } from './fund/query.ts';
import { institutionsOf, type Institution, type InstitutionsOptions } from './institutions/query.ts';
import { payableOf } from './payables/query.ts';
import { overviewOf, type PersonOverview } from './persons/overview.ts';
import { personPages } from './persons/query.ts';
import { unfinished, type UnfinishedProcess } from './processes/query.ts';
import { PROJECTIONS, type ViewName } from './projections.ts';
import { Projector } from './projector.ts';
import { settlementOf, settlementsOfInstitution, settlementsOfPerson, type Settlement } from './settlements/query.ts';

export interface ViewsOptions {
  /** Events a transaction. */
  readonly batchSize?: number;
}

/** The read models, kept in a database beside the log and rebuilt from it whenever they are missing or of another version. */
export class Views {
  private constructor(
    /** A connection of its own: a query reads what was committed and does not wait for the batch that is being written. */
    private readonly database: Kysely<ViewTables>,
    private readonly writing: Kysely<ViewTables>,
    private readonly projector: Projector,
  ) {}

  /**
   * Opens the views in `views.db`.
   *
   * @param folder where the file lies; made where it does not exist.
   */
  static async open(folder: string, store: EventStore, options: ViewsOptions = {}): Promise<Views> {
    await mkdir(folder, { recursive: true });
    const file = join(folder, 'views.db');
    const writing = new Kysely<ViewTables>({ dialect: sqliteDialect(file) });
    try {
      const projector = await Projector.open(writing, store, Object.values(PROJECTIONS), options.batchSize);
      return new Views(new Kysely<ViewTables>({ dialect: sqliteDialect(file) }), writing, projector);
    } catch (error) {
      await writing.destroy();
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

  /** What the pooled fund owes an institution by month, payments apart, and up to which position that is known. */
  payable(region: string, institutionId: string): Promise<Payable> {
    return payableOf(this.database, region, institutionId);
  }

  /** The ids of a region's persons, page by page, in the order of enrolment. */
  persons(region: string): AsyncIterable<readonly string[]> {
    return personPages(this.database, region);
  }

  /** Region-wide commands that were started and not completed, in the order of their start. */
  unfinishedProcesses(): Promise<readonly UnfinishedProcess[]> {
    return unfinished(this.database);
  }

  /** A person at a glance; undefined for one who was never enrolled. */
  person(region: string, personId: string): Promise<PersonOverview | undefined> {
    return overviewOf(this.database, region, personId);
  }

  /** The movements of a person's account, in the order in which they were recorded. */
  statement(region: string, personId: string, options?: StatementOptions): Promise<Page<StatementLine>> {
    return statementOf(this.database, region, personId, options);
  }

  /** The sum of all balances of a region's accounts. */
  balances(region: string): Promise<string> {
    return balancesOf(this.database, region);
  }

  /** Money set aside for family members' visits, neither spent nor released: what a crash may have left open. */
  openHolds(): Promise<readonly OpenHold[]> {
    return holdsOpen(this.database);
  }

  accumulators(region: string, personId: string): Promise<AccumulatorsAnswer> {
    return accumulatorsOf(this.database, region, personId);
  }

  settlement(region: string, personId: string, visitId: string): Promise<Settlement | undefined> {
    return settlementOf(this.database, region, personId, visitId);
  }

  settlementsOfPerson(region: string, personId: string, options?: PageOptions): Promise<Page<Settlement>> {
    return settlementsOfPerson(this.database, region, personId, options);
  }

  /** An institution's settlements of visits dated in a month. */
  settlementsOfInstitution(
    of: { readonly region: string; readonly institutionId: string; readonly month: PlainMonth },
    options?: PageOptions,
  ): Promise<Page<Settlement>> {
    return settlementsOfInstitution(this.database, of, options);
  }

  contributions(region: string, personId: string, months?: MonthSpan): Promise<readonly ContributionRow[]> {
    return contributionsOf(this.database, region, personId, months);
  }

  institutions(region: string, options?: InstitutionsOptions): Promise<Page<Institution>> {
    return institutionsOf(this.database, region, options);
  }

  /** A hash over all rows of a view in the order of their keys: that of a fresh replay up to the same position must equal it. */
  stateHash(view: ViewName): Promise<string> {
    return stateHash(this.database, PROJECTIONS[view]);
  }

  /** End `follow` by its signal first. */
  async close(): Promise<void> {
    await this.database.destroy();
    await this.writing.destroy();
  }
}
