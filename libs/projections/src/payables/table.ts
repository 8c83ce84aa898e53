import { table } from '../framework/table.ts';

/**
 * What the pooled fund owes each institution for the visits dated in a month, in fen, payments apart. Claims are paid to the
 * patient and are not here.
 */
export const PAYABLES = table({
  name: 'payables',
  columns: { region: 'text', institution_id: 'text', month: 'text', settled_fen: 'bigint', reversed_fen: 'bigint' },
  key: ['region', 'institution_id', 'month'],
});
