import type { Payable } from '@gongji/core';
import type { Kysely } from 'kysely';
import type { ViewTables } from '../database.ts';
import { yuanOf } from '../framework/amounts.ts';
import { known } from '../framework/known.ts';

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
