import type { BudgetBasis, PlainMonth } from '@gongji/core';
import type { Kysely } from 'kysely';
import type { ViewTables } from '../database.ts';
import { safe, yuanOf } from '../framework/amounts.ts';
import { known, type Known } from '../framework/known.ts';
import type { Moment } from '../framework/moment.ts';

/** Bases of contributions for the months of a year, less those reversed. */
export type ContributedMonth = Omit<BudgetBasis, 'retired'>;

/** The retired persons of a year's months, and the months for which any account was credited. */
export interface RetiredMonths {
  readonly credited: readonly PlainMonth[];
  readonly retiredIn: (month: PlainMonth) => number;
}

/** What the months of a year give a budget to rest on (the core's `computedBudget`): those in which anything was paid or credited. */
export function budgetBases(
  database: Kysely<ViewTables>,
  region: string,
  year: number,
): Promise<Known<readonly BudgetBasis[]>> {
  return known(database, ['contributions', 'statistics'], async (transaction) =>
    basesOf(await contributedIn(transaction, region, year), await retiredMonths(transaction, region, year)),
  );
}

/** Both together, by month. */
export function basesOf(
  contributed: readonly ContributedMonth[],
  { credited, retiredIn }: RetiredMonths,
): readonly BudgetBasis[] {
  const bases = new Map(contributed.map((row) => [row.month, row]));
  const none = { bases: '0.00', contributions: 0 };
  return [...new Set([...bases.keys(), ...credited])]
    .sort()
    .map((month) => ({ month, ...(bases.get(month) ?? none), retired: retiredIn(month) }));
}

/** The contributions of a year's months; with a moment those that it knew, from the contributions one by one. */
export async function contributedIn(
  database: Kysely<ViewTables>,
  region: string,
  year: number,
  moment?: Moment,
): Promise<readonly ContributedMonth[]> {
  if (moment !== undefined) return contributedBy(database, { region, ...monthsOf(year) }, moment);
  const { first, last } = monthsOf(year);
  const rows = await database
    .selectFrom('contribution_months')
    .select(['month', 'base_fen', 'contributions'])
    .where('region', '=', region)
    .where('month', '>=', first)
    .where('month', '<=', last)
    .execute();
  return rows.map(({ month, base_fen, contributions }) => ({
    month,
    bases: yuanOf(base_fen),
    contributions: Number(contributions),
  }));
}

function monthsOf(year: number): { readonly first: PlainMonth; readonly last: PlainMonth } {
  return { first: `${String(year)}-01`, last: `${String(year)}-12` };
}

async function contributedBy(
  database: Kysely<ViewTables>,
  { region, first, last }: { readonly region: string; readonly first: PlainMonth; readonly last: PlainMonth },
  { day, upTo }: Moment,
): Promise<readonly ContributedMonth[]> {
  const sums = database
    .selectFrom('contributions')
    .select(({ fn }) => ['month', fn.sum<string>('base_fen').as('fen'), fn.countAll<string>().as('count')])
    .where('region', '=', region)
    .where('month', '>=', first)
    .where('month', '<=', last)
    .groupBy('month');
  const recorded = await sums.where('position', '<=', upTo).where('paid_on', '<=', day).execute();
  const reversed = await sums.where('reversed_at', '<=', upTo).where('reversed_on', '<=', day).execute();
  const months = new Map<PlainMonth, { readonly fen: number; readonly count: number }>();
  const add = (sign: 1 | -1, { month, fen, count }: (typeof recorded)[number]): void => {
    const before = months.get(month) ?? { fen: 0, count: 0 };
    months.set(month, { fen: safe(before.fen + sign * Number(fen)), count: before.count + sign * Number(count) });
  };
  for (const row of recorded) add(1, row);
  for (const row of reversed) add(-1, row);
  return [...months].map(([month, { fen, count }]) => ({ month, bases: yuanOf(fen), contributions: count }));
}

/** The retired persons, by the changes up to each month. */
export async function retiredMonths(
  database: Kysely<ViewTables>,
  region: string,
  year: number,
): Promise<RetiredMonths> {
  const { first, last } = monthsOf(year);
  const credited = await database
    .selectFrom('fund_statistics')
    .select('month')
    .where('region', '=', region)
    .where('heading', '=', 'retired-months')
    .where('month', '>=', first)
    .where('month', '<=', last)
    .execute();
  const changes = await database
    .selectFrom('retired_changes')
    .select(['month', 'persons'])
    .where('region', '=', region)
    .where('month', '<=', last)
    .execute();
  return {
    credited: credited.map(({ month }) => month),
    retiredIn: (month) =>
      changes.filter((change) => change.month <= month).reduce((sum, { persons }) => sum + Number(persons), 0),
  };
}
