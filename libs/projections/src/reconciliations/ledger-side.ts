import type { FoundSettlement, LedgerSide, PlainDate, SettlementKey } from '@gongji/core';
import { sql, type Kysely, type Transaction } from 'kysely';
import type { ViewTables } from '../database.ts';
import { safe, yuanOf } from '../framework/amounts.ts';
import type { Ask } from '../framework/ask.ts';
import { known } from '../framework/known.ts';

/** Which of an institution's settlements are compared, and as they were known at which position. */
export interface Scope {
  readonly region: string;
  readonly institutionId: string;
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly refunds: 'included' | 'excluded';
}

/** What a decision asks: totals, and the settlements that it names; at a position, or now. */
export interface SideAsked extends Omit<Scope, 'refunds'> {
  readonly refunds?: Scope['refunds'];
  readonly differences?: readonly SettlementKey[];
  readonly upTo?: string;
}

/** Rows a page while the ledger's side is read. */
const PAGE = 5_000;

interface Sums {
  readonly count: number;
  readonly total: number;
  readonly pooled: number;
  readonly account: number;
}

/** Totals of what is in scope, and the named settlements that are; at the views' own position where they have not reached the asked one. */
export async function ledgerSideOf(
  database: Kysely<ViewTables>,
  { differences: keys = [], upTo: asked, refunds: rule = 'excluded', ...of }: SideAsked,
): Promise<LedgerSide> {
  const scope: Scope = { ...of, refunds: rule };
  const upTo = asked === undefined ? undefined : Number(asked);
  const { answer, upTo: position } = await known(database, 'reconciliations', async (transaction) => {
    const at = upTo ?? Number.MAX_SAFE_INTEGER;
    const visits = await visitSums(transaction, scope, at);
    const refunds = scope.refunds === 'included' ? await refundSums(transaction, scope, at) : NONE;
    const found: FoundSettlement[] = [];
    for (const key of keys) {
      const row = await foundBy(transaction, scope, key, at);
      if (row !== undefined) found.push(row);
    }
    return { visits, refunds, found };
  });
  const { visits, refunds, found } = answer;
  const less = (part: 'total' | 'pooled' | 'account'): string => yuanOf(safe(visits[part] - refunds[part]));
  const totals = { total: less('total'), pooled: less('pooled'), account: less('account') };
  const isReached = upTo !== undefined && upTo <= Number(position);
  return {
    upTo: isReached ? String(upTo) : position,
    totals: { count: visits.count + refunds.count, ...totals },
    found,
  };
}

const NONE: Sums = { count: 0, total: 0, pooled: 0, account: 0 };

/**
 * Settlements of visits dated in the span, claims apart; without those that were refunded where refunds are left out. A place among them is
 * the only lower bound of the index: beside another one it would not be taken.
 */
function visitsOf(
  transaction: Kysely<ViewTables>,
  { region, institutionId, from, to, refunds }: Scope,
  at: number,
  after: Pick<Visit, 'month' | 'position'> = { month: from.slice(0, 7), position: 0 },
) {
  const visits = transaction
    .selectFrom('settlements')
    .where('region', '=', region)
    .where('institution_id', '=', institutionId)
    .where(sql<boolean>`(month, position) > (${after.month}, ${after.position})`)
    .where('month', '<=', to.slice(0, 7))
    .where('visit_date', '>=', from)
    .where('visit_date', '<=', to)
    .where('position', '<=', at);
  if (refunds === 'included') return visits;
  return visits.where((eb) => eb.or([eb('reversed_at', 'is', null), eb('reversed_at', '>', at)]));
}

function sums(row: { readonly [part in keyof Sums]: unknown }): Sums {
  return {
    count: Number(row.count),
    total: Number(row.total),
    pooled: Number(row.pooled),
    account: Number(row.account),
  };
}

async function visitSums(transaction: Transaction<ViewTables>, scope: Scope, at: number): Promise<Sums> {
  const row = await visitsOf(transaction, scope, at)
    .where('claim_id', 'is', null)
    .select(({ fn }) => [
      fn.countAll().as('count'),
      fn.sum('total_fen').as('total'),
      fn.sum('pooled_fen').as('pooled'),
      fn.sum('account_fen').as('account'),
    ])
    .executeTakeFirstOrThrow();
  return sums(row);
}

function refundsOf(
  transaction: Kysely<ViewTables>,
  { region, institutionId, from, to }: Scope,
  at: number,
  after: Pick<Refund, 'day' | 'position'> = { day: from, position: 0 },
) {
  return transaction
    .selectFrom('refunds')
    .where('region', '=', region)
    .where('institution_id', '=', institutionId)
    .where(sql<boolean>`(day, position) > (${after.day}, ${after.position})`)
    .where('day', '<=', to)
    .where('position', '<=', at);
}

async function refundSums(transaction: Transaction<ViewTables>, scope: Scope, at: number): Promise<Sums> {
  const row = await refundsOf(transaction, scope, at)
    .select(({ fn }) => [
      fn.countAll().as('count'),
      fn.sum('total_fen').as('total'),
      fn.sum('pooled_fen').as('pooled'),
      fn.sum('account_fen').as('account'),
    ])
    .executeTakeFirstOrThrow();
  return sums(row);
}

const AMOUNTS = ['total_fen', 'pooled_fen', 'account_fen'] as const;

interface Amounts {
  readonly total_fen: number;
  readonly pooled_fen: number;
  readonly account_fen: number;
}

function foundIn(key: SettlementKey, row: Amounts, isClaim: boolean): FoundSettlement {
  const { settlementId, personId, refund } = key;
  const amounts = { total: yuanOf(row.total_fen), pooled: yuanOf(row.pooled_fen), account: yuanOf(row.account_fen) };
  return { settlementId, personId, ...(refund === true ? { refund } : {}), ...amounts, isClaim };
}

async function foundBy(
  transaction: Transaction<ViewTables>,
  scope: Scope,
  key: SettlementKey,
  at: number,
): Promise<FoundSettlement | undefined> {
  if (key.refund === true) {
    if (scope.refunds === 'excluded') return undefined;
    const refund = await refundsOf(transaction, scope, at)
      .select([...AMOUNTS])
      .where('person_id', '=', key.personId)
      .where('visit_id', '=', key.settlementId)
      .executeTakeFirst();
    return refund === undefined ? undefined : foundIn(key, refund, false);
  }
  const row = await visitsOf(transaction, scope, at)
    .select([...AMOUNTS, 'claim_id'])
    .where('person_id', '=', key.personId)
    .where((eb) => eb.or([eb('visit_id', '=', key.settlementId), eb('claim_id', '=', key.settlementId)]))
    .executeTakeFirst();
  return row === undefined ? undefined : foundIn(key, row, row.claim_id !== null);
}

/**
 * All of the ledger's side, claims too, page by page in the order of its indexes: a claim under its own id and under its visit's, refunds
 * behind all others.
 */
export async function* ledgerPages(ask: Ask, scope: Scope, upTo: number): AsyncIterable<readonly FoundSettlement[]> {
  yield* pagesAfter(
    (after: Visit | undefined) => ask((database) => visitsAfter(database, scope, upTo, after)),
    foundAs,
  );
  if (scope.refunds === 'excluded') return;
  yield* pagesAfter(
    (after: Refund | undefined) => ask((database) => refundsAfter(database, scope, upTo, after)),
    refundedAs,
  );
}

async function* pagesAfter<T>(
  read: (after: T | undefined) => Promise<readonly T[]>,
  found: (row: T) => readonly FoundSettlement[],
): AsyncIterable<readonly FoundSettlement[]> {
  let rows: readonly T[] | undefined;
  do {
    rows = await read(rows?.at(-1));
    yield rows.flatMap(found);
  } while (rows.length === PAGE);
}

const VISIT = [...AMOUNTS, 'claim_id', 'person_id', 'visit_id', 'month', 'position'] as const;
const REFUND = [...AMOUNTS, 'person_id', 'visit_id', 'day', 'position'] as const;

type Visit = Pick<ViewTables['settlements'], (typeof VISIT)[number]>;
type Refund = Pick<ViewTables['refunds'], (typeof REFUND)[number]>;

function visitsAfter(database: Kysely<ViewTables>, scope: Scope, upTo: number, after: Visit | undefined) {
  const visits = visitsOf(database, scope, upTo, after).select(VISIT);
  return visits.orderBy('month').orderBy('position').limit(PAGE).execute();
}

function refundsAfter(database: Kysely<ViewTables>, scope: Scope, upTo: number, after: Refund | undefined) {
  const refunds = refundsOf(database, scope, upTo, after).select(REFUND);
  return refunds.orderBy('day').orderBy('position').limit(PAGE).execute();
}

function foundAs(row: Visit): readonly FoundSettlement[] {
  const { visit_id: settlementId, person_id: personId, claim_id } = row;
  const visit = foundIn({ settlementId, personId }, row, claim_id !== null);
  if (claim_id === null || claim_id === settlementId) return [visit];
  return [visit, foundIn({ settlementId: claim_id, personId }, row, true)];
}

function refundedAs(row: Refund): readonly FoundSettlement[] {
  return [foundIn({ settlementId: row.visit_id, personId: row.person_id, refund: true }, row, false)];
}
