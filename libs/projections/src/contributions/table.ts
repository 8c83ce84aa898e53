import { table } from '../framework/table.ts';

/** Contributions by the month that they cover. A month whose contribution was reversed can have another one. */
export const CONTRIBUTIONS = table({
  name: 'contributions',
  columns: {
    region: 'text',
    person_id: 'text',
    month: 'text',
    position: 'bigint',
    base_fen: 'bigint',
    /** All that was collected. */
    amount_fen: 'bigint',
    personal_fen: 'bigint',
    from_pool_fen: 'bigint',
    paid_on: 'text',
    reversed_on: 'text?',
    /** Position of the reversal. */
    reversed_at: 'bigint?',
    reversal_reason: 'text?',
  },
  key: ['region', 'person_id', 'month', 'position'],
});

/** The bases of a month's contributions less those reversed, in fen: what a document works budgets out from (shangrao art. 12). */
export const CONTRIBUTION_MONTHS = table({
  name: 'contribution_months',
  columns: { region: 'text', month: 'text', base_fen: 'bigint', contributions: 'bigint' },
  key: ['region', 'month'],
});
