import { firstDayOf, yearOf, type PlainMonth } from '../../calendar/calendar.ts';
import { exact } from '../../money/money.ts';
import { contractIn, type Contract, type ContractsState } from './contracts.ts';
import type { Payable } from './month-due.ts';
import { linesOfPayment, workOutClearing, workOutMonth, workOutPrepayment, type Worked } from './payment-lines.ts';
import type { PaymentLine, PaymentsState } from './payments.ts';

/** What a payment would come to if it were proposed now. */
export interface DuePayment {
  /** Yuan. */
  readonly amount: string;
  /** They add up to the amount. */
  readonly lines: readonly PaymentLine[];
}

/** What the payments of a month would come to. Each is worked out by itself: what one of them draws on, the others draw on too. */
export interface DuePayments {
  /** `PayInstitution`. */
  readonly due: DuePayment;
  /** `PayPrepayment`; null where the contract grants none, the year's was approved before, or the year is closed. */
  readonly prepayment: DuePayment | null;
  /** `ClearInstitution`, in the last month of its year; else null. */
  readonly clearing: DuePayment | null;
}

/** What may be proposed for a month: worked out as the proposals work it out. */
export function duePayments(
  month: PlainMonth,
  payable: Payable,
  state: PaymentsState,
  isYearClosed: (year: number) => boolean,
): DuePayments {
  const year = yearOf(firstDayOf(month));
  const contract = isYearClosed(year) ? undefined : prepaymentContract(month, state);
  const isGranted = contract !== undefined && approvedPrepayment(month, state) === undefined;
  return {
    due: duePayment(workOutMonth(month, payable, state)),
    prepayment: isGranted ? duePayment(workOutPrepayment(contract, month)) : null,
    clearing: month.endsWith('-12') ? duePayment(workOutClearing(year, payable, state)) : null,
  };
}

function duePayment(worked: Worked): DuePayment {
  return { amount: worked.amount, lines: linesOfPayment(worked) };
}

/** The contract in force for a month, where it grants a prepayment. */
export function prepaymentContract(month: PlainMonth, state: ContractsState): Contract | undefined {
  const contract = contractIn(state, month);
  return contract === undefined || exact(contract.prepayment).isZero() ? undefined : contract;
}

/** The payment by which the prepayment of the month's year was approved. */
export function approvedPrepayment(
  month: PlainMonth,
  { payments }: Pick<PaymentsState, 'payments'>,
): string | undefined {
  const year = month.slice(0, 4);
  const earlier = Object.entries(payments).find(
    ([, each]) => each.kind === 'prepayment' && each.approved !== undefined && each.month.startsWith(year),
  );
  return earlier?.[0];
}
