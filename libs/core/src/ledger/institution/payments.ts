import { isMonth, type PlainDate, type PlainMonth } from '../../calendar/calendar.ts';
import { exact, money, type Exact } from '../../money/money.ts';
import type { Proposed } from '../event.ts';
import { evolveContracts, NO_CONTRACTS, type ContractEvent, type ContractsState } from './contracts.ts';

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

/** Yuan of a month. */
export interface MonthAmount {
  readonly month: PlainMonth;
  readonly amount: string;
}

/**
 * What a line of a payment stands for: the actual cost; what the contract's method adds to it or takes away; what was paid for the
 * months before, and what of that was too much and is left for later payments; the deposit that is kept back or released; what is
 * deducted for an assessment; a prepayment, and what is taken back of one.
 */
export const PAYMENT_LINES = [
  'actual-cost',
  'method',
  'paid-before',
  'overpaid',
  'deposit',
  'deduction',
  'prepayment-offset',
  'prepayment',
  'deposit-released',
] as const;

export type PaymentLineKind = (typeof PAYMENT_LINES)[number];

/** A line of a payment; a payment's lines add up to its amount. */
export interface PaymentLine {
  readonly kind: PaymentLineKind;
  /** Yuan; negative where it makes the payment less. */
  readonly amount: string;
  /** Where the region's document says so. Absent where it says nothing: then the agreement alone does. */
  readonly article?: string;
  /** Whose deposit or prepayment it is. */
  readonly year?: number;
  /** For which assessment is deducted. */
  readonly assessmentId?: string;
}

/** What is no payment for a month's visits: money in advance of a year, or the clearing of one. */
export type PaymentKind = 'prepayment' | 'clearing';

/**
 * What an institution is due for a month was worked out and proposed for payment: settled less reversed less what was paid for the
 * month before, not below zero; or a prepayment, or a year's clearing. Amounts are yuan.
 */
export interface PaymentProposed {
  readonly paymentId: string;
  /** A clearing's is the last of its year, a prepayment's the one on whose first day it is paid. */
  readonly month: PlainMonth;
  /** Absent for the payment of a month's visits. */
  readonly kind?: PaymentKind;
  /** The pooled fund's parts of the visits dated in the month; claims are paid to the patient and do not count. */
  readonly settled: string;
  /** Of those, what was taken back. */
  readonly reversed: string;
  /** Payments that were approved for the month, less what was withheld for it since. */
  readonly paidBefore: string;
  readonly amount: string;
  /** How it came about, where a contract, an assessment or a prepayment has a part in it: the lines add up to the amount. */
  readonly lines?: readonly PaymentLine[];
  /** What of the months' due is paid off by it, whatever is kept back. Absent without lines: the amount, for the month. */
  readonly cleared?: readonly MonthAmount[];
  /** Numbers of the contracts by which it was worked out. */
  readonly contracts?: readonly number[];
  /** Position of the log up to which visits and reversals were counted. */
  readonly upTo: string;
  readonly proposedBy: string;
}

/** What was paid too much for a month, and is kept back from a payment. */
export type Withheld = MonthAmount;

/** Of what the money is made that goes to an institution, in yuan. */
export interface PaymentParts {
  /** For visits. */
  readonly benefits: string;
  /** A deposit that is given back. */
  readonly deposit: string;
  /** In advance. */
  readonly prepayment: string;
}

/** A second person approved a payment. What was reversed after its month had been paid is kept back from it. */
export interface PaymentApproved {
  readonly paymentId: string;
  readonly month: PlainMonth;
  readonly amount: string;
  /** Those of the proposal. */
  readonly lines?: readonly PaymentLine[];
  /** By month, the earliest first. */
  readonly withheld: readonly Withheld[];
  /** The money that goes to the institution: the amount less what is withheld. */
  readonly paid: string;
  /** Absent without lines: all of it is for visits. */
  readonly parts?: PaymentParts;
  readonly upTo: string;
  readonly approvedBy: string;
}

/** A third person recorded that the bank carried an approved payment out. Its business date is the day on which the money left. */
export interface PaymentMade {
  readonly paymentId: string;
  readonly month: PlainMonth;
  /** Yuan that went to the institution: what its approval left to pay. */
  readonly paid: string;
  /** Those of the approval. */
  readonly parts?: PaymentParts;
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
export interface Payment
  extends
    Required<Pick<PaymentProposed, 'cleared' | 'contracts'>>,
    Pick<PaymentProposed, 'month' | 'kind' | 'amount' | 'paidBefore' | 'lines' | 'proposedBy'> {
  /** How many payments that draw on deposits, prepayments or deductions had been approved when it was proposed. */
  readonly drawsBefore: number;
  readonly approved?: {
    readonly by: string;
    /** Its business date: no money leaves before it. */
    readonly on: PlainDate;
    /** Yuan that it left to pay. */
    readonly paid: string;
    readonly parts?: PaymentParts;
  };
  /** Whether the bank carried it out. */
  readonly made: boolean;
}

/** Yuan by some key. */
interface Sums {
  readonly [key: string]: string;
}

export interface PaymentsState extends ContractsState {
  readonly payments: { readonly [paymentId: string]: Payment };
  /** Yuan paid for each month: what was approved for it, less what was withheld for it. A deposit kept back counts as paid. */
  readonly paidFor: Sums;
  /** By year, what is kept back as a deposit. */
  readonly deposits: Sums;
  /** By year, what the bank paid in advance and no payment has taken back. */
  readonly advances: Sums;
  /** By assessment, what was deducted for it. */
  readonly deducted: Sums;
  /** Approved payments that drew on one of these. */
  readonly draws: number;
}

export const NO_PAYMENTS: PaymentsState = {
  ...NO_CONTRACTS,
  payments: {},
  paidFor: {},
  deposits: {},
  advances: {},
  deducted: {},
  draws: 0,
};

/** The state after one more event. */
export function evolvePayments(state: PaymentsState, event: PaymentEvent | ContractEvent): PaymentsState {
  switch (event.type) {
    case 'ContractAgreed':
    case 'AssessmentRecorded':
      return { ...state, ...evolveContracts(state, event) };
    case 'PaymentProposed':
      return withPayment(state, event.data.paymentId, proposed(event.data, state.draws));
    case 'PaymentApproved':
      return approvedIn(state, event);
    case 'PaymentMade': {
      const { paymentId, parts } = event.data;
      const payment = state.payments[paymentId] as Payment;
      const made = withPayment(state, paymentId, { ...payment, made: true });
      const year = payment.month.slice(0, 4);
      return parts === undefined ? made : { ...made, advances: plus(state.advances, year, parts.prepayment) };
    }
  }
}

function withPayment(state: PaymentsState, paymentId: string, payment: Payment): PaymentsState {
  return { ...state, payments: { ...state.payments, [paymentId]: payment } };
}

function proposed(data: PaymentProposed, drawsBefore: number): Payment {
  const { month, kind, amount, paidBefore, lines, proposedBy, contracts = [] } = data;
  const { cleared = [{ month, amount }] } = data;
  return {
    month,
    ...(kind === undefined ? {} : { kind }),
    amount,
    paidBefore,
    ...(lines === undefined ? {} : { lines }),
    cleared,
    contracts,
    proposedBy,
    drawsBefore,
    made: false,
  };
}

function approvedIn(
  state: PaymentsState,
  { data, occurredOn: on }: Proposed<'PaymentApproved', PaymentApproved>,
): PaymentsState {
  const { paymentId, approvedBy: by, paid, parts, withheld, lines = [] } = data;
  const payment = state.payments[paymentId] as Payment;
  const approved = { by, on, paid, ...(parts === undefined ? {} : { parts }) };
  const cleared = payment.cleared.reduce((sums, { month, amount }) => plus(sums, month, amount), state.paidFor);
  const paidFor = withheld.reduce((sums, { month, amount }) => plus(sums, month, negated(amount)), cleared);
  const next = withPayment({ ...state, paidFor }, paymentId, { ...payment, approved });
  return { ...lines.reduce(drawnBy, next), draws: state.draws + (draws(payment) ? 1 : 0) };
}

/** What a line does to what is kept back, was paid in advance, or is to be deducted. */
function drawnBy(state: PaymentsState, { kind, amount, year, assessmentId }: PaymentLine): PaymentsState {
  switch (kind) {
    case 'deposit':
    case 'deposit-released':
      return { ...state, deposits: plus(state.deposits, String(year), negated(amount)) };
    case 'prepayment-offset':
      return { ...state, advances: plus(state.advances, String(year), amount) };
    case 'deduction':
      return { ...state, deducted: plus(state.deducted, assessmentId as string, negated(amount)) };
    default:
      return state;
  }
}

/** True for a payment whose lines rest on what other payments leave of a deposit, a prepayment or a deduction. */
export function draws({ lines = [] }: Pick<Payment, 'lines'>): boolean {
  return lines.some(({ kind }) => kind === 'deposit-released' || kind === 'prepayment-offset' || kind === 'deduction');
}

function negated(amount: string): Exact {
  return exact(amount).negated();
}

function plus(sums: Sums, key: string, amount: string | Exact): Sums {
  return { ...sums, [key]: money(sumIn(sums, key).plus(amount).plus(0)) };
}

/** Yuan under a key; zero where there are none. */
export function sumIn(sums: Sums, key: string): Exact {
  return exact(Object.hasOwn(sums, key) ? (sums[key] as string) : '0');
}
