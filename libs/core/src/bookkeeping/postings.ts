import type { LedgerEvent } from '../ledger/answer.ts';
import { sumOfLines, sumOfMonths } from '../ledger/institution/payment-lines.ts';
import { exact, money, type Exact } from '../money/money.ts';
import { ENTRY_LINES, type EntryKind, type EntryLine } from './entries.ts';

/** What an event means for the books: an entry's kind and amount. Its business date is the event's. */
export interface Entry {
  readonly kind: EntryKind;
  /** Yuan with two decimals; negative where an earlier entry is taken back. Never zero. */
  readonly amount: string;
  /** Id of the payment, claim, visit, expense, premium, adjustment or transfer; a recovery's reference; the month of a contribution or credit; else empty. */
  readonly reference: string;
}

/** A line of an entry with its amount. */
export interface Posting extends EntryLine {
  readonly amount: string;
}

/** The lines of an entry: debits equal credits, in each sub-ledger by itself. */
export function linesOf({ kind, amount }: Pick<Entry, 'kind' | 'amount'>): readonly Posting[] {
  return ENTRY_LINES[kind].map((line) => ({ ...line, amount }));
}

/** Double entry for an event: empty where no money moves on the cash basis. */
export function postingsOf(event: LedgerEvent): readonly Posting[] {
  return entriesOf(event).flatMap(linesOf);
}

/** Whether an event may move money. Each type is named: a new one is to be decided on, not passed over. */
const IS_POSTED: { readonly [T in LedgerEvent['type']]: boolean } = {
  InsuredEnrolled: false,
  EmploymentChanged: false,
  EntitlementSuspended: false,
  EntitlementResumed: false,
  OutOfAreaCareRegistered: false,
  OutOfAreaCareEnded: false,
  ConditionCertified: false,
  FamilyMemberLinked: false,
  FamilyMemberUnlinked: false,
  ContributionRecorded: true,
  ContributionReversed: true,
  AccountCredited: true,
  AccountDebited: true,
  PremiumPaid: true,
  AccountFundsHeld: false,
  HeldFundsCaptured: true,
  HeldFundsReleased: false,
  SettlementAbandoned: false,
  AccountTransferredIn: true,
  AccountTransferredOut: true,
  AccountRefunded: true,
  AccountInherited: true,
  InpatientStayRecorded: false,
  VisitSettled: true,
  ReimbursementRequested: false,
  ReimbursementDeclined: false,
  ReimbursementSettled: true,
  SettlementReversed: true,
  YearCarriedOver: false,
  InstitutionDesignated: false,
  InstitutionTierChanged: false,
  AgencyAssigned: false,
  DesignationSuspended: false,
  DesignationResumed: false,
  DesignationEnded: false,
  ContractAgreed: false,
  AssessmentRecorded: false,
  PaymentProposed: false,
  PaymentApproved: true,
  PaymentMade: true,
  ClaimSubmitted: false,
  ClaimApproved: false,
  ClaimRejected: false,
  CaseOpened: false,
  CaseDecided: false,
  CaseHandedOver: false,
  AmountRecovered: true,
  ParametersPublished: false,
  BudgetSet: false,
  YearClosed: false,
  MonthClosed: false,
  ReconciliationRecorded: false,
  ReconciliationItemResolved: false,
  ProcessStarted: false,
  ProcessCompleted: false,
  LedgerSealed: false,
  ReportExported: false,
};

const ALL_TYPES = Object.keys(IS_POSTED) as readonly LedgerEvent['type'][];

/** Events for which something may be posted. */
export const POSTED_TYPES = ALL_TYPES.filter((type) => IS_POSTED[type]);

/** Events that never move money: registers, proposals, holds, what is planned or proven. */
export const UNPOSTED_TYPES = ALL_TYPES.filter((type) => !IS_POSTED[type]);

/**
 * The entries of an event, on the cash basis: a visit's pooled part is no expenditure when it is settled nor when its payment is
 * approved, but when the bank has paid its institution; what the personal account pays leaves it at once.
 *
 * @throws Error for an event that the books do not know: what is not posted must be decided, not forgotten.
 */
export function entriesOf(event: LedgerEvent): readonly Entry[] {
  switch (event.type) {
    case 'ContributionRecorded':
    case 'ContributionReversed':
      return contribution(event);
    case 'VisitSettled':
    case 'ReimbursementSettled':
    case 'SettlementReversed':
      return care(event);
    case 'AccountCredited':
    case 'AccountDebited':
    case 'PremiumPaid':
    case 'HeldFundsCaptured':
      return accountMoved(event);
    case 'AccountTransferredIn':
      return entry('transfer-in', event.data.amount, event.data.transferId);
    case 'AccountTransferredOut':
      return entry('transfer-out', event.data.amount, '');
    case 'AccountRefunded':
    case 'AccountInherited':
      return entry('account-payout', event.data.amount, '');
    case 'PaymentApproved':
      return approval(event);
    case 'PaymentMade':
      return payout(event);
    case 'AmountRecovered':
      return entry('case-recovery', event.data.amount, event.data.reference);
    default:
      if (UNPOSTED_TYPES.includes(event.type)) return [];
      throw new Error(`The books do not know ${event.type}.`);
  }
}

type Event<T extends LedgerEvent['type']> = Extract<LedgerEvent, { readonly type: T }>;

function entry(kind: EntryKind, amount: string | Exact, reference: string): readonly Entry[] {
  const value = exact(String(amount));
  return value.isZero() ? [] : [{ kind, amount: money(value), reference }];
}

function negative(amount: string): Exact {
  return exact(amount).negated();
}

/** The person's part belongs to the accounts, all else to the pool, which may put some of it into the accounts (zibo art. 5). */
function contribution({ type, data }: Event<'ContributionRecorded' | 'ContributionReversed'>): readonly Entry[] {
  const sign = type === 'ContributionRecorded' ? 1 : -1;
  const { amount, personal, fromPool, month } = data;
  return [
    ...entry('pooled-contribution', exact(amount).minus(personal).times(sign), month),
    ...entry('personal-contribution', exact(personal).times(sign), month),
    ...entry('into-personal-accounts', exact(fromPool).times(sign), month),
  ];
}

/**
 * A visit moves the account that paid; another's account has events of its own. A claim's pooled part is paid to the patient when it is
 * settled, and is to be recovered from the patient when it is reversed.
 */
function care(event: Event<'VisitSettled' | 'ReimbursementSettled' | 'SettlementReversed'>): readonly Entry[] {
  const { pooled, account, accountOwner, visitId } = event.data;
  const own = accountOwner === undefined ? account : '0.00';
  switch (event.type) {
    case 'VisitSettled':
      return entry('personal-care', own, visitId);
    case 'ReimbursementSettled':
      return [...entry('claim-payment', pooled, event.data.claimId), ...entry('personal-care', own, visitId)];
    case 'SettlementReversed': {
      const back = entry('personal-care', negative(own), visitId);
      const { claimId } = event.data;
      return claimId === undefined ? back : [...entry('claim-reversal', pooled, claimId), ...back];
    }
  }
}

function accountMoved(
  event: Event<'AccountCredited' | 'AccountDebited' | 'PremiumPaid' | 'HeldFundsCaptured'>,
): readonly Entry[] {
  const { amount } = event.data;
  if (event.type === 'PremiumPaid') return entry('personal-premium', amount, event.data.premiumId);
  if (event.type === 'HeldFundsCaptured') return entry('personal-care', amount, event.data.visitId);
  const { data } = event;
  switch (data.cause) {
    case 'month':
      return entry('into-personal-accounts', amount, data.month);
    case 'reversal':
      return entry('personal-care', negative(amount), data.visitId);
    case 'expense':
      return entry('personal-care', amount, data.expenseId);
    case 'adjustment': {
      const kind = event.type === 'AccountCredited' ? 'adjustment-in' : 'adjustment-out';
      return entry(kind, amount, data.adjustmentId);
    }
  }
}

/**
 * What is to go to the institution waits in the expenditure account until the bank pays it (`PaymentMade`): nothing is spent yet.
 * What is withheld of what it was due moves no money at all. A deposit is spent for visits and held for the institution; a prepayment
 * that is taken back becomes expenditure; of a deposit, what pays for something else instead of going back is benefits taken back.
 */
function approval({ data }: Event<'PaymentApproved'>): readonly Entry[] {
  const { paymentId, paid, withheld, lines, parts } = data;
  const applied = sumOfLines(lines, 'deposit-released').minus(parts?.deposit ?? '0');
  return [
    ...entry('institution-drawing', paid, paymentId),
    ...entry('institution-withheld', sumOfMonths(withheld), paymentId),
    ...entry('deposit-held', sumOfLines(lines, 'deposit').negated(), paymentId),
    ...entry('deposit-applied', applied, paymentId),
    ...entry('prepayment-offset', sumOfLines(lines, 'prepayment-offset').negated(), paymentId),
  ];
}

/** What the bank paid is for visits, gives a deposit back, or is an advance. */
function payout({ data: { paymentId, paid, parts } }: Event<'PaymentMade'>): readonly Entry[] {
  if (parts === undefined) return entry('institution-payment', paid, paymentId);
  return [
    ...entry('institution-payment', parts.benefits, paymentId),
    ...entry('deposit-payout', parts.deposit, paymentId),
    ...entry('prepayment-payout', parts.prepayment, paymentId),
  ];
}
