import type { Payable, PlainMonth } from '@gongji/core';
import type { Kysely } from 'kysely';
import type { MonthSpan } from '../contributions/query.ts';
import type { ViewTables } from '../database.ts';
import { yuanOf } from '../framework/amounts.ts';
import { known, type Known } from '../framework/known.ts';

/** What the pooled fund owes an institution by month, payments apart, and the position of the log up to which that is known. */
export async function payableOf(database: Kysely<ViewTables>, region: string, institutionId: string): Promise<Payable> {
  const { answer, upTo } = await known(database, 'payables', (transaction) =>
    transaction
      .selectFrom('payables')
      .select(['month', 'settled_fen', 'reversed_fen'])
      .where('region', '=', region)
      .where('institution_id', '=', institutionId)
      .orderBy('month')
      .execute(),
  );
  const months = answer.map(({ month, settled_fen, reversed_fen }) => {
    return [month, { settled: yuanOf(settled_fen), reversed: yuanOf(reversed_fen) }] as const;
  });
  return { upTo, months: Object.fromEntries(months) };
}

/** What the pooled fund owes an institution for the visits of a month, payments apart; amounts are yuan. */
export interface PayableMonth {
  readonly institutionId: string;
  readonly month: PlainMonth;
  readonly settled: string;
  readonly reversed: string;
}

/** Which of a region's payables; months are both included. */
export interface PayablesFilter extends MonthSpan {
  readonly institution?: string;
}

/** A region's payables by institution and month. */
export function payablesOf(
  database: Kysely<ViewTables>,
  region: string,
  { from = '', to = '9999-12', institution }: PayablesFilter = {},
): Promise<Known<readonly PayableMonth[]>> {
  return known(database, 'payables', async (transaction) => {
    let rows = transaction
      .selectFrom('payables')
      .selectAll()
      .where('region', '=', region)
      .where('month', '>=', from)
      .where('month', '<=', to);
    if (institution !== undefined) rows = rows.where('institution_id', '=', institution);
    return (await rows.orderBy('institution_id').orderBy('month').execute()).map((row) => ({
      institutionId: row.institution_id,
      month: row.month,
      settled: yuanOf(row.settled_fen),
      reversed: yuanOf(row.reversed_fen),
    }));
  });
}
