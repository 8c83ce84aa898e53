import { table } from '../framework/table.ts';

/** Refunds of visits by the day on which they were made: what the settlements' own view cannot find by day. */
export const REFUNDS = table({
  name: 'refunds',
  columns: {
    region: 'text',
    institution_id: 'text',
    /** Business date of the reversal. */
    day: 'text',
    position: 'bigint',
    person_id: 'text',
    visit_id: 'text',
    total_fen: 'bigint',
    pooled_fen: 'bigint',
    account_fen: 'bigint',
  },
  key: ['region', 'institution_id', 'day', 'position'],
  indexes: { refunds_by_visit: ['region', 'person_id', 'visit_id'] },
});

/** What institutions said, and what the ledger had; JSON holds the totals as the event has them. */
export const RECONCILIATIONS = table({
  name: 'reconciliations',
  columns: {
    region: 'text',
    position: 'bigint',
    /** Of the fund's stream: an id names one reconciliation of a year. */
    year: 'bigint',
    reconciliation_id: 'text',
    institution_id: 'text',
    from_day: 'text',
    to_day: 'text',
    /** The day of the reconciliation. */
    day: 'text',
    insurance_type: 'text',
    clearing_type: 'text',
    refunds: 'text',
    account_in_fund: 'bigint',
    digest: 'text?',
    institution: 'text',
    ledger: 'text',
    up_to: 'bigint',
  },
  key: ['region', 'position'],
});

/** What two sides do not agree on, and whether that is still open. Amounts in fen, null on the side that has no such row. */
export const RECONCILIATION_ITEMS = table({
  name: 'reconciliation_items',
  columns: {
    region: 'text',
    /** Position of the reconciliation, and the item's number in it. */
    position: 'bigint',
    item: 'bigint',
    year: 'bigint',
    reconciliation_id: 'text',
    institution_id: 'text',
    clearing_type: 'text',
    from_day: 'text',
    to_day: 'text',
    refunds: 'text',
    account_in_fund: 'bigint',
    kind: 'text',
    /** Empty where only totals differ. */
    settlement_id: 'text',
    person_id: 'text',
    refund: 'bigint',
    institution_total_fen: 'bigint?',
    institution_fund_fen: 'bigint?',
    institution_account_fen: 'bigint?',
    ledger_total_fen: 'bigint?',
    ledger_fund_fen: 'bigint?',
    ledger_account_fen: 'bigint?',
    /** `open`, or how it was resolved. */
    state: 'text',
    resolved_at: 'bigint?',
    resolved_on: 'text?',
    reason: 'text?',
  },
  key: ['region', 'position', 'item'],
  indexes: {
    reconciliation_items_by_state: ['region', 'institution_id', 'state'],
    reconciliation_items_by_person: ['region', 'person_id', 'state'],
  },
});
