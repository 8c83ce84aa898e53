import { yearOf, type PlainMonth } from '../calendar/calendar.ts';
import { exact, money, notNegative, ZERO, type Exact } from '../money/money.ts';
import { BOOK_ACCOUNT_IDS, BOOK_ACCOUNTS, SUB_LEDGERS, type BookAccountId, type SubLedger } from './chart.ts';

/** What was posted to a book account of a sub-ledger in a month. */
export interface MonthSum {
  readonly month: PlainMonth;
  readonly bookAccount: BookAccountId;
  readonly subLedger: SubLedger;
  readonly debit: string;
  readonly credit: string;
}

/** Months of one year, both included. */
export interface Period {
  readonly from: PlainMonth;
  readonly to: PlainMonth;
}

/** "2023-03" is that month, "2023" that year. */
export function periodOf(text: string): Period {
  return text.length === 4 ? { from: `${text}-01`, to: `${text}-12` } : { from: text, to: text };
}

/** An amount on the side where it stands; the other one is "0.00". */
export interface Sides {
  readonly debit: string;
  readonly credit: string;
}

export interface TrialBalanceRow {
  readonly bookAccount: BookAccountId;
  readonly subLedger: SubLedger;
  readonly opening: Sides;
  readonly turnover: Sides;
  readonly closing: Sides;
}

export interface TrialBalance {
  readonly rows: readonly TrialBalanceRow[];
  readonly totals: { readonly opening: Sides; readonly turnover: Sides; readonly closing: Sides };
}

/**
 * Opening balance, turnover and closing balance of every book account that was ever used (科目余额表). Income, expenditure and transfers
 * begin each year at zero: what they were before is the surplus of earlier years, so that no closing entries are needed.
 *
 * @param sums all months up to the period's end; later ones are ignored.
 */
export function trialBalance(sums: readonly MonthSum[], period: Period): TrialBalance {
  const rows = SUB_LEDGERS.flatMap((subLedger) =>
    BOOK_ACCOUNT_IDS.flatMap((bookAccount) => {
      const of = sums.filter((sum) => sum.subLedger === subLedger && countsIn(sum, bookAccount, period));
      if (of.length === 0) return [];
      const opening = netOf(of.filter(({ month }) => month < period.from || bookAccount === 'surplus'));
      const within = bookAccount === 'surplus' ? [] : of.filter(({ month }) => month >= period.from);
      const turnover = { debit: money(sumOf(within, 'debit')), credit: money(sumOf(within, 'credit')) };
      return [{ bookAccount, subLedger, opening: sidesOf(opening), turnover, closing: sidesOf(netOf(of)) }];
    }),
  );
  const total = (part: 'opening' | 'turnover' | 'closing'): Sides => {
    const all = rows.map((row) => row[part]);
    return { debit: money(sumOf(all, 'debit')), credit: money(sumOf(all, 'credit')) };
  };
  return { rows, totals: { opening: total('opening'), turnover: total('turnover'), closing: total('closing') } };
}

/** Whether a month's sum is part of a book account's balance at the period's end. */
function countsIn(sum: MonthSum, bookAccount: BookAccountId, { from, to }: Period): boolean {
  if (sum.month > to) return false;
  const isEarlierYear = sum.month < `${from.slice(0, 4)}-01`;
  const isKept = isStanding(sum.bookAccount);
  if (bookAccount === 'surplus') return isEarlierYear && !isKept;
  return sum.bookAccount === bookAccount && (isKept || !isEarlierYear);
}

/** A month of a book account in the general ledger (总账). */
export interface GeneralLedgerMonth extends TrialBalanceRow {
  readonly month: PlainMonth;
}

/** A book account by month of a year: balances and turnover, those months in which it has any. */
export function generalLedger(
  sums: readonly MonthSum[],
  bookAccount: BookAccountId,
  year: number,
): readonly GeneralLedgerMonth[] {
  return Array.from({ length: 12 }, (_, index) => `${String(year)}-${String(index + 1).padStart(2, '0')}`).flatMap(
    (month) =>
      trialBalance(sums, periodOf(month))
        .rows.filter((row) => row.bookAccount === bookAccount)
        .map((row) => ({ month, ...row })),
  );
}

/** What a line of a statement comes to: in each sub-ledger, and in the whole fund. */
export type BySubLedger = { readonly [of in SubLedger | 'fund']: string };

export interface StatementRow {
  readonly bookAccount: BookAccountId;
  readonly amount: BySubLedger;
}

export interface IncomeAndExpenditure {
  readonly income: readonly StatementRow[];
  readonly expenditure: readonly StatementRow[];
  /** What the pooled fund put into personal accounts: negative there, positive here, nothing for the fund. */
  readonly transfers: readonly StatementRow[];
  readonly totals: { readonly income: BySubLedger; readonly expenditure: BySubLedger; readonly surplus: BySubLedger };
}

/** Income, expenditure and what is left of them in a month or a year (收支表). */
export function incomeAndExpenditure(sums: readonly MonthSum[], { from, to }: Period): IncomeAndExpenditure {
  const within = sums.filter(({ month }) => month >= from && month <= to);
  const income = rowsOf(within, 'income', -1);
  const expenditure = rowsOf(within, 'expenditure', 1);
  const transfers = rowsOf(within, 'transfer', -1);
  const surplus = bySubLedger(
    within.filter(({ bookAccount }) => !isStanding(bookAccount)),
    -1,
  );
  const totals = { income: totalOf(income), expenditure: totalOf(expenditure), surplus };
  return { income, expenditure, transfers, totals };
}

export interface BalanceSheet {
  readonly assets: readonly StatementRow[];
  readonly liabilities: readonly StatementRow[];
  readonly netAssets: { readonly earlierYears: BySubLedger; readonly thisYear: BySubLedger };
  readonly totals: { readonly assets: BySubLedger; readonly liabilities: BySubLedger; readonly netAssets: BySubLedger };
}

/**
 * Assets, liabilities and net assets at the end of a month or a year (资产负债表). On the cash basis the fund owes nothing but what
 * it holds for others: deposits.
 */
export function balanceSheet(sums: readonly MonthSum[], { from, to }: Period): BalanceSheet {
  const until = sums.filter(({ month }) => month <= to);
  const others = until.filter(({ bookAccount }) => !isStanding(bookAccount));
  const year = yearOf(`${from}-01`);
  const assets = rowsOf(until, 'asset', 1);
  const liabilities = rowsOf(until, 'liability', -1);
  const earlierYears = bySubLedger(
    others.filter(({ month }) => yearOf(`${month}-01`) < year),
    -1,
  );
  const thisYear = bySubLedger(
    others.filter(({ month }) => yearOf(`${month}-01`) === year),
    -1,
  );
  return {
    assets,
    liabilities,
    netAssets: { earlierYears, thisYear },
    totals: { assets: totalOf(assets), liabilities: totalOf(liabilities), netAssets: bySubLedger(others, -1) },
  };
}

/** True for what a year leaves to the next one; all else begins at zero. */
function isStanding(bookAccount: BookAccountId): boolean {
  const { class: kind } = BOOK_ACCOUNTS[bookAccount];
  return kind === 'asset' || kind === 'liability';
}

function rowsOf(sums: readonly MonthSum[], kind: string, sign: 1 | -1): readonly StatementRow[] {
  return BOOK_ACCOUNT_IDS.filter((id) => BOOK_ACCOUNTS[id].class === kind).flatMap((bookAccount) => {
    const of = sums.filter((sum) => sum.bookAccount === bookAccount);
    return of.length === 0 ? [] : [{ bookAccount, amount: bySubLedger(of, sign) }];
  });
}

/** Debits less credits, or the other way round. */
function bySubLedger(sums: readonly MonthSum[], sign: 1 | -1): BySubLedger {
  const of = (some: readonly MonthSum[]): string => money(netOf(some).times(sign).plus(0));
  const [pooled, personal] = SUB_LEDGERS.map((subLedger) => of(sums.filter((sum) => sum.subLedger === subLedger)));
  return { 'pooled-fund': pooled as string, 'personal-accounts': personal as string, fund: of(sums) };
}

function totalOf(rows: readonly StatementRow[]): BySubLedger {
  const of = (part: keyof BySubLedger): string => money(rows.reduce((sum, { amount }) => sum.plus(amount[part]), ZERO));
  return { 'pooled-fund': of('pooled-fund'), 'personal-accounts': of('personal-accounts'), fund: of('fund') };
}

function sumOf(some: readonly Sides[], side: keyof Sides): Exact {
  return some.reduce((sum, each) => sum.plus(exact(each[side])), ZERO);
}

function netOf(some: readonly Sides[]): Exact {
  return sumOf(some, 'debit').minus(sumOf(some, 'credit'));
}

function sidesOf(net: Exact): Sides {
  return { debit: money(notNegative(net)), credit: money(notNegative(net.negated()).plus(0)) };
}
