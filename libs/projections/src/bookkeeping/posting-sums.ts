import { ENTRY_LINES, type EntryKind, type PlainMonth } from '@gongji/core';
import { Sums } from '../framework/sums.ts';
import type { Row } from '../framework/table.ts';
import { POSTING_SUMS } from './table.ts';

export type PostingSum = Row<typeof POSTING_SUMS>;

/** What is posted to each book account of a sub-ledger by month, added up from entries, or from sums of entries of one kind. */
export class PostingSums {
  readonly #sums = new Sums(POSTING_SUMS);

  add({ region, month, kind, fen }: { region: string; month: PlainMonth; kind: EntryKind; fen: number }): void {
    for (const { bookAccount: book_account, subLedger: sub_ledger, side } of ENTRY_LINES[kind]) {
      const [debit_fen, credit_fen] = side === 'debit' ? [fen, 0] : [0, fen];
      this.#sums.add({ region, month, book_account, sub_ledger, debit_fen, credit_fen });
    }
  }

  rows(): Iterable<PostingSum> {
    return this.#sums.rows();
  }
}
