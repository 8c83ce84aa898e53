import { ENTRY_LINES, type EntryKind, type PlainMonth } from '@gongji/core';
import { safe } from '../framework/amounts.ts';
import type { Row } from '../framework/table.ts';
import type { POSTING_SUMS } from './table.ts';

export type PostingSum = Row<typeof POSTING_SUMS>;

/** What is posted to each book account of a sub-ledger by month, added up from entries, or from sums of entries of one kind. */
export class PostingSums {
  readonly #sums = new Map<string, PostingSum>();

  add({ region, month, kind, fen }: { region: string; month: PlainMonth; kind: EntryKind; fen: number }): void {
    for (const { bookAccount: book_account, subLedger: sub_ledger, side } of ENTRY_LINES[kind]) {
      const key = JSON.stringify([region, month, book_account, sub_ledger]);
      const sum = this.#sums.get(key) ?? { region, month, book_account, sub_ledger, debit_fen: 0, credit_fen: 0 };
      const column = side === 'debit' ? 'debit_fen' : 'credit_fen';
      this.#sums.set(key, { ...sum, [column]: safe(sum[column] + fen) });
    }
  }

  rows(): Iterable<PostingSum> {
    return this.#sums.values();
  }
}
