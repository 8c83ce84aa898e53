import type { Payable } from '@gongji/core';
import type { Kysely } from 'kysely';
import type { ViewTables } from '../database.ts';
import { snapshot } from '../engine/engine.ts';
import { yuanOf } from '../framework/amounts.ts';

/** What the pooled fund owes an institution by month, payments apart, and the position of the log up to which that is known. */
export async function payableOf(database: Kysely<ViewTables>, region: string, institutionId: string): Promise<Payable> {
  const { rows, upTo } = await snapshot(database, async (transaction) => ({
    rows: await transaction
      .selectFrom('payables')
      .select(['month', 'settled_fen', 'reversed_fen'])
      .where('region', '=', region)
      .where('institution_id', '=', institutionId)
      .orderBy('month')
      .execute(),
    upTo: await transaction
      .selectFrom('checkpoints')
      .select('position')
      .where('projection', '=', 'payables')
      .executeTakeFirstOrThrow(),
  }));
  const months = rows.map(({ month, settled_fen, reversed_fen }) => {
    return [month, { settled: yuanOf(settled_fen), reversed: yuanOf(reversed_fen) }] as const;
  });
  return { upTo: String(upTo.position), months: Object.fromEntries(months) };
}
