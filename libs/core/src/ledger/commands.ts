import type { PlainDate, PlainMonth } from '../calendar/calendar.ts';
import type { ReconciledAmounts, ReconciledTotals, ReconciliationRules, SettlementKey } from './fund/reconciliation.ts';
import type { DIMENSIONS, Employment, InstitutionKind, Plan, Programme } from '../policy/pack.ts';

/**
 * The commands of the command file (COMMANDS.md), field by field. Amounts are yuan as text, dates and months ISO text. The form of
 * each was checked before it comes here.
 */
export interface Addressed {
  readonly commandId: string;
  readonly region: string;
  readonly actor?: string;
  /** Asks what the command would answer now; nothing is written. */
  readonly dryRun?: boolean;
}

interface ForPerson extends Addressed {
  readonly personId: string;
}

interface ForInstitution extends Addressed {
  readonly institutionId: string;
}

export interface PublishParameters extends Addressed {
  readonly type: 'PublishParameters';
  readonly effectiveFrom: PlainDate;
  readonly values: { readonly [name: string]: string };
  readonly basis: string;
}

export interface DesignateInstitution extends ForInstitution {
  readonly type: 'DesignateInstitution';
  readonly name: string;
  readonly kind: InstitutionKind;
  readonly tier?: 1 | 2 | 3;
  readonly hostInstitutionId?: string;
  readonly outpatientPooling: boolean;
  readonly dualChannel?: boolean;
  readonly area?: string;
  readonly from: PlainDate;
}

export interface ChangeInstitutionTier extends ForInstitution {
  readonly type: 'ChangeInstitutionTier';
  readonly tier: 1 | 2 | 3;
  readonly from: PlainDate;
}

export interface ChangeDesignation extends ForInstitution {
  readonly type: 'SuspendDesignation' | 'ResumeDesignation' | 'EndDesignation';
  readonly from: PlainDate;
}

export interface EnrolPerson extends ForPerson {
  readonly type: 'EnrolPerson';
  readonly birthDate: PlainDate;
  readonly employment: Employment;
  readonly plan: Plan;
  readonly from: PlainDate;
}

export interface ChangeEmployment extends ForPerson {
  readonly type: 'ChangeEmployment';
  readonly employment: Employment;
  readonly completedOn: PlainDate;
}

export interface ChangeEntitlement extends ForPerson {
  readonly type: 'SuspendEntitlement' | 'ResumeEntitlement';
  readonly from: PlainDate;
}

export type RegistrationKind = 'resettled' | 'long-term-resident' | 'long-term-posted' | 'referred';

export interface RegisterOutOfAreaCare extends ForPerson {
  readonly type: 'RegisterOutOfAreaCare';
  readonly kind: RegistrationKind;
  readonly area: string;
  readonly from: PlainDate;
}

export interface EndOutOfAreaCare extends ForPerson {
  readonly type: 'EndOutOfAreaCare';
  readonly area: string;
  readonly from: PlainDate;
}

export interface RecordContribution extends ForPerson {
  readonly type: 'RecordContribution';
  readonly month: PlainMonth;
  readonly base: string;
  readonly amount?: string;
  readonly paidOn: PlainDate;
}

export interface ReverseContribution extends ForPerson {
  readonly type: 'ReverseContribution';
  readonly month: PlainMonth;
  readonly reason: string;
  readonly date: PlainDate;
}

export interface CreditMonth extends Addressed {
  readonly type: 'CreditMonth';
  readonly month: PlainMonth;
}

/** The fields of a visit that a settlement and a claim have in common. */
export interface VisitFields {
  readonly visitId: string;
  readonly personId: string;
  readonly institutionId: string;
  readonly date: PlainDate;
  readonly programme?: Programme;
  readonly condition?: string;
  readonly drug?: string;
  readonly prescribingInstitutionId?: string;
  readonly prescription?: boolean;
  readonly admittedAt?: string;
  readonly dischargedAt?: string;
  readonly total: string;
  readonly inScope: string;
  readonly examination?: string;
  readonly outOfCatalogue?: string;
  readonly exclusion?: string;
}

export interface SettleVisit extends Addressed, VisitFields {
  readonly type: 'SettleVisit';
  /** Time of the payment on the visit's day, by the institution's clock: "14:05" or "14:05:30". Only supervision looks at it. */
  readonly time?: string;
  readonly account?: { readonly ownerId?: string; readonly limit?: string };
  /** What a dry run of this visit answered: settles only if the amounts are still the same. */
  readonly previewToken?: string;
}

export type FamilyRelation = 'spouse' | 'parent' | 'child';

export interface LinkFamilyMember extends ForPerson {
  readonly type: 'LinkFamilyMember';
  readonly memberId: string;
  readonly relation: FamilyRelation;
  readonly insuredArea?: string;
  readonly from: PlainDate;
}

export interface UnlinkFamilyMember extends ForPerson {
  readonly type: 'UnlinkFamilyMember';
  readonly memberId: string;
  readonly from: PlainDate;
}

export type CertifiedProgramme = 'two-diseases' | 'chronic' | 'special';

export interface CertifyCondition extends ForPerson {
  readonly type: 'CertifyCondition';
  readonly programme: CertifiedProgramme;
  readonly condition: string;
  readonly severeMentalDisorder?: boolean;
  readonly from: PlainDate;
}

export interface SubmitClaim extends Addressed, VisitFields {
  readonly type: 'SubmitClaim';
  readonly claimId: string;
  readonly submittedOn: PlainDate;
}

export interface ApproveClaim extends Addressed {
  readonly type: 'ApproveClaim';
  readonly claimId: string;
  readonly date: PlainDate;
  readonly override?: string;
}

export interface RejectClaim extends Addressed {
  readonly type: 'RejectClaim';
  readonly claimId: string;
  readonly date: PlainDate;
  readonly reason: string;
}

export type ExpenseKind = (typeof DIMENSIONS.expense)[number];
export type Product = (typeof DIMENSIONS.product)[number];

export interface PayExpense extends ForPerson {
  readonly type: 'PayExpense';
  readonly beneficiaryId?: string;
  readonly expenseId: string;
  readonly institutionId: string;
  readonly date: PlainDate;
  /** Time of the payment on the day, as in `SettleVisit`. */
  readonly time?: string;
  readonly amount: string;
  readonly kind: ExpenseKind;
}

export interface PayPremium extends ForPerson {
  readonly type: 'PayPremium';
  readonly beneficiaryId?: string;
  readonly premiumId: string;
  readonly product: Product;
  readonly amount: string;
  readonly date: PlainDate;
}

export interface ReverseSettlement extends ForPerson {
  readonly type: 'ReverseSettlement';
  readonly visitId: string;
  readonly date: PlainDate;
  readonly reason: string;
}

export interface RecordInpatientStay extends ForPerson {
  readonly type: 'RecordInpatientStay';
  readonly stayId: string;
  readonly institutionId: string;
  readonly admittedOn: PlainDate;
  readonly dischargedOn: PlainDate;
  readonly pooledPaid: string;
}

export interface AdjustAccount extends ForPerson {
  readonly type: 'AdjustAccount';
  readonly adjustmentId: string;
  readonly direction: 'credit' | 'debit';
  readonly amount: string;
  readonly reason: string;
  readonly date: PlainDate;
}

export interface TransferAccountIn extends ForPerson {
  readonly type: 'TransferAccountIn';
  readonly transferId: string;
  readonly amount: string;
  readonly from: string;
  readonly date: PlainDate;
}

export interface TransferAccountOut extends ForPerson {
  readonly type: 'TransferAccountOut';
  readonly to: string;
  readonly date: PlainDate;
}

export interface RefundAccount extends ForPerson {
  readonly type: 'RefundAccount';
  readonly reason: string;
  readonly date: PlainDate;
}

export interface InheritAccount extends ForPerson {
  readonly type: 'InheritAccount';
  readonly deathDate: PlainDate;
  readonly heir: string;
  readonly date: PlainDate;
}

export interface CarryOverYear extends Addressed {
  readonly type: 'CarryOverYear';
  readonly year: number;
}

export interface CloseYear extends Addressed {
  readonly type: 'CloseYear';
  readonly year: number;
}

/** A row in which an institution and the ledger differ; without `institution` the institution has none. */
export interface ToldDifference extends SettlementKey {
  readonly institution?: ReconciledAmounts;
}

/** What an institution says that it settled in a span of days (3201), and the rows of its file that differ (3202). */
export interface RecordReconciliation extends ForInstitution, Partial<ReconciliationRules> {
  readonly type: 'RecordReconciliation';
  readonly reconciliationId: string;
  readonly from: PlainDate;
  readonly to: PlainDate;
  /** The day of the reconciliation: its year's stream keeps it. */
  readonly date: PlainDate;
  readonly insuranceType: string;
  readonly clearingType: string;
  readonly totals: ReconciledTotals;
  /** SHA-256 of the file whose rows were compared. */
  readonly digest?: string;
  readonly differences?: readonly ToldDifference[];
  /** Position up to which they were compared; default: the log's head. */
  readonly upTo?: string;
}

/** Decides what becomes of an item that is open. */
export interface ResolveReconciliationItem extends Addressed {
  readonly type: 'ResolveReconciliationItem';
  /** In which the reconciliation was recorded. */
  readonly year: number;
  readonly reconciliationId: string;
  readonly item: number;
  readonly reason: string;
  readonly date: PlainDate;
}

/** Closes a month of the books: what is dated in it and recorded later is booked in the next open month. */
export interface CloseMonth extends Addressed {
  readonly type: 'CloseMonth';
  readonly month: PlainMonth;
}

/** Sets what a line of the fund may spend in a year. */
export interface SetBudget extends Addressed {
  readonly type: 'SetBudget';
  readonly year: number;
  readonly line: string;
  readonly amount: string;
}

/** The two times of a question (DESIGN.md 4): "the balance for 2023-06-30 as known on 2023-08-01". */
export interface TwoTimes {
  /** Counts what has its business date up to that day; default: everything. */
  readonly asOf?: PlainDate;
  /** A position of the log or an instant: counts what had been recorded by then; default: now. */
  readonly knownAt?: string;
}

export interface GetPerson extends ForPerson, TwoTimes {
  readonly type: 'GetPerson';
}

export interface GetFund extends Addressed, TwoTimes {
  readonly type: 'GetFund';
  readonly from: PlainDate;
  readonly to: PlainDate;
}
