import {
  kindsTouching,
  lastDayOf,
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
import type { Kysely, Transaction } from 'kysely';
import type { ViewTables } from '../database.ts';
import { safe, yuanOf } from '../framework/amounts.ts';
import { known, type Known } from '../framework/known.ts';
import type { Moment } from '../framework/moment.ts';
import { pageBounds, pageOf, type Page, type PageOptions } from '../framework/page.ts';
import { PostingSums, type PostingSum } from './posting-sums.ts';
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
  moment?: Moment,
): Promise<Page<JournalEntry>> {
  const { after, limit } = pageBounds(options);
  const { bookAccount } = options;
  let rows = entriesKnown(database, region, moment)
    .select(['entry as position', 'day', 'late_for', 'kind', 'reference', 'fen'])
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

/** A region's journal, as far as it was known and had come at a moment. A later closing moves no entry that is there. */
function entriesKnown(database: Kysely<ViewTables>, region: string, moment: Moment | undefined) {
  const rows = database.selectFrom('journal_entries').where('region', '=', region);
  if (moment === undefined) return rows;
  return rows.where('entry', '<', (moment.upTo + 1) * ENTRIES_AN_EVENT).where('day', '<=', moment.day);
}

/**
 * Debits and credits by month up to one, from the first entry on: what every statement is made of. At an earlier moment they are added up
 * from the journal.
 */
export async function monthSums(
  database: Kysely<ViewTables>,
  region: string,
  to: PlainMonth,
  moment?: Moment,
): Promise<Known<readonly MonthSum[]>> {
  if (moment !== undefined) {
    return { answer: await sumsKnown(database, region, to, moment), upTo: String(moment.upTo) };
  }
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
  return { answer: answer.map(monthSum), upTo };
}

function monthSum({ month, book_account, sub_ledger, debit_fen, credit_fen }: PostingSum): MonthSum {
  return {
    month,
    bookAccount: book_account as BookAccountId,
    subLedger: sub_ledger as SubLedger,
    debit: yuanOf(debit_fen),
    credit: yuanOf(credit_fen),
  };
}

async function sumsKnown(
  database: Kysely<ViewTables>,
  region: string,
  to: PlainMonth,
  moment: Moment,
): Promise<readonly MonthSum[]> {
  const kinds = await entriesKnown(database, region, moment)
    .select(({ fn }) => ['month', 'kind', fn.sum<string>('fen').as('fen')])
    .where('month', '<=', to)
    .groupBy(['month', 'kind'])
    .execute();
  const sums = new PostingSums();
  for (const { month, kind, fen } of kinds)
    sums.add({ region, month, kind: kind as EntryKind, fen: safe(Number(fen)) });
  const order = ({ month, sub_ledger, book_account }: PostingSum): string => `${month} ${sub_ledger} ${book_account}`;
  return [...sums.rows()].sort((a, b) => (order(a) < order(b) ? -1 : 1)).map(monthSum);
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
  moment?: Moment,
): Promise<Known<readonly ClosedMonth[]>> {
  const { answer, upTo } = await known(database, 'bookkeeping', async (transaction) => {
    const closed = await closedIn(transaction, region, year);
    const late = await lateFor(transaction, region, year, moment);
    return closed.filter(isKnownAt(moment)).map(({ period, position, recorded_at: recordedAt, up_to, totals }) => ({
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
  return { answer, upTo: moment === undefined ? upTo : String(moment.upTo) };
}

/** A month is closed on its last day. */
function isKnownAt(moment: Moment | undefined): (closed: { period: PlainMonth; position: number }) => boolean {
  return ({ period, position }) =>
    moment === undefined || (Number(position) <= moment.upTo && lastDayOf(period) <= moment.day);
}

function closedIn(transaction: Transaction<ViewTables>, region: string, year: number) {
  return transaction
    .selectFrom('closed_periods')
    .selectAll()
    .where('region', '=', region)
    .where('period', '>=', `${String(year)}-01`)
    .where('period', '<=', `${String(year)}-12`)
    .orderBy('period')
    .execute();
}

interface Late {
  readonly late_for: string | null;
  readonly month: PlainMonth;
  readonly entries: number | string;
  readonly fen: number | string;
}

/** What came too late for the months of a year; at an earlier moment it is counted from the journal. */
async function lateFor(
  transaction: Transaction<ViewTables>,
  region: string,
  year: number,
  moment: Moment | undefined,
): Promise<readonly Late[]> {
  const [from, to] = [`${String(year)}-01`, `${String(year)}-12`];
  if (moment === undefined) {
    return transaction
      .selectFrom('late_entries')
      .selectAll()
      .where('region', '=', region)
      .where('late_for', '>=', from)
      .where('late_for', '<=', to)
      .orderBy('month')
      .execute();
  }
  return entriesKnown(transaction, region, moment)
    .select(({ fn }) => ['late_for', 'month', fn.countAll<string>().as('entries'), fn.sum<string>('fen').as('fen')])
    .where('late_for', '>=', from)
    .where('late_for', '<=', to)
    .groupBy(['late_for', 'month'])
    .orderBy('month')
    .execute();
}
