import {
  firstDayOf,
  lastDayOf,
  type MonthToClose,
  type FundTotals,
  type PlainDate,
  type PlainMonth,
} from '@gongji/core';
import { sql, type Kysely, type Transaction } from 'kysely';
import type { ViewTables } from '../database.ts';
import { snapshot } from '../engine/engine.ts';
import { safe, yuanOf } from '../framework/amounts.ts';
import { known } from '../framework/known.ts';
import type { FundLine } from './table.ts';

/** What `GetFund` answers. */
export type FundAnswer = FundTotals;

const PAYMENT = 'payment:';

/** The fund's totals from one business day to another, both included. */
export async function fundTotals(
  database: Kysely<ViewTables>,
  region: string,
  from: PlainDate,
  to: PlainDate,
): Promise<FundAnswer> {
  return snapshot(database, (transaction) => totalsIn(transaction, region, from, to));
}

async function totalsIn(
  transaction: Transaction<ViewTables>,
  region: string,
  from: PlainDate,
  to: PlainDate,
): Promise<FundAnswer> {
  const lines = await transaction
    .selectFrom('fund_totals')
    .select(({ fn }) => ['line', fn.sum('fen').as('fen')])
    .where('region', '=', region)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .groupBy('line')
    .orderBy('line')
    .execute();
  const { visits } = await transaction
    .selectFrom('fund_visits')
    .select(({ fn }) => fn.sum('visits').as('visits'))
    .where('region', '=', region)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .executeTakeFirstOrThrow();
  return fundAnswer(new Map(lines.map((row) => [row.line as FundLine, Number(row.fen)])), Number(visits ?? 0));
}

/** A month's totals and the months of its year in which anything moved, as of one moment. */
export async function monthToClose(
  database: Kysely<ViewTables>,
  region: string,
  month: PlainMonth,
): Promise<MonthToClose> {
  const { answer, upTo } = await known(database, 'fund', async (transaction) => ({
    totals: await totalsIn(transaction, region, firstDayOf(month), lastDayOf(month)),
    moved: await monthsMoved(transaction, region, month.slice(0, 4)),
  }));
  return { upTo, ...answer };
}

async function monthsMoved(
  transaction: Transaction<ViewTables>,
  region: string,
  year: string,
): Promise<readonly PlainMonth[]> {
  const months = new Set<PlainMonth>();
  for (const table of ['fund_totals', 'fund_visits'] as const) {
    const rows = await transaction
      .selectFrom(table)
      .select(sql<string>`substr(day, 1, 7)`.as('month'))
      .distinct()
      .where('region', '=', region)
      .where('day', '>=', `${year}-01-01`)
      .where('day', '<=', `${year}-12-31`)
      .execute();
    for (const row of rows) months.add(row.month);
  }
  return [...months].sort();
}

/** @param fen the sum of each line. */
export function fundAnswer(fen: ReadonlyMap<FundLine, number>, visits: number): FundAnswer {
  const yuan = (line: FundLine) => yuanOf(fen.get(line) ?? 0);
  const payments = [...fen]
    .filter(([line, amount]) => line.startsWith(PAYMENT) && amount !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    pooled: {
      income: yuan('income'),
      toAccounts: yuan('to-accounts'),
      payments: Object.fromEntries(payments.map(([line, amount]) => [line.slice(PAYMENT.length), yuanOf(amount)])),
    },
    accounts: {
      credited: yuan('credited'),
      spent: yuan('spent'),
      paidOut: yuan('paid-out'),
      adjusted: yuan('adjusted'),
    },
    visits: safe(visits),
  };
}
