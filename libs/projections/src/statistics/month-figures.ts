import { monthsBefore, type MonthFigures, type PlainMonth } from '@gongji/core';
import type { Kysely } from 'kysely';
import type { ViewTables } from '../database.ts';
import { known, type Known } from '../framework/known.ts';
import { careIn, institutionMonthsIn, lineBudgetsIn } from './query.ts';

/** What the rules on a month's figures look at, all of it as of one position. */
export function monthFigures(
  database: Kysely<ViewTables>,
  region: string,
  month: PlainMonth,
): Promise<Known<MonthFigures>> {
  return known(database, 'statistics', async (transaction) => {
    const year = month.slice(0, 4);
    const ordinary = { from: `${year}-01`, to: month, by: 'programme', only: { programme: 'ordinary' } } as const;
    const [care] = await careIn(transaction, region, ordinary);
    return {
      region,
      month,
      institutions: await institutionMonthsIn(transaction, region, { from: monthsBefore(month, 12), to: month }),
      lines: await lineBudgetsIn(transaction, region, Number(year)),
      ordinary: { pooled: care?.pooled ?? '0.00', inScope: care?.inScope ?? '0.00' },
    };
  });
}
