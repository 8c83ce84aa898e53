import { timesOf } from '@gongji/application';
import {
  generalLedger,
  periodOf,
  SUB_LEDGER_NAMES,
  trialBalance,
  type BookAccountId,
  type Chart,
  type PlainMonth,
  type TrialBalanceRow,
  type TwoTimes,
} from '@gongji/core';
import type { JournalEntry, Views } from '@gongji/projections';
import { policyOf } from '../policies/policy-of.ts';
import { ENTRY_NAMES } from './names.ts';
import {
  amount,
  onePage,
  text,
  unsummed,
  type Cell,
  type ExportSources,
  type Report,
  type ReportRow,
} from './report.ts';

const BALANCE_COLUMNS = ['期初借方', '期初贷方', '本期借方', '本期贷方', '期末借方', '期末贷方'].map(amount);

/** The journal of a month, a row a line of an entry (记账凭证序时簿). */
export async function journalReport(
  { views, policies, chart }: ExportSources,
  region: string,
  { month, bookAccount, ...times }: TwoTimes & { readonly month: PlainMonth; readonly bookAccount?: BookAccountId },
): Promise<Report> {
  policyOf(policies, region);
  const upTo = await views.knownUpTo(times);
  return {
    title: '记账凭证序时簿',
    columns: [
      ...['凭证号', '日期', '补记所属月份', '摘要', '业务编号', '账套', '科目编码', '科目名称'].map(text),
      ...['借方', '贷方'].map(amount),
      text('账本位置'),
    ],
    upTo,
    pages: journalRows({ views, chart }, { region, month }, bookAccount, { ...timesOf(times), knownAt: upTo }),
  };
}

async function* journalRows(
  { views, chart }: Pick<ExportSources, 'views' | 'chart'>,
  of: { readonly region: string; readonly month: PlainMonth },
  bookAccount: BookAccountId | undefined,
  times: TwoTimes,
): AsyncIterable<readonly ReportRow[]> {
  let after: string | null = '0';
  while (after !== null) {
    const page: Awaited<ReturnType<Views['journal']>> = await views.journal(of, {
      after,
      limit: 1000,
      ...times,
      ...(bookAccount === undefined ? {} : { bookAccount }),
    });
    yield page.rows.flatMap((entry) => linesOf(entry, chart, bookAccount));
    after = page.next;
  }
}

/** The lines of an entry; of those that touch a book account only these. */
function linesOf(
  { entry, date, lateFor, kind, reference, position, lines }: JournalEntry,
  chart: Chart,
  only?: BookAccountId,
): ReportRow[] {
  const shown = only === undefined ? lines : lines.filter(({ bookAccount }) => bookAccount === only);
  return shown.map(({ bookAccount, subLedger, side, amount: yuan }) => {
    const { code, name } = chart[bookAccount];
    const sides = side === 'debit' ? [yuan, '0.00'] : ['0.00', yuan];
    const about = [entry, date, lateFor, ENTRY_NAMES[kind], reference, SUB_LEDGER_NAMES[subLedger].zh, code, name.zh];
    return { cells: [...about, ...sides, position] };
  });
}

/** The trial balance of a month or a year (科目余额表). */
export async function trialBalanceReport(
  { views, policies, chart }: ExportSources,
  region: string,
  { period, ...times }: TwoTimes & { readonly period: string },
): Promise<Report> {
  policyOf(policies, region);
  const of = periodOf(period);
  const { answer, upTo } = await views.monthSums(region, of.to, timesOf(times));
  return {
    title: '科目余额表',
    columns: [...['账套', '科目编码', '科目名称'].map(text), ...BALANCE_COLUMNS],
    upTo,
    pages: onePage(trialBalance(answer, of).rows.map((row) => balanceCells(row, chart))),
  };
}

/** A book account by month of a year (总账). */
export async function generalLedgerReport(
  { views, policies, chart }: ExportSources,
  region: string,
  { year, bookAccount, ...times }: TwoTimes & { readonly year: string; readonly bookAccount: BookAccountId },
): Promise<Report> {
  policyOf(policies, region);
  const { answer, upTo } = await views.monthSums(region, periodOf(year).to, timesOf(times));
  const columns = BALANCE_COLUMNS.map((column, at) => (at === 2 || at === 3 ? column : unsummed(column)));
  return {
    title: '总账',
    columns: [...['月份', '账套', '科目编码', '科目名称'].map(text), ...columns],
    upTo,
    pages: onePage(
      generalLedger(answer, bookAccount, Number(year)).map((row) => [row.month, ...balanceCells(row, chart)]),
    ),
  };
}

function balanceCells(
  { bookAccount, subLedger, opening, turnover, closing }: TrialBalanceRow,
  chart: Chart,
): readonly Cell[] {
  const { code, name } = chart[bookAccount];
  const balances = [opening, turnover, closing].flatMap(({ debit, credit }) => [debit, credit]);
  return [SUB_LEDGER_NAMES[subLedger].zh, code, name.zh, ...balances];
}
