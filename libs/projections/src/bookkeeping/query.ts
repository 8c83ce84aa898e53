import {
  kindsTouching,
  linesOf,
  type BookAccountId,
  type EntryKind,
  type MonthSum,
  type PlainDate,
  type PlainMonth,
  type Posting,
  type SubLedger,
} from '@gongji/core';
import type { Kysely } from 'kysely';
import type { ViewTables } from '../database.ts';
import { yuanOf } from '../framework/amounts.ts';
import { known, type Known } from '../framework/known.ts';
import { pageBounds, pageOf, type Page, type PageOptions } from '../framework/page.ts';
import { ENTRIES_AN_EVENT } from './project.ts';

/** An entry of the journal with its lines; a negative amount takes an earlier entry back (红字). */
export interface JournalEntry {
  /** Place in the journal. */
  readonly entry: string;
  /** Position of the event for which it was posted. */
  readonly position: string;
  readonly date: PlainDate;
  readonly kind: EntryKind;
  readonly reference: string;
  readonly amount: string;
  readonly lines: readonly Posting[];
}

export interface JournalOptions extends PageOptions {
  /** Only entries that touch it. */
  readonly bookAccount?: BookAccountId;
}

/** The entries dated in a month, in the order in which they were recorded. */
export async function journalOf(
  database: Kysely<ViewTables>,
  { region, month }: { readonly region: string; readonly month: PlainMonth },
  options: JournalOptions = {},
): Promise<Page<JournalEntry>> {
  const { after, limit } = pageBounds(options);
  const { bookAccount } = options;
  let rows = database
    .selectFrom('journal_entries')
    .select(['entry as position', 'day', 'kind', 'reference', 'fen'])
    .where('region', '=', region)
    .where('month', '=', month)
    .where('entry', '>', after);
  if (bookAccount !== undefined) rows = rows.where('kind', 'in', kindsTouching(bookAccount));
  return pageOf(await rows.orderBy('entry').limit(limit).execute(), options, (row) => {
    const kind = row.kind as EntryKind;
    const amount = yuanOf(row.fen);
    return {
      entry: String(row.position),
      position: String(Math.floor(Number(row.position) / ENTRIES_AN_EVENT)),
      date: row.day,
      kind,
      reference: row.reference,
      amount,
      lines: linesOf({ kind, amount }),
    };
  });
}

/** Debits and credits by month up to one, from the first entry on: what every statement is made of. */
export async function monthSums(
  database: Kysely<ViewTables>,
  region: string,
  to: PlainMonth,
): Promise<Known<readonly MonthSum[]>> {
  const { answer, upTo } = await known(database, 'bookkeeping', (transaction) =>
    transaction
      .selectFrom('posting_sums')
      .selectAll()
      .where('region', '=', region)
      .where('month', '<=', to)
      .orderBy('month')
      .orderBy('sub_ledger')
      .orderBy('book_account')
      .execute(),
  );
  const sums = answer.map(({ month, book_account, sub_ledger, debit_fen, credit_fen }) => ({
    month,
    bookAccount: book_account as BookAccountId,
    subLedger: sub_ledger as SubLedger,
    debit: yuanOf(debit_fen),
    credit: yuanOf(credit_fen),
  }));
  return { answer: sums, upTo };
}
