import type { PlainDate } from '@gongji/core';
import type { Kysely } from 'kysely';
import type { ViewTables } from '../database.ts';
import { snapshot } from '../engine/engine.ts';
import { safe, yuanOf } from '../framework/amounts.ts';
import type { FundLine } from './table.ts';

/** What `GetFund` answers (COMMANDS.md). A type, not an interface: it is to be assignable to the ledger's `Result`. */
export interface FundAnswer {
  readonly pooled: {
    readonly income: string;
    readonly toAccounts: string;
    /** By line, none of zero. */
    readonly payments: { readonly [line: string]: string };
  };
  readonly accounts: {
    readonly credited: string;
    readonly spent: string;
    readonly paidOut: string;
    readonly adjusted: string;
  };
  readonly visits: number;
}

const PAYMENT = 'payment:';

/** The fund's totals from one business day to another, both included. */
export async function fundTotals(
  database: Kysely<ViewTables>,
  region: string,
  from: PlainDate,
  to: PlainDate,
): Promise<FundAnswer> {
  const { lines, visits } = await snapshot(database, async (transaction) => ({
    lines: await transaction
      .selectFrom('fund_totals')
      .select(({ fn }) => ['line', fn.sum('fen').as('fen')])
      .where('region', '=', region)
      .where('day', '>=', from)
      .where('day', '<=', to)
      .groupBy('line')
      .orderBy('line')
      .execute(),
    visits: await transaction
      .selectFrom('fund_visits')
      .select(({ fn }) => fn.sum('visits').as('visits'))
      .where('region', '=', region)
      .where('day', '>=', from)
      .where('day', '<=', to)
      .executeTakeFirstOrThrow(),
  }));
  return fundAnswer(new Map(lines.map((row) => [row.line as FundLine, Number(row.fen)])), Number(visits.visits ?? 0));
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
