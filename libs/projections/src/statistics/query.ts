import { ratio, type InstitutionMonth, type LinePayments, type PlainMonth } from '@gongji/core';
import { sql, type Kysely } from 'kysely';
import type { MonthSpan } from '../contributions/query.ts';
import type { ViewTables } from '../database.ts';
import { yuanOf } from '../framework/amounts.ts';
import { known, type Known } from '../framework/known.ts';
import { CARE_SUMS, type FundHeading } from './table.ts';

/** Of a row of care, who handled its institution in its month: an agency may be named later than it is counted. */
const AGENCY = sql<string>`coalesce((
  select agency from agencies
  where agencies.region = care_statistics.region and agencies.institution_id = care_statistics.institution_id
    and agencies.from_month <= care_statistics.month
  order by agencies.from_month desc limit 1
), '')`;

/** What care can be told apart by: the group's name in an answer; empty where nobody was named to handle an institution. */
export const CARE_GROUPS = {
  month: sql.ref<string>('month'),
  institution: sql.ref<string>('institution_id'),
  agency: AGENCY,
  tier: sql.ref<string>('tier'),
  status: sql.ref<string>('status'),
  'age-band': sql.ref<string>('age_band'),
  programme: sql.ref<string>('programme'),
} as const;

export type CareGroup = keyof typeof CARE_GROUPS;

export interface CareOptions extends MonthSpan {
  /** Default: by month. */
  readonly by?: CareGroup;
  /** Only care of these. */
  readonly only?: { readonly [group in CareGroup]?: string };
}

/** Settled visits and claims less reversals of one group; amounts are yuan. */
export interface CareStatistics {
  readonly group: string;
  readonly visits: number;
  readonly total: string;
  readonly inScope: string;
  readonly selfPayFirst: string;
  readonly deductible: string;
  readonly pooled: string;
  /** Of the pooled part, outpatient pooling's. */
  readonly outpatientPooling: string;
  readonly account: string;
  readonly cash: string;
  readonly outOfCatalogue: string;
  readonly examination: string;
  /** Share of the in-scope expense that the pooled fund paid (chongqing 1(2)), "0.5234"; null where nothing was in scope. */
  readonly realisedShare: string | null;
}

type Sums = { readonly [column in (typeof CARE_SUMS)[number]]: string | number };

/** Care from one month to another, both included, group by group. */
export function careStatistics(
  database: Kysely<ViewTables>,
  region: string,
  options?: CareOptions,
): Promise<Known<readonly CareStatistics[]>> {
  return known(database, 'statistics', (transaction) => careIn(transaction, region, options));
}

/** The same, in a transaction that is open. */
export async function careIn(
  transaction: Kysely<ViewTables>,
  region: string,
  { from = '', to = '9999-12', by = 'month', only = {} }: CareOptions = {},
): Promise<readonly CareStatistics[]> {
  let rows = transaction
    .selectFrom('care_statistics')
    .select((eb) => [CARE_GROUPS[by].as('group'), ...CARE_SUMS.map((sum) => eb.fn.sum<string>(sum).as(sum))])
    .where('region', '=', region)
    .where('month', '>=', from)
    .where('month', '<=', to);
  for (const [group, value] of Object.entries(only)) rows = rows.where(CARE_GROUPS[group as CareGroup], '=', value);
  return (await rows.groupBy('group').orderBy('group').execute()).map((row) =>
    readCare(row as Sums & { group: string }),
  );
}

function readCare(row: Sums & { readonly group: string }): CareStatistics {
  const pooled = yuanOf(row.pooled_fen);
  const inScope = yuanOf(row.in_scope_fen);
  return {
    group: row.group,
    visits: Number(row.visits),
    total: yuanOf(row.total_fen),
    inScope,
    selfPayFirst: yuanOf(row.self_pay_first_fen),
    deductible: yuanOf(row.deductible_fen),
    pooled,
    outpatientPooling: yuanOf(row.outpatient_pooling_fen),
    account: yuanOf(row.account_fen),
    cash: yuanOf(row.cash_fen),
    outOfCatalogue: yuanOf(row.out_of_catalogue_fen),
    examination: yuanOf(row.examination_fen),
    realisedShare: ratio(pooled, inScope),
  };
}

/** The fund in a month (shangrao art. 24, baoshan art. 8); amounts are yuan. */
export interface FundMonth {
  readonly month: PlainMonth;
  /** The pooled fund's part of contributions, less reversals. */
  readonly income: string;
  readonly personalContributions: string;
  /** What came back to the pooled fund by cases of supervision, apart from `income`. */
  readonly recovered: string;
  /** What the pooled fund put into personal accounts. */
  readonly toAccounts: string;
  /** Retired persons whose month was credited. */
  readonly retiredMonths: number;
  readonly pooledSpending: string;
  /** Of it, outpatient pooling: the line of ordinary care. */
  readonly outpatientPooling: string;
  readonly pooledByLine: { readonly [line: string]: string };
  readonly accountSpending: string;
  readonly accountByUse: { readonly visits: string; readonly expenses: string; readonly premiums: string };
}

/** The fund's statistics from one month to another, both included: the months in which anything happened. */
export function fundStatistics(
  database: Kysely<ViewTables>,
  region: string,
  { from = '', to = '9999-12' }: MonthSpan = {},
): Promise<Known<readonly FundMonth[]>> {
  return known(database, 'statistics', async (transaction) => {
    const rows = await transaction
      .selectFrom('fund_statistics')
      .select(({ fn }) => [
        'month',
        'heading',
        'detail',
        fn.sum<string>('fen').as('fen'),
        fn.sum<string>('count').as('count'),
      ])
      .where('region', '=', region)
      .where('month', '>=', from)
      .where('month', '<=', to)
      .groupBy(['month', 'heading', 'detail'])
      .orderBy('month')
      .orderBy('detail')
      .execute();
    const months = [...new Set(rows.map(({ month }) => month))];
    return months.map((month) =>
      fundMonth(
        month,
        rows.filter((row) => row.month === month),
      ),
    );
  });
}

interface FundLine {
  readonly heading: string;
  readonly detail: string;
  readonly fen: string;
  readonly count: string;
}

function fundMonth(month: PlainMonth, rows: readonly FundLine[]): FundMonth {
  const of = (...headings: readonly FundHeading[]): readonly FundLine[] =>
    rows.filter(({ heading }) => (headings as readonly string[]).includes(heading));
  const yuan = (some: readonly FundLine[]): string => yuanOf(some.reduce((sum, { fen }) => sum + Number(fen), 0));
  const pooled = of('pooled');
  return {
    month,
    income: yuan(of('income')),
    personalContributions: yuan(of('personal-contributions')),
    recovered: yuan(of('recoveries')),
    toAccounts: yuan(of('to-accounts')),
    retiredMonths: of('retired-months').reduce((sum, { count }) => sum + Number(count), 0),
    pooledSpending: yuan(pooled),
    outpatientPooling: yuan(pooled.filter(({ detail }) => detail === 'ordinary')),
    pooledByLine: Object.fromEntries(pooled.map(({ detail, fen }) => [detail, yuanOf(fen)])),
    accountSpending: yuan(of('account-visits', 'account-expenses', 'account-premiums')),
    accountByUse: {
      visits: yuan(of('account-visits')),
      expenses: yuan(of('account-expenses')),
      premiums: yuan(of('account-premiums')),
    },
  };
}

/** What was settled at each institution in a span of months, for its indicators. */
export function institutionMonths(
  database: Kysely<ViewTables>,
  region: string,
  months: Required<MonthSpan>,
): Promise<Known<readonly InstitutionMonth[]>> {
  return known(database, 'statistics', (transaction) => institutionMonthsIn(transaction, region, months));
}

/** The same, in a transaction that is open. */
export async function institutionMonthsIn(
  transaction: Kysely<ViewTables>,
  region: string,
  { from, to }: Required<MonthSpan>,
): Promise<readonly InstitutionMonth[]> {
  const sums = ['visits', 'total_fen', 'out_of_catalogue_fen', 'examination_fen'] as const;
  const rows = await transaction
    .selectFrom('care_statistics')
    .select(['institution_id', 'tier', 'month'])
    .select(({ fn }) => sums.map((sum) => fn.sum<string>(sum).as(sum)))
    .where('region', '=', region)
    .where('month', '>=', from)
    .where('month', '<=', to)
    .groupBy(['institution_id', 'tier', 'month'])
    .orderBy('institution_id')
    .orderBy('tier')
    .orderBy('month')
    .execute();
  return rows.map((row) => ({
    institutionId: row.institution_id,
    tier: row.tier,
    month: row.month,
    visits: Number(row.visits),
    total: yuanOf(row.total_fen),
    outOfCatalogue: yuanOf(row.out_of_catalogue_fen),
    examination: yuanOf(row.examination_fen),
  }));
}

/** A line's budget and payments, and the position of the budget that counts. */
export interface BudgetedLine extends LinePayments {
  readonly setAt: string | null;
}

/** Every line that has a budget for a year or was paid in it or in the year before. */
export function lineBudgets(
  database: Kysely<ViewTables>,
  region: string,
  year: number,
): Promise<Known<readonly BudgetedLine[]>> {
  return known(database, 'statistics', (transaction) => lineBudgetsIn(transaction, region, year));
}

/** The same, in a transaction that is open. */
export async function lineBudgetsIn(
  transaction: Kysely<ViewTables>,
  region: string,
  year: number,
): Promise<readonly BudgetedLine[]> {
  const budgets = await transaction
    .selectFrom('budgets')
    .select(['line', 'fen', 'position'])
    .where('region', '=', region)
    .where('year', '=', year)
    .execute();
  const paid = await transaction
    .selectFrom('fund_statistics')
    .select(['detail as line', 'month', 'fen'])
    .where('region', '=', region)
    .where('heading', '=', 'pooled')
    .where('month', '>=', `${String(year - 1)}-01`)
    .where('month', '<=', `${String(year)}-12`)
    .orderBy('month')
    .execute();
  const lines = [...new Set([...budgets, ...paid].map(({ line }) => line))].sort();
  return lines.map((line) => {
    const budget = budgets.find((row) => row.line === line);
    const months = paid.filter((row) => row.line === line).map(({ month, fen }) => [month, yuanOf(fen)] as const);
    return {
      line,
      budget: budget === undefined ? null : yuanOf(budget.fen),
      setAt: budget === undefined ? null : String(budget.position),
      paid: Object.fromEntries(months),
    };
  });
}
