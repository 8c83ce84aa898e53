import { isAmount, money, exact, type InstitutionRow, type ReconciledAmounts } from '@gongji/core';
import { linesOf, type Line } from '../command-file/lines.ts';
import { id } from '../forms/field.ts';

/** The columns of an institution's file (3202), in their order, separated by tabs. */
export const RECONCILIATION_COLUMNS = [
  'setl_id',
  'mdtrt_id',
  'psn_no',
  'medfee_sumamt',
  'fund_pay_sumamt',
  'acct_pay',
  'refd_setl_flag',
] as const;

type Column = (typeof RECONCILIATION_COLUMNS)[number];

/** A row of the file with the number of its line. */
export interface FileRow extends InstitutionRow {
  readonly line: number;
}

/** What is wrong in a row. */
export interface BadRow {
  readonly line: number;
  /** The column; absent where the line as a whole is wrong. */
  readonly field?: Column;
  readonly problem: string;
}

/** So many bad rows are told. */
export const MOST_TOLD = 20;

/** Rows of the file are malformed: nothing was compared. */
export class BadRows extends Error {
  override readonly name = 'BadRows';

  /** @param rows the first ones. */
  constructor(
    readonly rows: readonly BadRow[],
    readonly count: number,
  ) {
    const told = rows.map(
      ({ line, field, problem }) => `line ${String(line)}${field === undefined ? '' : ` ${field}`}: ${problem}`,
    );
    const more = count > rows.length ? [`and ${String(count - rows.length)} more`] : [];
    super([...told, ...more].join('; '));
  }
}

/**
 * Reads an institution's file as it comes, page by page. A first line of the columns' names is passed over.
 *
 * @throws BadRows at the end, naming each bad row by line and field.
 */
export async function* readRows(chunks: AsyncIterable<Uint8Array>): AsyncIterable<readonly FileRow[]> {
  const bad: BadRow[] = [];
  let count = 0;
  for await (const lines of linesOf(chunks)) {
    const page: FileRow[] = [];
    for (const line of lines) {
      const row = rowOf(line);
      if (row === undefined) continue;
      if (!('problem' in row)) {
        page.push(row);
        continue;
      }
      count += 1;
      if (bad.length < MOST_TOLD) bad.push(row);
    }
    yield page;
  }
  if (count > 0) throw new BadRows(bad, count);
}

function rowOf(line: Line): FileRow | BadRow | undefined {
  const { number } = line;
  if ('problem' in line) return { line: number, problem: line.problem };
  const cells = line.text
    .replace(/\r$/, '')
    .replace(/^\uFEFF/, '')
    .split('\t');
  if (number === 1 && cells.join() === RECONCILIATION_COLUMNS.join()) return undefined;
  if (cells.length !== RECONCILIATION_COLUMNS.length) {
    return {
      line: number,
      problem: `has ${String(cells.length)} columns, not ${String(RECONCILIATION_COLUMNS.length)}`,
    };
  }
  const [settlementId, visitId, personId, total, fund, account, flag] = cells as unknown as Cells;
  const wrong = (field: Column, problem: string): BadRow => ({ line: number, field, problem });
  for (const [field, value] of [
    ['setl_id', settlementId],
    ['mdtrt_id', visitId],
    ['psn_no', personId],
  ] as const) {
    if (!id.fits(value)) return wrong(field, `must be ${id.says}`);
  }
  if (flag !== '0' && flag !== '1') return wrong('refd_setl_flag', 'must be 0 for a settlement or 1 for a refund');
  const isRefund = flag === '1';
  for (const [field, value] of [
    ['medfee_sumamt', total],
    ['fund_pay_sumamt', fund],
    ['acct_pay', account],
  ] as const) {
    const problem = amountProblem(value, isRefund, total);
    if (problem !== undefined) return wrong(field, problem);
  }
  return {
    line: number,
    settlementId,
    personId,
    ...(isRefund ? { refund: true } : {}),
    ...rounded({ total, fund, account }),
  };
}

type Cells = readonly [string, string, string, string, string, string, string];

/** An amount has at most two decimals, the sign of its row, and no part is more than the total. */
function amountProblem(text: string, isRefund: boolean, total: string): string | undefined {
  const [sign, digits] = text.startsWith('-') ? ['-', text.slice(1)] : ['', text];
  if (!isAmount(digits)) return 'must be an amount in yuan with at most two decimals';
  const isZero = exact(digits).isZero();
  if (!isZero && (sign === '-') !== isRefund) {
    return isRefund
      ? "must not be positive: a refund's amounts are negative"
      : 'must not be negative: this is no refund';
  }
  const whole = total.replace(/^-/, '');
  return isAmount(whole) && exact(digits).gt(whole) ? 'must not be more than medfee_sumamt' : undefined;
}

function rounded({ total, fund, account }: ReconciledAmounts): ReconciledAmounts {
  const two = (text: string): string => money(exact(text).plus(0));
  return { total: two(total), fund: two(fund), account: two(account) };
}
