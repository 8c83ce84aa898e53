import { firstDayOf, firstOfNextMonth, yearOf, type PlainDate, type PlainMonth } from '../../calendar/calendar.ts';
import { exact, least, money, notNegative, ZERO } from '../../money/money.ts';
import { refuse } from '../refusal.ts';
import type { ApprovePayment, ClearInstitution, PayInstitution, PayPrepayment, RecordPayment } from './commands.ts';
import { approvedPrepayment, prepaymentContract } from './due-payments.ts';
import { monthDue, type Payable } from './month-due.ts';
import {
  contractNumbers,
  sumOfLines,
  sumOfMonths,
  workOutClearing,
  workOutMonth,
  workOutPrepayment,
  type Worked,
} from './payment-lines.ts';
import {
  draws,
  sumIn,
  type Payment,
  type PaymentEvent,
  type PaymentKind,
  type PaymentParts,
  type PaymentsState,
  type Withheld,
} from './payments.ts';

/** What a decision about a payment rests on beside the institution's own stream. */
export interface PaymentContext {
  readonly payable: Payable;
  readonly isYearClosed: (year: number) => boolean;
  readonly actor: string;
}

/**
 * Business date of a month's payment: the first day after it, when the month is cleared. Where that year is closed, the first day
 * of the next open one: an institution is paid for late visits all the same, and a closed year's books stay as they are.
 */
export function clearingDay(month: PlainMonth, isYearClosed: (year: number) => boolean): PlainDate {
  return openDay(firstOfNextMonth(firstDayOf(month)), isYearClosed);
}

/** Business date of a prepayment in a month: its first day, or the first one of the next open year. */
export function prepaymentDay(month: PlainMonth, isYearClosed: (year: number) => boolean): PlainDate {
  return openDay(firstDayOf(month), isYearClosed);
}

function openDay(from: PlainDate, isYearClosed: (year: number) => boolean): PlainDate {
  let day = from;
  while (isYearClosed(yearOf(day))) day = `${String(yearOf(day) + 1)}-01-01`;
  return day;
}

function dayOf({ month, kind }: Pick<Payment, 'month' | 'kind'>, isYearClosed: (year: number) => boolean): PlainDate {
  return kind === 'prepayment' ? prepaymentDay(month, isYearClosed) : clearingDay(month, isYearClosed);
}

/** Proposes what is due to an institution for a month: by its contract, else by actual cost (shangrao art. 22, baoshan art. 15). */
export function decidePaymentProposal(
  { institutionId, month }: PayInstitution,
  state: PaymentsState,
  context: PaymentContext,
): PaymentEvent {
  return proposal({ institutionId, month }, workOutMonth(month, context.payable, state), state, context);
}

/** Proposes a year's prepayment, by the contract that is in force for the month; once approved there is none for the year any more. */
export function decidePrepayment(
  { institutionId, month }: PayPrepayment,
  state: PaymentsState,
  context: PaymentContext,
): PaymentEvent {
  const year = yearOf(firstDayOf(month));
  if (context.isYearClosed(year)) refuse('year-closed', `The year ${String(year)} is closed.`, { field: 'month' });
  const contract = prepaymentContract(month, state);
  if (contract === undefined) {
    const message = `No contract with ${institutionId} grants a prepayment in ${month}.`;
    return refuse('no-contract', message, { field: 'month' });
  }
  requireNoPrepayment(month, state);
  const kind = 'prepayment';
  return proposal({ institutionId, month, kind }, workOutPrepayment(contract, month), state, context);
}

function requireNoPrepayment(month: PlainMonth, state: PaymentsState): void {
  const earlier = approvedPrepayment(month, state);
  if (earlier === undefined) return;
  refuse('already-exists', `The prepayment ${earlier} was approved for ${month.slice(0, 4)} before.`, {
    field: 'month',
  });
}

/** Proposes the clearing of a year, as often as something is left to be cleared. */
export function decideClearing(
  { institutionId, year }: ClearInstitution,
  state: PaymentsState,
  context: PaymentContext,
): PaymentEvent {
  const about = { institutionId, month: `${String(year)}-12`, kind: 'clearing' } as const;
  return proposal(about, workOutClearing(year, context.payable, state), state, context);
}

interface About {
  readonly institutionId: string;
  readonly month: PlainMonth;
  readonly kind?: PaymentKind;
}

function proposal(
  { institutionId, month, kind }: About,
  { settled, reversed, paidBefore, amount, ...terms }: Worked,
  state: PaymentsState,
  { payable, isYearClosed, actor }: PaymentContext,
): PaymentEvent {
  const before = Object.values(state.payments).filter((payment) => payment.month === month).length;
  const of = kind === undefined ? {} : { kind };
  return {
    type: 'PaymentProposed',
    occurredOn: dayOf({ month, ...of }, isYearClosed),
    data: {
      paymentId: `${institutionId}-${month}-${String(before + 1)}`,
      month,
      ...of,
      settled,
      reversed,
      paidBefore,
      amount,
      ...terms,
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
  requireCurrent(paymentId, payment, state, payable);
  const { month, amount, lines } = payment;
  const withheld = payment.kind === 'prepayment' ? [] : withheldFrom(payment, state, payable);
  const paid = exact(amount).minus(sumOfMonths(withheld));
  const terms = lines === undefined ? {} : { lines };
  const parts = lines === undefined ? {} : { parts: partsOf(payment, withheld) };
  return {
    type: 'PaymentApproved',
    occurredOn: dayOf(payment, isYearClosed),
    data: {
      ...{ paymentId, month, amount, ...terms, withheld, paid: money(paid), ...parts },
      ...{ upTo: payable.upTo, approvedBy: actor },
    },
  };
}

/**
 * A payment is approved only while what it was worked out from still holds: the contracts, and with lines what was paid for its months
 * and what is left to draw on. What was reversed meanwhile is withheld.
 */
function requireCurrent(paymentId: string, payment: Payment, state: PaymentsState, payable: Payable): void {
  const { month, kind, cleared, contracts, paidBefore, lines, drawsBefore } = payment;
  if (kind === 'prepayment') requireNoPrepayment(month, state);
  const outdated = (what: string): never =>
    refuse('payment-outdated', `${what} since ${paymentId} was proposed: propose it anew.`, { field: 'paymentId' });
  const months = kind === undefined || kind === 'prepayment' ? [month] : cleared.map((each) => each.month);
  const now = contractNumbers(months.map((each) => monthDue(each, payable, state)));
  if (now.join() !== contracts.join()) outdated('Another contract was agreed');
  if (lines === undefined || kind === 'prepayment') return;
  const paid = months.reduce((sum, each) => sum.plus(sumIn(state.paidFor, each)), ZERO);
  if (!paid.eq(paidBefore)) outdated('Another payment for its months was approved');
  if (draws(payment) && state.draws !== drawsBefore) outdated('Another payment drew on the same deposit or deduction');
}

/** What is kept back is kept back from what is paid for visits first, and then from a deposit that is given back. */
function partsOf({ cleared, lines }: Payment, withheld: readonly Withheld[]): PaymentParts {
  const kept = sumOfLines(lines, 'deposit', 'deduction', 'prepayment-offset').negated().plus(sumOfMonths(withheld));
  const forVisits = sumOfMonths(cleared).minus(kept);
  const released = sumOfLines(lines, 'deposit-released');
  return {
    benefits: money(notNegative(forVisits)),
    deposit: money(released.minus(notNegative(forVisits.negated()))),
    prepayment: money(sumOfLines(lines, 'prepayment')),
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
  const { paid, parts } = approved;
  const of = parts === undefined ? {} : { parts };
  return { type: 'PaymentMade', occurredOn: date, data: { paymentId, month, paid, ...of, reference, madeBy: actor } };
}

/** By month, the earliest first: what was paid too much, as far as the payment goes. */
function withheldFrom({ cleared, amount }: Payment, state: PaymentsState, payable: Payable): readonly Withheld[] {
  const withheld: Withheld[] = [];
  const own = new Map(cleared.map((each) => [each.month, each.amount]));
  let left = exact(amount);
  for (const month of [...new Set([...Object.keys(state.paidFor), ...own.keys()])].sort()) {
    const paid = sumIn(state.paidFor, month).plus(own.get(month) ?? '0');
    const back = least(notNegative(paid.minus(monthDue(month, payable, state).due)), left);
    if (back.isZero()) continue;
    withheld.push({ month, amount: money(back) });
    left = left.minus(back);
  }
  return withheld;
}
