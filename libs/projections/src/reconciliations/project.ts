import { inTermsOf, type LedgerEvent, type ReconciledAmounts, type ReconciliationItem } from '@gongji/core';
import { fenOf } from '../framework/amounts.ts';
import type { LogEvent } from '../framework/log-event.ts';
import type { Row } from '../framework/table.ts';
import type { Projection } from '../projection.ts';
import { OpenItems, type Item } from './open-items.ts';
import { RECONCILIATION_ITEMS, RECONCILIATIONS, REFUNDS } from './table.ts';

type Fact<T extends LedgerEvent['type']> = Extract<LedgerEvent, { readonly type: T }>;

/** How an item came to its end; an item that is told again goes on under the later reconciliation. */
export type ItemState = 'open' | 'reversed' | 'settled' | 'agreed' | 'told-again' | 'decided';

export const reconciliationsProjection: Projection = {
  name: 'reconciliations',
  version: 1,
  tables: [REFUNDS, RECONCILIATIONS, RECONCILIATION_ITEMS],
  types: ['VisitSettled', 'SettlementReversed', 'ReconciliationRecorded', 'ReconciliationItemResolved'],
  async project(batch, writer) {
    const items = await OpenItems.load(batch, writer);
    const refunds: Row<typeof REFUNDS>[] = [];
    const reconciliations: Row<typeof RECONCILIATIONS>[] = [];
    for (const event of batch) {
      const { fact } = event;
      if (fact.type === 'VisitSettled') settle(event, fact, items);
      if (fact.type === 'SettlementReversed') {
        if (fact.data.claimId === undefined) refunds.push(refundOf(event, fact));
        reverse(event, fact, items);
      }
      if (fact.type === 'ReconciliationRecorded') {
        reconciliations.push(rowOf(event, fact));
        record(event, fact, items);
      }
      if (fact.type === 'ReconciliationItemResolved') {
        const open = items.open(event.region).find((each) => isNamed(each, event, fact));
        if (open !== undefined) items.resolve(open, 'decided', event, fact.data.reason);
      }
    }
    await writer.insert(REFUNDS, refunds);
    await writer.insert(RECONCILIATIONS, reconciliations);
    await writer.replace(RECONCILIATION_ITEMS, items.changed());
  },
};

function isNamed(item: Item, { id }: LogEvent, { data }: Fact<'ReconciliationItemResolved'>): boolean {
  return item.year === Number(id) && item.reconciliation_id === data.reconciliationId && item.item === data.item;
}

/** A settlement that the institution was alone with, and that the ledger now has too: it agrees, or differs from now on. */
function settle(event: LogEvent, { data, occurredOn }: Fact<'VisitSettled'>, items: OpenItems): void {
  for (const item of items.ofPerson(event)) {
    if (item.settlement_id !== data.visitId || item.institution_id !== data.institutionId) continue;
    if (item.kind !== 'institution-only' || item.refund === 1) continue;
    if (occurredOn < item.from_day || occurredOn > item.to_day) continue;
    const told = inTermsOf({ refunds: 'excluded', accountInFund: item.account_in_fund === 1 }, data);
    const both = { ...item, ...ledgerFen(told) };
    if (agrees(both)) items.resolve(both, 'settled', event);
    else items.change({ ...both, kind: 'differing' });
  }
}

function agrees(item: Item): boolean {
  return (
    item.institution_total_fen === item.ledger_total_fen &&
    item.institution_fund_fen === item.ledger_fund_fen &&
    item.institution_account_fen === item.ledger_account_fen
  );
}

/**
 * What only the ledger had, or had paid as a claim, is taken back, and so is what the institution had refunded alone; what differed is
 * from now on the institution's alone.
 */
function reverse(event: LogEvent, { data }: Fact<'SettlementReversed'>, items: OpenItems): void {
  for (const item of items.ofPerson(event)) {
    if (item.settlement_id !== data.visitId && item.settlement_id !== data.claimId) continue;
    if (item.kind === 'differing' && item.refund === 0) {
      items.change({ ...item, kind: 'institution-only', ...ledgerFen(undefined) });
    } else if (item.kind !== 'institution-only' || item.refund === 1) {
      items.resolve(item, 'reversed', event);
    }
  }
}

/**
 * A later reconciliation by the same rules of a span that holds an item's own ends it: the rows agree by now, or differ again and go on
 * as the later one's item. Totals end those of the same span.
 */
function record(event: LogEvent, { data }: Fact<'ReconciliationRecorded'>, items: OpenItems): void {
  const again = new Set(
    data.items.map(({ settlementId = '', personId = '', refund }) => keyOf(settlementId, personId, refund === true)),
  );
  for (const item of items.open(event.region)) {
    if (item.institution_id !== data.institutionId || item.clearing_type !== data.clearingType) continue;
    const isSame = item.from_day === data.from && item.to_day === data.to;
    const isWithin = item.from_day >= data.from && item.to_day <= data.to && item.refunds === data.refunds;
    if (!(data.digest === undefined || item.settlement_id === '' ? isSame && item.settlement_id === '' : isWithin))
      continue;
    const key = keyOf(item.settlement_id, item.person_id, item.refund === 1);
    items.resolve(item, again.has(key) ? 'told-again' : 'agreed', event);
  }
  for (const [at, item] of data.items.entries()) items.change(itemOf(event, data, item, at + 1));
}

function keyOf(settlementId: string, personId: string, refund: boolean): string {
  return JSON.stringify([settlementId, personId, refund]);
}

function itemOf(
  { region, position, id }: LogEvent,
  data: Fact<'ReconciliationRecorded'>['data'],
  { kind, settlementId = '', personId = '', refund, institution, ledger }: ReconciliationItem,
  item: number,
): Item {
  return {
    region,
    position,
    item,
    year: Number(id),
    reconciliation_id: data.reconciliationId,
    institution_id: data.institutionId,
    clearing_type: data.clearingType,
    from_day: data.from,
    to_day: data.to,
    refunds: data.refunds,
    account_in_fund: Number(data.accountInFund),
    kind,
    settlement_id: settlementId,
    person_id: personId,
    refund: Number(refund === true),
    institution_total_fen: institution === undefined ? null : fenOf(institution.total),
    institution_fund_fen: institution === undefined ? null : fenOf(institution.fund),
    institution_account_fen: institution === undefined ? null : fenOf(institution.account),
    ...ledgerFen(ledger),
    state: 'open',
    resolved_at: null,
    resolved_on: null,
    reason: null,
  };
}

function ledgerFen(
  ledger: ReconciledAmounts | undefined,
): Pick<Item, 'ledger_total_fen' | 'ledger_fund_fen' | 'ledger_account_fen'> {
  if (ledger === undefined) return { ledger_total_fen: null, ledger_fund_fen: null, ledger_account_fen: null };
  return {
    ledger_total_fen: fenOf(ledger.total),
    ledger_fund_fen: fenOf(ledger.fund),
    ledger_account_fen: fenOf(ledger.account),
  };
}

function refundOf(
  { region, position, id, occurredOn: day }: LogEvent,
  { data }: Fact<'SettlementReversed'>,
): Row<typeof REFUNDS> {
  const [pooled_fen, account_fen] = [fenOf(data.pooled), fenOf(data.account)];
  return {
    region,
    institution_id: data.institutionId,
    day,
    position,
    person_id: id,
    visit_id: data.visitId,
    total_fen: pooled_fen + account_fen + fenOf(data.cash),
    pooled_fen,
    account_fen,
  };
}

function rowOf(
  { region, position, id, occurredOn: day }: LogEvent,
  { data }: Fact<'ReconciliationRecorded'>,
): Row<typeof RECONCILIATIONS> {
  return {
    region,
    position,
    year: Number(id),
    reconciliation_id: data.reconciliationId,
    institution_id: data.institutionId,
    from_day: data.from,
    to_day: data.to,
    day,
    insurance_type: data.insuranceType,
    clearing_type: data.clearingType,
    refunds: data.refunds,
    account_in_fund: Number(data.accountInFund),
    digest: data.digest ?? null,
    institution: JSON.stringify(data.institution),
    ledger: JSON.stringify(data.ledger),
    up_to: Number(data.upTo),
  };
}
