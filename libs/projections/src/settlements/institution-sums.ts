import { firstDayOf, lastDayOf, monthOf, type PlainMonth } from '@gongji/core';
import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely';
import type { ViewTables } from '../database.ts';
import { yuanOf } from '../framework/amounts.ts';
import { CHECKPOINTS, standingsOf } from '../framework/checkpoints.ts';
import { known, type Known } from '../framework/known.ts';
import { EVER } from '../framework/moment.ts';
import { statisticsProjection } from '../statistics/project.ts';
import type { STANDING_CARE } from '../statistics/table.ts';
import { chosen, institutionsWith, type SettlementFilter } from './walk.ts';

/** What was settled at an institution for the visits of a month, without what was reversed; amounts are yuan. */
export interface InstitutionSum {
  readonly institutionId: string;
  readonly month: PlainMonth;
  /** Different persons. */
  readonly persons: number;
  readonly visits: number;
  readonly total: string;
  readonly inScope: string;
  readonly pooled: string;
  readonly account: string;
  /** Of the account's part, what a family member's account paid. */
  readonly familyAccount: string;
  readonly cash: string;
}

/** Sums by institution and month. */
export interface InstitutionSums {
  readonly rows: readonly InstitutionSum[];
  /** Different persons in all. */
  readonly persons: number;
}

/**
 * What was settled by institution and month: by now, or as it was known at a position. By now, and for whole months, it is kept; else it is
 * added up from the settlements.
 */
export async function institutionSums(
  database: Kysely<ViewTables>,
  region: string,
  filter: SettlementFilter,
  upTo?: string,
): Promise<Known<InstitutionSums>> {
  if (upTo !== undefined) return { answer: await addedUp(database, region, filter, Number(upTo)), upTo };
  return known(database, statisticsProjection.name, async (transaction) =>
    isOfWholeMonths(filter) && (await isKept(transaction))
      ? kept(transaction, region, filter)
      : addedUp(transaction, region, filter, EVER.upTo),
  );
}

function isOfWholeMonths({ from, to, person }: SettlementFilter): boolean {
  const begins = from === undefined || from === firstDayOf(monthOf(from));
  return begins && (to === undefined || to === lastDayOf(monthOf(to))) && person === undefined;
}

/** Statistics of an older version, which are still to be rebuilt, have nothing of it. */
async function isKept(transaction: Transaction<ViewTables>): Promise<boolean> {
  const { name, version } = statisticsProjection;
  return (await standingsOf(transaction, CHECKPOINTS)).get(name)?.version === version;
}

type Sum = { readonly institution_id: string; readonly month: PlainMonth } & {
  readonly [column in (typeof SUMMED)[number]]: string | number;
};

/** The columns of the sums. */
const SUMMED = [
  ...(['visits', 'total_fen', 'in_scope_fen', 'pooled_fen', 'account_fen', 'family_fen', 'cash_fen'] as const),
] satisfies readonly (keyof (typeof STANDING_CARE)['columns'])[];

function readSum(row: Sum, persons: unknown): InstitutionSum {
  return {
    institutionId: row.institution_id,
    month: row.month,
    persons: Number(persons),
    visits: Number(row.visits),
    total: yuanOf(row.total_fen),
    inScope: yuanOf(row.in_scope_fen),
    pooled: yuanOf(row.pooled_fen),
    account: yuanOf(row.account_fen),
    familyAccount: yuanOf(row.family_fen),
    cash: yuanOf(row.cash_fen),
  };
}

async function kept(
  transaction: Transaction<ViewTables>,
  region: string,
  filter: SettlementFilter,
): Promise<InstitutionSums> {
  const bounds = inMonths(transaction, region, filter);
  const sums = await transaction
    .selectFrom('standing_care')
    .where(bounds)
    .select(({ fn }) => ['institution_id', 'month', ...SUMMED.map((column) => fn.sum<string>(column).as(column))])
    .groupBy(['institution_id', 'month'])
    .having(({ fn }) => fn.sum('visits'), '>', 0)
    .orderBy('institution_id')
    .orderBy('month')
    .execute();
  const treated = transaction.selectFrom('counted_visits').where(bounds);
  const counts = await treated
    .select(({ fn }) => ['institution_id', 'month', fn.count('person_id').distinct().as('persons')])
    .groupBy(['institution_id', 'month'])
    .execute();
  const { persons } = await transaction
    .selectFrom(treated.select('person_id').distinct().as('treated'))
    .select(({ fn }) => fn.countAll().as('persons'))
    .executeTakeFirstOrThrow();
  const place = (row: { institution_id: string; month: PlainMonth }): string => `${row.month} ${row.institution_id}`;
  const byPlace = new Map(counts.map((row) => [place(row), row.persons]));
  const rows = sums as unknown as readonly Sum[];
  return { persons: Number(persons), rows: rows.map((row) => readSum(row, byPlace.get(place(row)))) };
}

/** Which rows count of those that are kept by institution and month. */
function inMonths(
  transaction: Transaction<ViewTables>,
  region: string,
  { month, from, to, institution, programme, area, clearingType }: SettlementFilter,
): RawBuilder<boolean> {
  const bounds = [sql`region = ${region}`];
  if (month !== undefined) bounds.push(sql`month = ${month}`);
  if (from !== undefined) bounds.push(sql`month >= ${monthOf(from)}`);
  if (to !== undefined) bounds.push(sql`month <= ${monthOf(to)}`);
  if (institution !== undefined) bounds.push(sql`institution_id = ${institution}`);
  if (programme !== undefined) bounds.push(sql`programme = ${programme}`);
  if (area !== undefined || clearingType !== undefined) {
    bounds.push(sql`institution_id in ${institutionsWith(transaction, region, { area, clearingType })}`);
  }
  return sql<boolean>`(${sql.join(bounds, sql` and `)})`;
}

async function addedUp(
  database: Kysely<ViewTables>,
  region: string,
  filter: SettlementFilter,
  upTo: number,
): Promise<InstitutionSums> {
  const standing = chosen(database, region, filter, { ...EVER, upTo })
    .where((where) => where.or([where('reversed_at', 'is', null), where('reversed_at', '>', upTo)]))
    .clearSelect();
  const rows = await standing
    .select(['institution_id', 'month'])
    .select(({ fn, eb }) => [
      fn.count<number>('person_id').distinct().as('persons'),
      fn.countAll<number>().as('visits'),
      ...(['total_fen', 'in_scope_fen', 'pooled_fen', 'account_fen', 'cash_fen'] as const).map((column) =>
        fn.sum<string>(column).as(column),
      ),
      fn
        .sum<string>(eb.case().when('account_owner', 'is not', null).then(eb.ref('account_fen')).else(0).end())
        .as('family_fen'),
    ])
    .groupBy(['institution_id', 'month'])
    .orderBy('institution_id')
    .orderBy('month')
    .execute();
  const { persons } = await standing
    .select(({ fn }) => fn.count<number>('person_id').distinct().as('persons'))
    .executeTakeFirstOrThrow();
  return { persons: Number(persons), rows: rows.map((row) => readSum(row, row.persons)) };
}
