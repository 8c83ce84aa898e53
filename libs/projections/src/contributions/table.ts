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
