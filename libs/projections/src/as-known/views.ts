import type { BudgetBasis, InstitutionMonth, MonthFigures, MonthSum, PlainMonth, TwoTimes } from '@gongji/core';
import type { Kysely } from 'kysely';
import {
  closedMonths,
  journalOf,
  monthSums,
  type ClosedMonth,
  type JournalEntry,
  type JournalOptions,
} from '../bookkeeping/query.ts';
import { monthsUntil, replayedStatistics } from '../statistics/as-known.ts';
import { basesOf, budgetBases, contributedIn, retiredMonths } from '../statistics/budget-bases.ts';
import {
  careStatistics,
  fundStatistics,
  institutionMonths,
  lineBudgets,
  type BudgetedLine,
  type CareOptions,
  type CareStatistics,
  type FundMonth,
} from '../statistics/query.ts';
import { monthFigures } from '../statistics/month-figures.ts';
import { warningsIn, type Warning, type WarningsOptions } from '../warnings/query.ts';
import type { MonthSpan } from '../contributions/query.ts';
import type { ViewTables } from '../database.ts';
import type { Known } from '../framework/known.ts';
import type { Moment } from '../framework/moment.ts';
import type { Page } from '../framework/page.ts';
import type { AsKnown } from './as-known.ts';

/** The questions about books, statistics and warnings: each can be asked for other times than now, and then throws `NotKnownYet`. */
export abstract class ViewsAsKnown {
  protected abstract readonly asKnown: AsKnown;

  /** Position of the log up to which an answer for these times knows; now, what the views have taken in. */
  async knownUpTo(times: TwoTimes): Promise<string> {
    const moment = await this.asKnown.moment(times);
    return String(moment?.upTo ?? this.checkpoint);
  }

  /** Position up to which all views have taken the log in. */
  abstract get checkpoint(): bigint;

  /** The journal of a month, in the order in which its entries were recorded. */
  journal(
    of: { readonly region: string; readonly month: PlainMonth },
    options: JournalOptions & TwoTimes = {},
  ): Promise<Page<JournalEntry>> {
    return this.asKnown.bounded(options, (database, moment) => journalOf(database, of, options, moment));
  }

  /** Debits and credits of every book account by month, up to one: the core's statements are made of them. */
  monthSums(region: string, to: PlainMonth, times: TwoTimes = {}): Promise<Known<readonly MonthSum[]>> {
    return this.asKnown.bounded(times, (database, moment) => monthSums(database, region, to, moment));
  }

  /** The closed months of a year's books, with their totals and what came too late for them. */
  closedMonths(region: string, year: number, times: TwoTimes = {}): Promise<Known<readonly ClosedMonth[]>> {
    return this.asKnown.bounded(times, (database, moment) => closedMonths(database, region, year, moment));
  }

  /** Settled visits and claims, by month, institution, tier, status, age band or programme. */
  careStatistics(region: string, options: CareOptions & TwoTimes = {}): Promise<Known<readonly CareStatistics[]>> {
    return this.#statistics(region, options, (database, moment) =>
      careStatistics(database, region, { ...options, ...monthsUntil(options, moment) }),
    );
  }

  /** What the fund took in and spent by month. */
  fundStatistics(region: string, options: MonthSpan & TwoTimes = {}): Promise<Known<readonly FundMonth[]>> {
    return this.#statistics(region, options, (database, moment) =>
      fundStatistics(database, region, monthsUntil(options, moment)),
    );
  }

  /** What was settled at each institution by month: the core's indicators are made of it. */
  institutionMonths(
    region: string,
    options: Required<MonthSpan> & TwoTimes,
  ): Promise<Known<readonly InstitutionMonth[]>> {
    return this.#statistics(region, options, (database) => institutionMonths(database, region, options));
  }

  /** Each line's budget for a year, and its payments in that year and the one before. */
  lineBudgets(region: string, year: number, times: TwoTimes = {}): Promise<Known<readonly BudgetedLine[]>> {
    return this.#statistics(region, times, (database) => lineBudgets(database, region, year));
  }

  /** Contribution bases and retired persons by month of a year: the core's `computedBudget` is made of them. */
  async budgetBases(region: string, year: number, times: TwoTimes = {}): Promise<Known<readonly BudgetBasis[]>> {
    const moment = await this.asKnown.moment(times);
    if (moment === undefined) return this.asKnown.bounded({}, (database) => budgetBases(database, region, year));
    const upTo = String(moment.upTo);
    const then = { ...times, knownAt: upTo };
    const retired = await this.#statistics(region, then, (database) => retiredMonths(database, region, year));
    const contributed = await this.asKnown.bounded(then, (database) => contributedIn(database, region, year, moment));
    return { upTo, answer: basesOf(contributed, retired) };
  }

  /** A month's figures, for the rules on them (the core's `measuredWarnings`). */
  monthFigures(region: string, month: PlainMonth, times: TwoTimes = {}): Promise<Known<MonthFigures>> {
    return this.#statistics(region, times, (database) => monthFigures(database, region, month));
  }

  #statistics<T>(
    region: string,
    times: TwoTimes,
    question: (database: Kysely<ViewTables>, moment: Moment | undefined) => Promise<T>,
  ): Promise<T> {
    return this.asKnown.replayed(replayedStatistics, region, times, question);
  }

  /** What an inspector should look at, in the order of the log. */
  warnings(region: string, options: WarningsOptions & TwoTimes = {}): Promise<Page<Warning>> {
    return this.asKnown.bounded(options, (database, moment) => warningsIn(database, region, options, moment));
  }
}
