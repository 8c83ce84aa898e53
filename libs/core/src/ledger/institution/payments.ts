import {
  firstDayOf,
  firstOfNextMonth,
  isMonth,
  yearOf,
  type PlainDate,
  type PlainMonth,
} from '../../calendar/calendar.ts';
import { exact, least, money, notNegative, ZERO, type Exact } from '../../money/money.ts';
import type { ApprovePayment, PayInstitution, RecordPayment } from '../commands.ts';
import type { Proposed } from '../event.ts';
import { refuse } from '../refusal.ts';

/** What a payment's id says: "H1-2023-03-2" is the second payment proposed to H1 for March 2023. */
export interface PaymentId {
  readonly institutionId: string;
  readonly month: PlainMonth;
  readonly number: number;
}

const PAYMENT_ID = /^(.+)-(\d{4}-\d{2})-([1-9]\d{0,8})$/u;

/** Reads a payment's id: month and number stand at its end, so that the institution's own id may be anything. */
export function readPaymentId(paymentId: string): PaymentId | undefined {
  const [, institutionId = '', month, number] = PAYMENT_ID.exec(paymentId) ?? [];
  return isMonth(month) ? { institutionId, month, number: Number(number) } : undefined;
}

// Events

/**
 * What an institution is due for a month was worked out and proposed for payment: settled less reversed less what was paid for the
 * month before, not below zero. Amounts are yuan.
 */
export interface PaymentProposed {
  readonly paymentId: string;
  readonly month: PlainMonth;
  /** The pooled fund's parts of the visits dated in the month; claims are paid to the patient and do not count. */
  readonly settled: string;
  /** Of those, what was taken back. */
  readonly reversed: string;
  /** Payments that were approved for the month, less what was withheld for it since. */
  readonly paidBefore: string;
  readonly amount: string;
  /** Position of the log up to which visits and reversals were counted. */
  readonly upTo: string;
  readonly proposedBy: string;
}

/** What was paid too much for a month, and is kept back from a payment. */
export interface Withheld {
  readonly month: PlainMonth;
  readonly amount: string;
}

/** A second person approved a payment. What was reversed after its month had been paid is kept back from it. */
export interface PaymentApproved {
  readonly paymentId: string;
  readonly month: PlainMonth;
  readonly amount: string;
  /** By month, the earliest first. */
  readonly withheld: readonly Withheld[];
  /** The money that goes to the institution: the amount less what is withheld. */
  readonly paid: string;
  readonly upTo: string;
  readonly approvedBy: string;
}

/** A third person recorded that the bank carried an approved payment out. Its business date is the day on which the money left. */
export interface PaymentMade {
  readonly paymentId: string;
  readonly month: PlainMonth;
  /** Yuan that went to the institution: what its approval left to pay. */
  readonly paid: string;
  /** What the bank calls its order. */
  readonly reference: string;
  readonly madeBy: string;
}

export type PaymentEvent =
  | Proposed<'PaymentProposed', PaymentProposed>
  | Proposed<'PaymentApproved', PaymentApproved>
  | Proposed<'PaymentMade', PaymentMade>;

// State and fold

/** A payment by its id. */
export interface Payment {
  readonly month: PlainMonth;
  readonly amount: string;
  readonly proposedBy: string;
  readonly approved?: {
    readonly by: string;
    /** Its business date: no money leaves before it. */
    readonly on: PlainDate;
    /** Yuan that it left to pay. */
    readonly paid: string;
  };
  /** Whether the bank carried it out. */
  readonly made: boolean;
}

export interface PaymentsState {
  readonly payments: { readonly [paymentId: string]: Payment };
  /** Yuan paid for each month: what was approved for it, less what was withheld for it. */
  readonly paidFor: { readonly [month: PlainMonth]: string };
}

export const NO_PAYMENTS: PaymentsState = { payments: {}, paidFor: {} };

/** The state after one more event. */
export function evolvePayments(state: PaymentsState, event: PaymentEvent): PaymentsState {
  const { paymentId, month } = event.data;
  const withPayment = (payment: Payment) => ({ ...state.payments, [paymentId]: payment });
  const before = state.payments[paymentId] as Payment;
  if (event.type === 'PaymentProposed') {
    const { amount, proposedBy } = event.data;
    return { ...state, payments: withPayment({ month, amount, proposedBy, made: false }) };
  }
  if (event.type === 'PaymentMade') return { ...state, payments: withPayment({ ...before, made: true }) };
  const { amount, approvedBy, paid } = event.data;
  const approved = { ...before, approved: { by: approvedBy, on: event.occurredOn, paid } };
  const paidFor: { [month: PlainMonth]: string } = {
    ...state.paidFor,
    [month]: money(paidOf(state, month).plus(amount)),
  };
  for (const { month: of, amount: back } of event.data.withheld)
    paidFor[of] = money(exact(paidFor[of] ?? '0').minus(back));
  return { payments: withPayment(approved), paidFor };
}

function paidOf(state: PaymentsState, month: PlainMonth): Exact {
  return exact(state.paidFor[month] ?? '0');
}

// Decide

/** What the pooled fund owes an institution by month, before any payment: read from the log up to a position. */
export interface Payable {
  readonly upTo: string;
  readonly months: { readonly [month: PlainMonth]: { readonly settled: string; readonly reversed: string } };
}

/** What a decision about a payment rests on beside the institution's own stream. */
export interface PaymentContext {
  readonly payable: Payable;
  readonly isYearClosed: (year: number) => boolean;
  readonly actor: string;
}

function totalsOf({ months }: Payable, month: PlainMonth): { readonly settled: string; readonly reversed: string } {
  return months[month] ?? { settled: '0.00', reversed: '0.00' };
}

/**
 * Business date of a month's payment: the first day after it, when the month is cleared. Where that year is closed, the first day
 * of the next open one: an institution is paid for late visits all the same, and a closed year's books stay as they are.
 */
export function clearingDay(month: PlainMonth, isYearClosed: (year: number) => boolean): PlainDate {
  let day = firstOfNextMonth(firstDayOf(month));
  while (isYearClosed(yearOf(day))) day = `${String(yearOf(day) + 1)}-01-01`;
  return day;
}

/** Proposes what is due to an institution for a month, by actual cost (shangrao art. 22, baoshan art. 15). */
export function decidePaymentProposal(
  { institutionId, month }: PayInstitution,
  state: PaymentsState,
  { payable, isYearClosed, actor }: PaymentContext,
): PaymentEvent {
  const before = Object.values(state.payments).filter((payment) => payment.month === month).length;
  const { settled, reversed } = totalsOf(payable, month);
  const paidBefore = paidOf(state, month);
  return {
    type: 'PaymentProposed',
    occurredOn: clearingDay(month, isYearClosed),
    data: {
      paymentId: `${institutionId}-${month}-${String(before + 1)}`,
      month,
      settled,
      reversed,
      paidBefore: money(paidBefore),
      amount: money(notNegative(exact(settled).minus(reversed).minus(paidBefore))),
      upTo: payable.upTo,
      proposedBy: actor,
    },
  };
}

/**
 * Approves a proposed payment, once, by another person than who proposed it. What has been paid too much for any month by now, this
 * payment's own included, is withheld from it; what it does not cover is left for the next one.
 */
export function decidePaymentApproval(
  { paymentId }: ApprovePayment,
  state: PaymentsState | undefined,
  { payable, isYearClosed, actor }: PaymentContext,
): PaymentEvent {
  const payment = paymentOf(paymentId, state);
  if (state === undefined || payment === undefined) return unknownPayment(paymentId);
  if (payment.approved !== undefined) {
    refuse('already-exists', `The payment ${paymentId} was approved before.`, { field: 'paymentId' });
  }
  if (payment.proposedBy === actor) {
    refuse('same-actor', `${actor} proposed the payment and may not approve it.`, { field: 'actor' });
  }
  const { month, amount } = payment;
  const withheld = withheldFrom(payment, state, payable);
  const paid = withheld.reduce((left, { amount: back }) => left.minus(back), exact(amount));
  return {
    type: 'PaymentApproved',
    occurredOn: clearingDay(month, isYearClosed),
    data: { paymentId, month, amount, withheld, paid: money(paid), upTo: payable.upTo, approvedBy: actor },
  };
}

function paymentOf(paymentId: string, state: PaymentsState | undefined): Payment | undefined {
  return Object.hasOwn(state?.payments ?? {}, paymentId) ? state?.payments[paymentId] : undefined;
}

function unknownPayment(paymentId: string): never {
  return refuse('unknown-payment', `No payment ${paymentId} was proposed in the region.`, { field: 'paymentId' });
}

/**
 * Records that the bank paid what was approved, once, by a third person: neither who proposed it nor who approved it.
 *
 * @param isYearClosed whether a year's books take nothing more.
 */
export function decidePaymentRecord(
  { paymentId, date, reference }: RecordPayment,
  state: PaymentsState | undefined,
  { isYearClosed, actor }: Pick<PaymentContext, 'isYearClosed' | 'actor'>,
): PaymentEvent {
  const payment = paymentOf(paymentId, state);
  if (payment === undefined) return unknownPayment(paymentId);
  const { month, approved, proposedBy, made } = payment;
  if (made) refuse('already-exists', `The payment ${paymentId} was made before.`, { field: 'paymentId' });
  if (isYearClosed(yearOf(date))) {
    refuse('year-closed', `The year ${String(yearOf(date))} is closed.`, { field: 'date' });
  }
  if (approved === undefined) {
    return refuse('payment-not-approved', `The payment ${paymentId} was not approved yet.`, { field: 'paymentId' });
  }
  if (exact(approved.paid).isZero()) {
    refuse('invalid-command', `The payment ${paymentId} leaves nothing to pay.`, { field: 'paymentId' });
  }
  if (date < approved.on) {
    refuse('invalid-command', `The payment ${paymentId} is cleared on ${approved.on}, not before.`, { field: 'date' });
  }
  if (actor === proposedBy || actor === approved.by) {
    const did = actor === proposedBy ? 'proposed' : 'approved';
    refuse('same-actor', `${actor} ${did} the payment and may not make it.`, { field: 'actor' });
  }
  const { paid } = approved;
  return { type: 'PaymentMade', occurredOn: date, data: { paymentId, month, paid, reference, madeBy: actor } };
}

function withheldFrom({ month: own, amount }: Payment, state: PaymentsState, payable: Payable): readonly Withheld[] {
  const withheld: Withheld[] = [];
  let left = exact(amount);
  for (const month of [...new Set([...Object.keys(state.paidFor), own])].sort()) {
    const { settled, reversed } = totalsOf(payable, month);
    const paid = paidOf(state, month).plus(month === own ? amount : ZERO);
    const back = least(notNegative(paid.minus(exact(settled).minus(reversed))), left);
    if (back.isZero()) continue;
    withheld.push({ month, amount: money(back) });
    left = left.minus(back);
  }
  return withheld;
}
