import type { MonthToClose, Payable, PlainDate, PlainMonth, TwoTimes } from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import type { Kysely } from 'kysely';
import {
  balanceAt,
  balancesOf,
  holdsOpen,
  statementOf,
  type OpenHold,
  type StatementLine,
  type StatementOptions,
} from './accounts/query.ts';
import { accumulatorsOf, type AccumulatorsAnswer } from './accumulators/query.ts';
import { AsKnown } from './as-known/as-known.ts';
import { ViewsAsKnown } from './as-known/views.ts';
import { casesIn, type CasesOptions, type SupervisionCase } from './cases/query.ts';
import {
  assessmentsIn,
  contractsIn,
  type AssessmentRow,
  type ContractRow,
  type TermsOptions,
} from './contracts/query.ts';
import { contributionsOf, type ContributionRow, type MonthSpan } from './contributions/query.ts';
import type { ViewTables } from './database.ts';
import type { Engine } from './engine/engine.ts';
import { engineAt } from './engine/engine-at.ts';
import { patiently } from './engine/patience.ts';
import { exportsIn, type ExportsOptions, type RecordedExport } from './exports/query.ts';
import { EVER } from './framework/moment.ts';
import type { Page, PageOptions } from './framework/page.ts';
import { stateHash } from './framework/state-hash.ts';
import { fundKnownAt } from './fund/known-at.ts';
import { fundTotals, monthToClose, type FundAnswer } from './fund/query.ts';
import { institutionOf, institutionsOf, type Institution, type InstitutionsOptions } from './institutions/query.ts';
import { paymentsIn, type Payment, type PaymentsOptions } from './payables/payments.ts';
import { payableOf } from './payables/query.ts';
import { overviewOf, type PersonOverview } from './persons/overview.ts';
import { personPages } from './persons/query.ts';
import { unfinished, type UnfinishedProcess } from './processes/query.ts';
import { PROJECTIONS, type ViewName } from './projections.ts';
import { Projector } from './projector.ts';
import { discardRebuild, rebuild, type RebuildOptions, type RebuiltView } from './rebuild/rebuild.ts';
import { rebuildOutdated } from './rebuild/words.ts';
import { ReconciliationViews } from './reconciliations/views.ts';
import { sequelsMissing, type MissingSequel } from './sequels/query.ts';
import { settlementOf, settlementsOfInstitution, settlementsOfPerson, type Settlement } from './settlements/query.ts';
import { WholeRegion } from './whole-region.ts';

export interface ViewsOptions {
  /** Events a transaction. */
  readonly batchSize?: number;
  /** Called with a line for the operator as long work goes on. */
  readonly progress?: (message: string) => void;
}

/** The read models, kept in a database beside the log and rebuilt from it whenever they are missing or of another version. */
export class Views extends ViewsAsKnown {
  /** All rows of a region, for files. */
  readonly wholeRegion = new WholeRegion((question) => this.#ask(question));
  readonly reconciliation = new ReconciliationViews((question) => this.#ask(question));

  protected readonly asKnown: AsKnown;

  private constructor(
    private readonly engine: Engine,
    private readonly projector: Projector,
    private readonly store: EventStore,
  ) {
    super();
    const catchUp = (upTo: bigint): Promise<void> => projector.catchUp(upTo);
    this.asKnown = new AsKnown({ store, ask: (question) => this.#ask(question), catchUp });
  }

  /**
   * Opens the views. Those that an older version of the program made are rebuilt before they move on; until then they answer as they
   * did.
   *
   * @param place the folder of `views.db`, made where it does not exist; or the address of a PostgreSQL database.
   * @throws StoreUnavailable when the database does not answer.
   */
  static async open(place: string, store: EventStore, options: ViewsOptions = {}): Promise<Views> {
    const engine = await engineAt(place);
    try {
      const tell = options.progress;
      const projector = await Projector.open(engine, store, Object.values(PROJECTIONS), {
        ...options,
        rebuild: (outdated, signal) =>
          onEngineAt(place, (own) => rebuildOutdated(own, store, outdated, { signal, ...(tell && { tell }) })),
      });
      return new Views(engine, projector, store);
    } catch (error) {
      await engine.close();
      throw error;
    }
  }

  /**
   * Rebuilds views beside the live ones, which go on answering, compares the two and swaps them (rebuild/rebuild.ts).
   *
   * @throws RebuildStopped when the signal stopped it: the next rebuild goes on there.
   */
  static async rebuild(
    place: string,
    store: EventStore,
    views: readonly ViewName[],
    options: RebuildOptions = {},
  ): Promise<readonly RebuiltView[]> {
    const projections = views.map((name) => PROJECTIONS[name]);
    return onEngineAt(place, (engine) => rebuild(engine, store, projections, options));
  }

  /** Throws away what a stopped rebuild of a view has filled. @returns false where there was nothing. */
  static async discardRebuild(place: string, view: ViewName): Promise<boolean> {
    return onEngineAt(place, (engine) => discardRebuild(engine, view));
  }

  /** Resolves when everything up to the log's present head is in the views. */
  catchUp(): Promise<void> {
    return this.projector.catchUp();
  }

  /** Follows the log until the signal ends it; `told` hears of trouble when it begins, and of nothing when it is over. */
  follow(signal: AbortSignal, told?: (trouble: unknown) => void): Promise<void> {
    return this.projector.follow(signal, told);
  }

  /** Resolves when the views have taken in a position; something else must bring them there: `follow` or `catchUp`. */
  waitFor(position: bigint, signal?: AbortSignal): Promise<void> {
    return this.projector.waitFor(position, signal);
  }

  /** Position up to which all views have taken the log in. */
  override get checkpoint(): bigint {
    return this.projector.checkpoint;
  }

  /** `GetFund`: the fund's totals from one day to another, both included; with `knownAt` from the log, as long as it is. */
  fund(region: string, from: PlainDate, to: PlainDate, times: TwoTimes = {}): Promise<FundAnswer> {
    if (times.knownAt !== undefined) return this.#fundKnownAt(region, { from, to }, times);
    const { asOf = to } = times;
    return this.#ask(fundTotals, region, from, asOf < to ? asOf : to);
  }

  async #fundKnownAt(
    region: string,
    span: { readonly from: PlainDate; readonly to: PlainDate },
    times: TwoTimes,
  ): Promise<FundAnswer> {
    const moment = await this.asKnown.moment(times);
    return fundKnownAt(this.store, region, span, moment ?? EVER);
  }

  /** What the fund did in a month, and in which months of its year it did anything. */
  monthToClose(region: string, month: PlainMonth): Promise<MonthToClose> {
    return this.#ask(monthToClose, region, month);
  }

  /** What the pooled fund owes an institution by month, payments apart, and up to which position that is known. */
  payable(region: string, institutionId: string): Promise<Payable> {
    return this.#ask(payableOf, region, institutionId);
  }

  /** Payments to institutions in the order of their proposals: whether each is approved and paid, and when. */
  payments(region: string, options: PaymentsOptions & TwoTimes = {}): Promise<Page<Payment>> {
    return this.asKnown.bounded(options, (database, moment) => paymentsIn(database, region, options, moment));
  }

  /** Contracts with institutions, in the order in which they were recorded. */
  contracts(region: string, options: TermsOptions & TwoTimes = {}): Promise<Page<ContractRow>> {
    return this.asKnown.bounded(options, (database, moment) => contractsIn(database, region, options, moment));
  }

  /** Assessments of institutions, in the order in which they were recorded. */
  assessments(region: string, options: TermsOptions & TwoTimes = {}): Promise<Page<AssessmentRow>> {
    return this.asKnown.bounded(options, (database, moment) => assessmentsIn(database, region, options, moment));
  }

  /** Cases of supervision in the order of opening. */
  cases(region: string, options: CasesOptions & TwoTimes = {}): Promise<Page<SupervisionCase>> {
    return this.asKnown.bounded(options, (database, moment) => casesIn(database, region, options, moment));
  }

  /** The ids of a region's persons, page by page, in the order of enrolment. */
  persons(region: string): AsyncIterable<readonly string[]> {
    return personPages((ask) => this.#ask(ask), region);
  }

  /** Region-wide commands that were started and not completed, in the order of their start. */
  unfinishedProcesses(): Promise<readonly UnfinishedProcess[]> {
    return this.#ask(unfinished);
  }

  /** A person at a glance; undefined for one who was never enrolled. */
  person(region: string, personId: string): Promise<PersonOverview | undefined> {
    return this.#ask(overviewOf, region, personId);
  }

  /** The movements of a person's account, in the order in which they were recorded. */
  statement(region: string, personId: string, options: StatementOptions & TwoTimes = {}): Promise<Page<StatementLine>> {
    const of = { region, personId };
    return this.asKnown.bounded(options, (database, moment) => statementOf(database, of, options, moment));
  }

  /** What a person's account held after the movements up to a position of the log. */
  balanceAt(region: string, personId: string, position: string): Promise<string> {
    return this.#ask(balanceAt, region, personId, position);
  }

  /** The sum of all balances of a region's accounts. */
  balances(region: string): Promise<string> {
    return this.#ask(balancesOf, region);
  }

  /** Money set aside for family members' visits, neither spent nor released: what a crash may have left open. */
  openHolds(): Promise<readonly OpenHold[]> {
    return this.#ask(holdsOpen);
  }

  /** Events from which another one must follow that is not in the log yet: what a crash may have left half done. */
  missingSequels(): Promise<readonly MissingSequel[]> {
    return this.#ask(sequelsMissing);
  }

  accumulators(region: string, personId: string): Promise<AccumulatorsAnswer> {
    return this.#ask(accumulatorsOf, region, personId);
  }

  settlement(region: string, personId: string, visitId: string, times: TwoTimes = {}): Promise<Settlement | undefined> {
    const of = { region, personId, visitId };
    return this.asKnown.bounded(times, (database, moment) => settlementOf(database, of, moment));
  }

  settlementsOfPerson(
    region: string,
    personId: string,
    options: PageOptions & TwoTimes = {},
  ): Promise<Page<Settlement>> {
    const of = { region, personId };
    return this.asKnown.bounded(options, (database, moment) => settlementsOfPerson(database, of, options, moment));
  }

  /** An institution's settlements of visits dated in a month. */
  settlementsOfInstitution(
    of: { readonly region: string; readonly institutionId: string; readonly month: PlainMonth },
    options: PageOptions & TwoTimes = {},
  ): Promise<Page<Settlement>> {
    return this.asKnown.bounded(options, (database, moment) => settlementsOfInstitution(database, of, options, moment));
  }

  contributions(region: string, personId: string, months?: MonthSpan): Promise<readonly ContributionRow[]> {
    return this.#ask(contributionsOf, region, personId, months);
  }

  /** What was handed out of a region's ledger, in the order of the log. */
  exports(region: string, options?: ExportsOptions): Promise<Page<RecordedExport>> {
    return this.#ask(exportsIn, region, options);
  }

  institution(region: string, institutionId: string): Promise<Institution | undefined> {
    return this.#ask(institutionOf, region, institutionId);
  }

  institutions(region: string, options?: InstitutionsOptions): Promise<Page<Institution>> {
    return this.#ask(institutionsOf, region, options);
  }

  /** A hash over all rows of a view in the order of their keys: that of a fresh replay up to the same position must equal it. */
  stateHash(view: ViewName): Promise<string> {
    return this.#ask(stateHash, PROJECTIONS[view]);
  }

  /** End `follow` by its signal first. */
  async close(): Promise<void> {
    await this.asKnown.close();
    await this.engine.close();
  }

  /** Asks, and once more where the connection was lost: a question changes nothing. */
  #ask<Arguments extends readonly unknown[], T>(
    question: (database: Kysely<ViewTables>, ...args: Arguments) => Promise<T>,
    ...args: Arguments
  ): Promise<T> {
    return patiently(this.engine, () => question(this.engine.reading as Kysely<ViewTables>, ...args));
  }
}

/** Does long work on connections of its own, so that no question waits for it. */
async function onEngineAt<T>(place: string, work: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await engineAt(place);
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}
