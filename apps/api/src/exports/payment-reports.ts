import { exact, money, ZERO, type PaymentLineKind } from '@gongji/core';
import type { DueMonth, PayablesFilter, Payment, PaymentsFilter, PaymentStatus } from '@gongji/projections';
import { KIND_NAMES } from '../institutions/payment-words.ts';
import { policyOf } from '../policies/policy-of.ts';
import { namesOf } from './care-reports.ts';
import { amount, onePage, text, unsummed, type ExportSources, type Report, type ReportRow } from './report.ts';

/** What the pooled fund owes its institutions by month, and what was approved and paid of it (应付定点机构款). */
export async function payablesReport(
  { views, policies }: ExportSources,
  region: string,
  filter: PayablesFilter,
): Promise<Report> {
  policyOf(policies, region);
  const { answer, upTo } = await views.wholeRegion.payables(region, filter);
  const names = await namesOf(views, region);
  return {
    title: '应付定点机构款',
    columns: [
      ...['医药机构编号', '医药机构名称', '月份'].map(text),
      ...['结算统筹基金', '其中已冲正', '应付', '拨付时扣回', '已复核拨付', '其中已付款', '已复核未付款'].map(amount),
      ...[...DUE_COLUMNS.map(([name]) => name), '现应拨付', '现可预付', '现应清算'].map(amount).map(unsummed),
    ],
    upTo,
    inCapitals: '应付',
    pages: onePage(
      answer.map((row) => {
        const { institutionId, month, settled, reversed, withheld, approved, paid, unpaid } = row;
        const cost = money(exact(settled).minus(reversed));
        const name = names.get(institutionId) ?? '';
        return [
          institutionId,
          name,
          month,
          settled,
          reversed,
          cost,
          withheld,
          approved,
          paid,
          unpaid,
          ...dueCells(row),
        ];
      }),
    ),
  };
}

/** Lines of a payment by the column in which they stand: together they are what was asked for. */
const LINE_COLUMNS: readonly (readonly [name: string, ...kinds: readonly PaymentLineKind[]])[] = [
  ['据实费用', 'actual-cost'],
  ['付费方式调整', 'method'],
  ['此前已拨付', 'paid-before', 'overpaid'],
  ['质量保证金', 'deposit', 'deposit-released'],
  ['考核扣款', 'deduction'],
  ['预付金', 'prepayment', 'prepayment-offset'],
];

/** By what a payment proposed now would differ from the month's cost. What one month draws on another would too: no column is summed. */
const DUE_COLUMNS = LINE_COLUMNS.filter(([, kind]) => kind !== 'actual-cost');

function dueCells({ due, prepayment, clearing }: DueMonth): readonly (string | null)[] {
  const amounts = [due.amount, prepayment?.amount ?? null, clearing?.amount ?? null];
  return [...DUE_COLUMNS.map(([, ...kinds]) => sumOf(due, kinds)), ...amounts];
}

function sumOf({ lines }: Pick<Payment, 'lines'>, kinds: readonly PaymentLineKind[]): string {
  return money(lines.filter(({ kind }) => kinds.includes(kind)).reduce((sum, line) => sum.plus(line.amount), ZERO));
}

const STATUS_NAMES: { readonly [status in PaymentStatus]: string } = {
  proposed: '待复核',
  approved: '已复核，待付款',
  'settled-by-withholding': '已复核，扣回后无应付',
  paid: '已付款',
};

/** Payments to institutions, each with who proposed, approved and paid it, and when (拨付明细). */
export async function paymentsReport(
  { views, policies }: ExportSources,
  region: string,
  filter: PaymentsFilter,
): Promise<Report> {
  policyOf(policies, region);
  const upTo = String(views.checkpoint);
  const names = await namesOf(views, region);
  return {
    title: '拨付明细',
    columns: [
      ...['拨付单号', '医药机构编号', '医药机构名称', '月份', '类别', '状态'].map(text),
      ...LINE_COLUMNS.map(([name]) => amount(name)),
      ...['申请拨付', '扣回', '已复核拨付', '已复核未付款'].map(amount),
      ...['申请日期', '经办', '复核日期', '复核', '付款日期', '付款', '银行单号'].map(text),
    ],
    upTo,
    inCapitals: '已复核未付款',
    pages: paymentRows(views.wholeRegion.payments(region, filter, upTo), names),
  };
}

async function* paymentRows(
  pages: AsyncIterable<readonly Payment[]>,
  names: ReadonlyMap<string, string>,
): AsyncIterable<readonly ReportRow[]> {
  for await (const page of pages) {
    yield page.map((payment) => ({ cells: paymentCells(payment, names.get(payment.institutionId) ?? '') }));
  }
}

function paymentCells(payment: Payment, name: string): ReportRow['cells'] {
  const { paymentId, institutionId, month, status, amount: asked, proposed, approved, paid, unpaid } = payment;
  return [
    ...[paymentId, institutionId, name, month, KIND_NAMES[payment.kind], STATUS_NAMES[status]],
    ...LINE_COLUMNS.map(([, ...kinds]) => sumOf(payment, kinds)),
    ...[asked, approved?.withheld ?? '0.00', approved?.toPay ?? '0.00', unpaid],
    ...[proposed, approved, paid].flatMap((done) => [done?.date ?? null, done?.by ?? null]),
    paid?.reference ?? null,
  ];
}
