import type { BudgetBasis } from '@gongji/core';
import type { Kysely } from 'kysely';
import type { ViewTables } from '../database.ts';
import { yuanOf } from '../framework/amounts.ts';
import { known, type Known } from '../framework/known.ts';

/** What the months of a year give a budget to rest on (the core's `computedBudget`): those in which there is anything. */
export function budgetBases(
  database: Kysely<ViewTables>,
  region: string,
  year: number,
): Promise<Known<readonly BudgetBasis[]>> {
  const [first, last] = [`${String(year)}-01`, `${String(year)}-12`];
  return known(database, ['contributions', 'statistics'], async (transaction) => {
    const contributed = await transaction
      .selectFrom('contribution_months')
      .select(['month', 'base_fen', 'contributions'])
      .where('region', '=', region)
      .where('month', '>=', first)
      .where('month', '<=', last)
      .execute();
    const credited = await transaction
      .selectFrom('fund_statistics')
      .select(['month', 'count'])
      .where('region', '=', region)
      .where('heading', '=', 'retired-months')
      .where('month', '>=', first)
      .where('month', '<=', last)
      .execute();
    const bases = new Map(contributed.map((row) => [row.month, row]));
    const retired = new Map(credited.map(({ month, count }) => [month, Number(count)]));
    return [...new Set([...bases.keys(), ...retired.keys()])].sort().map((month) => ({
      month,
      bases: yuanOf(bases.get(month)?.base_fen ?? 0),
      contributions: Number(bases.get(month)?.contributions ?? 0),
      retired: retired.get(month) ?? 0,
    }));
  });
}
