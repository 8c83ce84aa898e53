import type { DifferenceKind, PlainDate, ReconciledAmounts, ReconciledTotals, ReconciliationRules } from '@gongji/core';
import type { Kysely } from 'kysely';
import type { ViewTables } from '../database.ts';
import { yuanOf } from '../framework/amounts.ts';
import { known, type Known } from '../framework/known.ts';
import { pageBounds, pageOf, type Page, type PageOptions } from '../framework/page.ts';
import type { ItemState } from './project.ts';

/** What an institution said of a span, and what the ledger had. */
export interface ReconciliationRow extends ReconciliationRules {
  /** Year and id name it. */
  readonly year: number;
  readonly reconciliationId: string;
  readonly position: string;
  readonly institutionId: string;
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly date: PlainDate;
  readonly insuranceType: string;
  readonly clearingType: string;
  readonly digest: string | null;
  readonly institution: ReconciledTotals;
  readonly ledger: ReconciledTotals;
  readonly upTo: string;
}

/** What two sides do not agree on. */
export interface ReconciliationItemRow {
  /** Year, id and number name it to whoever decides (`ResolveReconciliationItem`). */
  readonly year: number;
  readonly reconciliationId: string;
  /** Of the reconciliation. */
  readonly position: string;
  readonly item: number;
  readonly institutionId: string;
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly clearingType: string;
  readonly kind: DifferenceKind;
  readonly settlementId: string | null;
  readonly personId: string | null;
  readonly refund: boolean;
  readonly institution: ReconciledAmounts | null;
  readonly ledger: ReconciledAmounts | null;
  readonly state: ItemState;
  readonly resolvedAt: string | null;
  readonly resolvedOn: PlainDate | null;
  readonly reason: string | null;
}

/** Which reconciliations or items are asked for. */
export interface ReconciliationFilter {
  readonly institutionId?: string;
  readonly clearingType?: string;
}

export interface ItemsFilter extends ReconciliationFilter {
  readonly kind?: DifferenceKind;
  readonly state?: ItemState;
}

/** How many items there are of a kind in a state, and what they come to. */
export interface ItemFigures {
  readonly clearingType: string;
  readonly kind: DifferenceKind;
  readonly state: ItemState;
  readonly items: number;
  readonly institution: ReconciledAmounts;
  readonly ledger: ReconciledAmounts;
}

/** A region's reconciliations in the order of the log. */
export async function reconciliationsIn(
  database: Kysely<ViewTables>,
  region: string,
  options: PageOptions & ReconciliationFilter = {},
): Promise<Page<ReconciliationRow>> {
  const { after, limit } = pageBounds(options);
  let rows = database
    .selectFrom('reconciliations')
    .selectAll()
    .where('region', '=', region)
    .where('position', '>', after);
  if (options.institutionId !== undefined) rows = rows.where('institution_id', '=', options.institutionId);
  if (options.clearingType !== undefined) rows = rows.where('clearing_type', '=', options.clearingType);
  return pageOf(await rows.orderBy('position').limit(limit).execute(), options, (row) => ({
    year: Number(row.year),
    reconciliationId: row.reconciliation_id,
    position: String(row.position),
    institutionId: row.institution_id,
    from: row.from_day,
    to: row.to_day,
    date: row.day,
    insuranceType: row.insurance_type,
    clearingType: row.clearing_type,
    refunds: row.refunds as ReconciliationRules['refunds'],
    accountInFund: Number(row.account_in_fund) === 1,
    digest: row.digest,
    institution: JSON.parse(row.institution) as ReconciledTotals,
    ledger: JSON.parse(row.ledger) as ReconciledTotals,
    upTo: String(row.up_to),
  }));
}

/** Places for the items of one reconciliation in a page's cursor. */
const ITEMS_A_RECONCILIATION = 4096;

/** Items in the order in which they were recorded. */
export async function reconciliationItems(
  database: Kysely<ViewTables>,
  region: string,
  options: PageOptions & ItemsFilter = {},
): Promise<Page<ReconciliationItemRow>> {
  const { after, limit } = pageBounds(options);
  const [position, item] = [Math.floor(after / ITEMS_A_RECONCILIATION), after % ITEMS_A_RECONCILIATION];
  const found = await filtered(database, region, options)
    .selectAll()
    .where((eb) =>
      eb.or([eb('position', '>', position), eb.and([eb('position', '=', position), eb('item', '>', item)])]),
    )
    .orderBy('position')
    .orderBy('item')
    .limit(limit)
    .execute();
  const rows = found.map((row) => ({
    row,
    position: Number(row.position) * ITEMS_A_RECONCILIATION + Number(row.item),
  }));
  return pageOf(rows, options, ({ row }) => itemRow(row));
}

/** How many items, and what they come to, by clearing type, kind and state. */
export async function reconciliationFigures(
  database: Kysely<ViewTables>,
  region: string,
  filter: ItemsFilter = {},
): Promise<Known<readonly ItemFigures[]>> {
  return known(database, 'reconciliations', async (transaction) => {
    const rows = await filtered(transaction, region, filter)
      .select(({ fn }) => [
        'clearing_type',
        'kind',
        'state',
        fn.countAll().as('items'),
        fn.sum('institution_total_fen').as('institution_total'),
        fn.sum('institution_fund_fen').as('institution_fund'),
        fn.sum('institution_account_fen').as('institution_account'),
        fn.sum('ledger_total_fen').as('ledger_total'),
        fn.sum('ledger_fund_fen').as('ledger_fund'),
        fn.sum('ledger_account_fen').as('ledger_account'),
      ])
      .groupBy(['clearing_type', 'kind', 'state'])
      .orderBy('clearing_type')
      .orderBy('kind')
      .orderBy('state')
      .execute();
    return rows.map((row) => ({
      clearingType: row.clearing_type,
      kind: row.kind as DifferenceKind,
      state: row.state as ItemState,
      items: Number(row.items),
      institution: amounts(row.institution_total, row.institution_fund, row.institution_account),
      ledger: amounts(row.ledger_total, row.ledger_fund, row.ledger_account),
    }));
  });
}

type Stored = number | string | bigint | null;

function amounts(total: Stored, fund: Stored, account: Stored): ReconciledAmounts {
  return { total: yuanOf(total), fund: yuanOf(fund), account: yuanOf(account) };
}

function filtered(
  database: Kysely<ViewTables>,
  region: string,
  { institutionId, clearingType, kind, state }: ItemsFilter,
) {
  let rows = database.selectFrom('reconciliation_items').where('region', '=', region);
  if (institutionId !== undefined) rows = rows.where('institution_id', '=', institutionId);
  if (clearingType !== undefined) rows = rows.where('clearing_type', '=', clearingType);
  if (kind !== undefined) rows = rows.where('kind', '=', kind);
  return state === undefined ? rows : rows.where('state', '=', state);
}

function itemRow(row: ViewTables['reconciliation_items']): ReconciliationItemRow {
  const side = (total: number | null, fund: number | null, account: number | null) =>
    total === null ? null : amounts(total, fund, account);
  return {
    year: Number(row.year),
    reconciliationId: row.reconciliation_id,
    position: String(row.position),
    item: Number(row.item),
    institutionId: row.institution_id,
    from: row.from_day,
    to: row.to_day,
    clearingType: row.clearing_type,
    kind: row.kind as DifferenceKind,
    settlementId: row.settlement_id === '' ? null : row.settlement_id,
    personId: row.person_id === '' ? null : row.person_id,
    refund: Number(row.refund) === 1,
    institution: side(row.institution_total_fen, row.institution_fund_fen, row.institution_account_fen),
    ledger: side(row.ledger_total_fen, row.ledger_fund_fen, row.ledger_account_fen),
    state: row.state as ItemState,
    resolvedAt: row.resolved_at === null ? null : String(row.resolved_at),
    resolvedOn: row.resolved_on,
    reason: row.reason,
  };
}
