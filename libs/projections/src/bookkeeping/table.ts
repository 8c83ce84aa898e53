import { table } from '../framework/table.ts';

/** An entry for each movement of money, in the order of the log. Its lines follow from its kind, and are not kept. */
export const JOURNAL_ENTRIES = table({
  name: 'journal_entries',
  columns: {
    region: 'text',
    /** Eight times the event's position, and the entry's place within the event. */
    entry: 'bigint',
    /** The business date. */
    day: 'text',
    /** The month of the books: that of the day, or the first open one after it where that was closed before. */
    month: 'text',
    /** The day's month, where the entry came too late for it. */
    late_for: 'text?',
    kind: 'text',
    reference: 'text',
    fen: 'bigint',
  },
  key: ['region', 'entry'],
  indexes: { journal_entries_by_month: ['region', 'month', 'entry'] },
});

/** Months that were closed ("2023-03"), and years ("2023"), which close all their months. */
export const CLOSED_PERIODS = table({
  name: 'closed_periods',
  columns: {
    region: 'text',
    period: 'text',
    /** Position of the closing. */
    position: 'bigint',
    /** When the ledger learnt of it. */
    recorded_at: 'text',
    /** Position up to which the totals were counted; null for a year. */
    up_to: 'bigint?',
    /** A month's totals as JSON; null for a year. */
    totals: 'text?',
  },
  key: ['region', 'period'],
});

/** What came too late for a closed month, by the month in which it is booked instead. */
export const LATE_ENTRIES = table({
  name: 'late_entries',
  columns: { region: 'text', late_for: 'text', month: 'text', entries: 'bigint', fen: 'bigint' },
  key: ['region', 'late_for', 'month'],
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
