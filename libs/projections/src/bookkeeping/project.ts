import { entriesOf, linesOf, monthOf, POSTED_TYPES, type Entry } from '@gongji/core';
import { fenOf, safe } from '../framework/amounts.ts';
import type { LogEvent } from '../framework/log-event.ts';
import type { Row } from '../framework/table.ts';
import type { Projection } from '../projection.ts';
import { JOURNAL_ENTRIES, POSTING_SUMS } from './table.ts';

type JournalEntry = Row<typeof JOURNAL_ENTRIES>;
type PostingSum = Row<typeof POSTING_SUMS>;

/** Places for the entries of one event. */
export const ENTRIES_AN_EVENT = 8;

export const bookkeepingProjection: Projection = {
  name: 'bookkeeping',
  version: 1,
  tables: [JOURNAL_ENTRIES, POSTING_SUMS],
  types: POSTED_TYPES,
  async project(batch, writer) {
    const entries: JournalEntry[] = [];
    const sums = new Map<string, PostingSum>();
    for (const event of batch) {
      for (const [index, entry] of entriesOf(event.fact).entries()) {
        const row = rowOf(event, entry, index);
        entries.push(row);
        count(row, entry, sums);
      }
    }
    await writer.insert(JOURNAL_ENTRIES, entries);
    await writer.add(POSTING_SUMS, sums.values());
  },
};

function rowOf({ region, position, fact }: LogEvent, { kind, reference, amount }: Entry, index: number): JournalEntry {
  const day = fact.occurredOn;
  const entry = safe(position * ENTRIES_AN_EVENT + index);
  return { region, entry, day, month: monthOf(day), kind, reference, fen: fenOf(amount) };
}

function count({ region, month, fen }: JournalEntry, entry: Entry, sums: Map<string, PostingSum>): void {
  for (const { bookAccount: book_account, subLedger: sub_ledger, side } of linesOf(entry)) {
    const key = JSON.stringify([region, month, book_account, sub_ledger]);
    const sum = sums.get(key) ?? { region, month, book_account, sub_ledger, debit_fen: 0, credit_fen: 0 };
    const column = side === 'debit' ? 'debit_fen' : 'credit_fen';
    sums.set(key, { ...sum, [column]: safe(sum[column] + fen) });
  }
}
