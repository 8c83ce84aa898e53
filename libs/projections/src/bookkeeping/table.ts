import { table } from '../framework/table.ts';

/** An entry for each movement of money, in the order of the log. Its lines follow from its kind, and are not kept. */
export const JOURNAL_ENTRIES = table({
  name: 'journal_entries',
  columns: {
    region: 'text',
    /** Eight times the event's position, and the entry's place within the event. */
    entry: 'bigint',
    day: 'text',
    month: 'text',
    kind: 'text',
    reference: 'text',
    fen: 'bigint',
  },
  key: ['region', 'entry'],
  indexes: { journal_entries_by_month: ['region', 'month', 'entry'] },
});

/** Debits and credits of a book account of a sub-ledger in a month, in fen. */
export const POSTING_SUMS = table({
  name: 'posting_sums',
  columns: {
    region: 'text',
    month: 'text',
    book_account: 'text',
    sub_ledger: 'text',
    debit_fen: 'bigint',
    credit_fen: 'bigint',
  },
  key: ['region', 'month', 'book_account', 'sub_ledger'],
});
