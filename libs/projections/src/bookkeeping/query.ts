import {
  kindsTouching,
  linesOf,
  type BookAccountId,
  type EntryKind,
  type FundTotals,
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
  /** The business date. */
  readonly date: PlainDate;
  /** The month of the date, where that was closed before the entry came: "late for 2023-03"; else null. */
  readonly lateFor: PlainMonth | null;
  readonly kind: EntryKind;
  readonly reference: string;
  readonly amount: string;
  readonly lines: readonly Posting[];
}

export interface JournalOptions extends PageOptions {
  /** Only entries that touch it. */
  readonly bookAccount?: BookAccountId;
}

/** The entries of a month of the books, in the order in which they were recorded. */
export async function journalOf(
  database: Kysely<ViewTables>,
  { region, month }: { readonly region: string; readonly month: PlainMonth },
  options: JournalOptions = {},
): Promise<Page<JournalEntry>> {
  const { after, limit } = pageBounds(options);
  const { bookAccount } = options;
  let rows = database
    .selectFrom('journal_entries')
    .select(['entry as position', 'day', 'late_for', 'kind', 'reference', 'fen'])
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
      lateFor: row.late_for,
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

/** A month of the books that was closed. */
export interface ClosedMonth {
  readonly month: PlainMonth;
  /** Position of the closing. */
  readonly position: string;
  /** When the ledger learnt of it. */
  readonly recordedAt: string;
  /** Position up to which the totals were counted. */
  readonly upTo: string;
  readonly totals: FundTotals;
  /** What came too late for the month, by the month in which it is booked. */
  readonly late: readonly { readonly month: PlainMonth; readonly entries: number; readonly amount: string }[];
}

/** The closed months of a year, each with what came too late for it. */
export async function closedMonths(
  database: Kysely<ViewTables>,
  region: string,
  year: number,
): Promise<Known<readonly ClosedMonth[]>> {
  return known(database, 'bookkeeping', async (transaction) => {
    const [from, to] = [`${String(year)}-01`, `${String(year)}-12`];
    const closed = await transaction
      .selectFrom('closed_periods')
      .selectAll()
      .where('region', '=', region)
      .where('period', '>=', from)
      .where('period', '<=', to)
      .orderBy('period')
      .execute();
    const late = await transaction
      .selectFrom('late_entries')
      .selectAll()
      .where('region', '=', region)
      .where('late_for', '>=', from)
      .where('late_for', '<=', to)
      .orderBy('month')
      .execute();
    return closed.map(({ period, position, recorded_at: recordedAt, up_to, totals }) => ({
      month: period,
      position: String(position),
      recordedAt,
      upTo: String(up_to),
      totals: JSON.parse(totals as string) as FundTotals,
      late: late
        .filter(({ late_for }) => late_for === period)
        .map(({ month, entries, fen }) => ({ month, entries: Number(entries), amount: yuanOf(fen) })),
    }));
  });
}
