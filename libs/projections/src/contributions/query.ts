import type { PlainDate, PlainMonth } from '@gongji/core';
import type { Kysely } from 'kysely';
import type { ViewTables } from '../database.ts';
import { yuanOf } from '../framework/amounts.ts';

export interface ContributionRow {
  readonly month: PlainMonth;
  readonly position: string;
  readonly base: string;
  readonly amount: string;
  readonly personal: string;
  readonly fromPool: string;
  readonly paidOn: PlainDate;
  readonly reversedOn: PlainDate | null;
  readonly reversalReason: string | null;
}

export interface MonthSpan {
  /** Months, both included. */
  readonly from?: PlainMonth;
  readonly to?: PlainMonth;
}

/** A person's contributions by month, those that were reversed included. A working life has some five hundred months. */
export async function contributionsOf(
  database: Kysely<ViewTables>,
  region: string,
  personId: string,
  { from, to }: MonthSpan = {},
): Promise<readonly ContributionRow[]> {
  let query = database
    .selectFrom('contributions')
    .selectAll()
    .where('region', '=', region)
    .where('person_id', '=', personId);
  if (from !== undefined) query = query.where('month', '>=', from);
  if (to !== undefined) query = query.where('month', '<=', to);
  const rows = await query.orderBy('month').orderBy('position').execute();
  return rows.map((row) => ({
    month: row.month,
    position: String(row.position),
    base: yuanOf(row.base_fen),
    amount: yuanOf(row.amount_fen),
    personal: yuanOf(row.personal_fen),
    fromPool: yuanOf(row.from_pool_fen),
    paidOn: row.paid_on,
    reversedOn: row.reversed_on,
    reversalReason: row.reversal_reason,
  }));
}
