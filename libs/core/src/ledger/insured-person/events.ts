import type { PlainDate, PlainMonth } from '../../calendar/calendar.ts';
import type { Employment, Plan } from '../../policy/pack.ts';
import type { CertifiedProgramme, ExpenseKind, FamilyRelation, Product, RegistrationKind } from '../commands.ts';
import type { Proposed } from '../event.ts';
import type {
  InpatientStayRecorded,
  ReimbursementDeclined,
  ReimbursementRequested,
  ReimbursementSettled,
  SettlementReversed,
  VisitSettled,
} from './care-events.ts';
import type { PersonSnapshot } from './snapshot.ts';

export type * from './care-events.ts';

/**
 * Stream of an insured person: the personal account and the benefit accumulators, so that one settlement is one atomic
 * append.
 */
export function personStream(region: string, personId: string): string {
  return `insured-${region}.${personId}`;
}

/** Amounts are yuan as text with two decimals; `balance` is the account's balance after the event. */
export interface InsuredEnrolled {
  readonly birthDate: PlainDate;
  readonly employment: Employment;
  readonly plan: Plan;
  readonly from: PlainDate;
}

/** Employment from a day on: the first of the month after the procedure was completed (POLICY A2). */
export interface EmploymentChanged {
  readonly employment: Employment;
  readonly completedOn: PlainDate;
  readonly from: PlainDate;
}

export interface EntitlementChanged {
  readonly from: PlainDate;
}

export interface OutOfAreaCareRegistered {
  readonly kind: RegistrationKind;
  readonly area: string;
  readonly from: PlainDate;
}

export interface OutOfAreaCareEnded {
  readonly area: string;
  readonly from: PlainDate;
}

/** A certificate for a programme and a condition, from a day on. */
export interface ConditionCertified {
  readonly programme: CertifiedProgramme;
  readonly condition: string;
  /** Special diseases in baoshan: no yearly deductible (art. 11). */
  readonly severeMentalDisorder: boolean;
  readonly from: PlainDate;
}

/** A spouse, parent or child for whom the account may pay, from a day on. A second link to the same member replaces the first. */
export interface FamilyMemberLinked {
  readonly memberId: string;
  readonly relation: FamilyRelation;
  /** Administrative division in which the member is insured. */
  readonly insuredArea: string;
  readonly from: PlainDate;
}

export interface FamilyMemberUnlinked {
  readonly memberId: string;
  readonly from: PlainDate;
}

/** What was collected for a month, and how it was divided. */
export interface ContributionRecorded {
  readonly month: PlainMonth;
  readonly base: string;
  /** All that was collected: personal + employer's credit + what stays in the pool. */
  readonly amount: string;
  /** The person's own contribution, into the account. */
  readonly personal: string;
  /** What the pool put into the account out of the employer's part (zibo art. 5, months of 2023). */
  readonly fromPool: string;
  readonly balance: string;
  /** Rows of the pack that decided. */
  readonly rows: readonly string[];
}

export interface ContributionReversed {
  readonly month: PlainMonth;
  readonly reason: string;
  readonly amount: string;
  readonly personal: string;
  readonly fromPool: string;
  readonly balance: string;
}

/** Money came into the account: a retired person's month, an adjustment, or a family member's visit reversed. */
export type AccountCredited =
  | {
      readonly cause: 'month';
      readonly month: PlainMonth;
      readonly amount: string;
      readonly balance: string;
      readonly rows: readonly string[];
    }
  | {
      readonly cause: 'adjustment';
      readonly adjustmentId: string;
      readonly amount: string;
      readonly reason: string;
      readonly balance: string;
    }
  | {
      /** What this account paid for a family member's visit comes back: the visit was reversed. */
      readonly cause: 'reversal';
      readonly patientId: string;
      readonly visitId: string;
      readonly amount: string;
      readonly balance: string;
    };

/** Money left the account: an adjustment, or an expense at an institution outside a settled visit (POLICY.md 4). */
export type AccountDebited =
  | {
      readonly cause: 'adjustment';
      readonly adjustmentId: string;
      readonly amount: string;
      readonly reason: string;
      readonly balance: string;
    }
  | {
      readonly cause: 'expense';
      readonly expenseId: string;
      readonly amount: string;
      readonly kind: ExpenseKind;
      readonly institutionId: string;
      /** Time of the payment on its day, "14:05". */
      readonly time?: string;
      /** Whose expense it is; the owner's own where absent. */
      readonly beneficiaryId?: string;
      readonly balance: string;
      /** Row of the pack that allows it. */
      readonly rows: readonly string[];
    };

export interface PremiumPaid {
  readonly premiumId: string;
  readonly product: Product;
  readonly amount: string;
  readonly beneficiaryId?: string;
  readonly balance: string;
  readonly rows: readonly string[];
}

/** Money of this account is set aside for a family member's visit until it is captured or released. */
export interface AccountFundsHeld {
  readonly patientId: string;
  readonly visitId: string;
  readonly amount: string;
}

/** The family member's visit was settled: what was held is spent. */
export interface HeldFundsCaptured {
  readonly patientId: string;
  readonly visitId: string;
  readonly amount: string;
  readonly balance: string;
}

/** The family member's visit was not settled: what was held is free again. */
export interface HeldFundsReleased {
  readonly patientId: string;
  readonly visitId: string;
  readonly amount: string;
}

/**
 * In the patient's stream: a settlement for which a family member's account held funds was interrupted and will not be written. Whoever
 * was about to write it finds the stream changed and decides anew, so that the funds can be released.
 */
export interface SettlementAbandoned {
  readonly visitId: string;
  readonly accountOwner: string;
}

export interface AccountTransferredIn {
  readonly transferId: string;
  readonly amount: string;
  /** Administrative division from which it came. */
  readonly from: string;
  readonly balance: string;
}

/** The whole balance left with the person; the account is closed. */
export interface AccountTransferredOut {
  readonly to: string;
  readonly amount: string;
}

export interface AccountRefunded {
  readonly reason: string;
  readonly amount: string;
}

export interface AccountInherited {
  readonly deathDate: PlainDate;
  /** Pseudonym of the heir. */
  readonly heir: string;
  readonly amount: string;
}

/** The books of a year are closed for the person: the complete state, from which loading goes on. */
export interface YearCarriedOver {
  readonly year: number;
  readonly state: PersonSnapshot;
}

export type PersonEvent =
  | Proposed<'InsuredEnrolled', InsuredEnrolled>
  | Proposed<'EmploymentChanged', EmploymentChanged>
  | Proposed<'EntitlementSuspended', EntitlementChanged>
  | Proposed<'EntitlementResumed', EntitlementChanged>
  | Proposed<'OutOfAreaCareRegistered', OutOfAreaCareRegistered>
  | Proposed<'OutOfAreaCareEnded', OutOfAreaCareEnded>
  | Proposed<'ConditionCertified', ConditionCertified>
  | Proposed<'FamilyMemberLinked', FamilyMemberLinked>
  | Proposed<'FamilyMemberUnlinked', FamilyMemberUnlinked>
  | Proposed<'ContributionRecorded', ContributionRecorded>
  | Proposed<'ContributionReversed', ContributionReversed>
  | Proposed<'AccountCredited', AccountCredited>
  | Proposed<'AccountDebited', AccountDebited>
  | Proposed<'PremiumPaid', PremiumPaid>
  | Proposed<'AccountFundsHeld', AccountFundsHeld>
  | Proposed<'HeldFundsCaptured', HeldFundsCaptured>
  | Proposed<'HeldFundsReleased', HeldFundsReleased>
  | Proposed<'SettlementAbandoned', SettlementAbandoned>
  | Proposed<'AccountTransferredIn', AccountTransferredIn>
  | Proposed<'AccountTransferredOut', AccountTransferredOut>
  | Proposed<'AccountRefunded', AccountRefunded>
  | Proposed<'AccountInherited', AccountInherited>
  | Proposed<'InpatientStayRecorded', InpatientStayRecorded>
  | Proposed<'VisitSettled', VisitSettled>
  | Proposed<'ReimbursementRequested', ReimbursementRequested>
  | Proposed<'ReimbursementDeclined', ReimbursementDeclined>
  | Proposed<'ReimbursementSettled', ReimbursementSettled>
  | Proposed<'SettlementReversed', SettlementReversed>
  | Proposed<'YearCarriedOver', YearCarriedOver>;
