import { firstDayOf, yearOf, type PlainMonth } from '../../calendar/calendar.ts';
import { exact, least, money, notNegative, toFen, ZERO, type Exact } from '../../money/money.ts';
import type { AssessmentRecorded, Contract } from './contracts.ts';
import { monthDue, monthsOfYear, totalsOf, type MonthDue, type Payable } from './month-due.ts';
import {
  sumIn,
  type MonthAmount,
  type PaymentLine,
  type PaymentLineKind,
  type PaymentProposed,
  type PaymentsState,
} from './payments.ts';

/** What a proposal works out. */
export type Worked = Pick<
  PaymentProposed,
  'settled' | 'reversed' | 'paidBefore' | 'amount' | 'lines' | 'cleared' | 'contracts'
>;

interface DueMonth extends MonthDue {
  readonly month: PlainMonth;
  readonly before: Exact;
  /** What is still to be paid off. */
  readonly open: Exact;
}

/** What is to be paid for a month: by its contract, less the deposit, deductions and prepayments that are taken back. */
export function workOutMonth(month: PlainMonth, payable: Payable, state: PaymentsState): Worked {
  const months = [dueMonth(month, payable, state)];
  const lines = new Lines(months);
  for (const each of months) lines.keepDeposit(each);
  lines.deduct(openDeductions(payable, state, ({ month: of }) => of !== undefined && of <= month));
  lines.offset(month, state);
  const worked = workedFrom(months, payable, lines);
  return lines.isPlain && worked.contracts?.length === 0 ? bare(worked) : worked;
}

/**
 * What is to be paid to clear a year: what its months are still due, and the deposit, less deductions and prepayments that are taken
 * back. Nothing is kept back of it.
 */
export function workOutClearing(year: number, payable: Payable, state: PaymentsState): Worked {
  const last: PlainMonth = `${String(year)}-12`;
  const months = monthsOfYear(year)
    .map((month) => dueMonth(month, payable, state))
    .filter(({ due, before }) => due.gt(before));
  const lines = new Lines(months);
  lines.release(year, state, lastContract(state, last));
  lines.deduct(openDeductions(payable, state, (of) => (of.month ?? `${String(of.year)}-12`) <= last));
  lines.offset(last, state);
  return workedFrom(months, payable, lines);
}

/** What is to be paid in advance. */
export function workOutPrepayment(contract: Contract, month: PlainMonth): Worked {
  const { prepayment: amount, agreementArticle, number } = contract;
  const line = { kind: 'prepayment', amount, ...citing(agreementArticle), year: yearOf(firstDayOf(month)) } as const;
  const nothing = { settled: '0.00', reversed: '0.00', paidBefore: '0.00' };
  return { ...nothing, amount, lines: [line], cleared: [], contracts: [number] };
}

/** The contracts in force for some months, by their numbers. */
export function contractNumbers(months: readonly { readonly contract: Contract | undefined }[]): readonly number[] {
  const numbers = months.flatMap(({ contract }) => (contract === undefined ? [] : [contract.number]));
  return [...new Set(numbers)];
}

function dueMonth(month: PlainMonth, payable: Payable, state: PaymentsState): DueMonth {
  const due = monthDue(month, payable, state);
  const before = sumIn(state.paidFor, month);
  return { ...due, month, before, open: notNegative(due.due.minus(before)) };
}

function lastContract({ contracts }: PaymentsState, month: PlainMonth): Contract | undefined {
  return contracts.findLast(({ value }) => value.from <= month)?.value;
}

function citing(article: string | undefined): { readonly article?: string } {
  return article === undefined ? {} : { article };
}

function sum(amounts: readonly (Exact | string)[]): Exact {
  return amounts.reduce<Exact>((total, amount) => total.plus(amount), ZERO);
}

function workedFrom(months: readonly DueMonth[], payable: Payable, lines: Lines): Worked {
  const totals = months.map(({ month }) => totalsOf(payable, month));
  return {
    settled: money(sum(totals.map(({ settled }) => settled))),
    reversed: money(sum(totals.map(({ reversed }) => reversed))),
    paidBefore: money(sum(months.map(({ before }) => before))),
    amount: money(lines.left),
    lines: lines.all,
    cleared: months.filter(({ open }) => !open.isZero()).map(({ month, open }) => ({ month, amount: money(open) })),
    contracts: contractNumbers(months),
  };
}

/** Without contract and without anything to be taken back a payment is what it always was. */
function bare({ settled, reversed, paidBefore, amount }: Worked): Worked {
  return { settled, reversed, paidBefore, amount };
}

interface OpenDeduction {
  readonly assessment: AssessmentRecorded;
  readonly open: Exact;
}

/** What is still to be deducted for assessments, in the order of their recording. */
function openDeductions(
  payable: Payable,
  state: PaymentsState,
  counts: (assessment: AssessmentRecorded) => boolean,
): readonly OpenDeduction[] {
  return state.assessments.filter(counts).map((assessment) => {
    const { assessmentId, deduction, deductionRate = '0', month, year } = assessment;
    const months = month === undefined ? monthsOfYear(year as number) : [month];
    const due = (): Exact => sum(months.map((each) => monthDue(each, payable, state).due));
    const whole = deduction === undefined ? toFen(due().times(deductionRate)) : exact(deduction);
    return { assessment, open: notNegative(whole.minus(sumIn(state.deducted, assessmentId))) };
  });
}

/** The lines of a payment as it is worked out, and what is left of it. */
class Lines {
  readonly all: PaymentLine[];
  left: Exact;

  constructor(months: readonly DueMonth[]) {
    const article = months.find(({ contract }) => contract !== undefined)?.contract?.article;
    const of = (each: (month: DueMonth) => Exact): Exact => sum(months.map(each));
    this.left = of(({ cost }) => cost);
    this.all = [{ kind: 'actual-cost', amount: money(this.left), ...citing(article) }];
    this.add(
      'method',
      of(({ cost, due }) => due.minus(cost)),
      citing(article),
    );
    this.add(
      'paid-before',
      of(({ before }) => before.negated()),
      citing(article),
    );
    this.add(
      'overpaid',
      of(({ due, before, open }) => open.minus(due.minus(before))),
      citing(article),
    );
  }

  /** True while nothing but the due itself stands in the lines. */
  get isPlain(): boolean {
    return this.all.every(({ kind }) => kind === 'actual-cost' || kind === 'paid-before' || kind === 'overpaid');
  }

  private add(kind: PaymentLineKind, amount: Exact, about: Omit<PaymentLine, 'kind' | 'amount'>): void {
    if (amount.isZero()) return;
    this.left = this.left.plus(amount);
    this.all.push({ kind, amount: money(amount), ...about });
  }

  keepDeposit({ contract, month, open }: DueMonth): void {
    if (contract === undefined) return;
    const about = { ...citing(contract.agreementArticle), year: yearOf(firstDayOf(month)) };
    this.add('deposit', toFen(open.times(contract.depositRate)).negated(), about);
  }

  release(year: number, { deposits }: PaymentsState, contract: Contract | undefined): void {
    this.add('deposit-released', sumIn(deposits, String(year)), { ...citing(contract?.agreementArticle), year });
  }

  deduct(deductions: readonly OpenDeduction[]): void {
    for (const { assessment, open } of deductions) {
      const { article, assessmentId } = assessment;
      this.add('deduction', least(open, this.left).negated(), { article, assessmentId });
    }
  }

  /** Takes back what was paid in advance of years that end by the month. */
  offset(month: PlainMonth, state: PaymentsState): void {
    for (const year of Object.keys(state.advances).sort()) {
      if (`${year}-12` > month) continue;
      const article = lastContract(state, `${year}-12`)?.agreementArticle;
      const back = least(sumIn(state.advances, year), this.left);
      this.add('prepayment-offset', back.negated(), { ...citing(article), year: Number(year) });
    }
  }
}

/** The lines of a payment, also where the event has none: then it is the actual cost less what was paid before. */
export function linesOfPayment({
  lines,
  settled,
  reversed,
  paidBefore,
  amount,
}: Pick<PaymentProposed, 'lines' | 'settled' | 'reversed' | 'paidBefore' | 'amount'>): readonly PaymentLine[] {
  if (lines !== undefined) return lines;
  const cost = exact(settled).minus(reversed);
  const before = exact(paidBefore).negated();
  const derived: readonly (readonly [PaymentLineKind, Exact])[] = [
    ['paid-before', before],
    ['overpaid', exact(amount).minus(cost).minus(before)],
  ];
  const others = derived.filter(([, of]) => !of.isZero()).map(([kind, of]) => ({ kind, amount: money(of) }));
  return [{ kind: 'actual-cost', amount: money(cost) }, ...others];
}

/** Yuan of the lines of some kinds. */
export function sumOfLines(lines: readonly PaymentLine[] | undefined, ...kinds: readonly PaymentLineKind[]): Exact {
  return sum((lines ?? []).filter(({ kind }) => kinds.includes(kind)).map(({ amount }) => amount));
}

/** Yuan of all months. */
export function sumOfMonths(months: readonly MonthAmount[]): Exact {
  return sum(months.map(({ amount }) => amount));
}
