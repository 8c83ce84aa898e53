import type { PlainDate } from '../../calendar/calendar.ts';
import type { Employment, Place, Programme } from '../../policy/pack.ts';

/** A stay that was settled elsewhere: it uses up the inpatient yearly maximum and excludes ordinary care meanwhile. */
export interface InpatientStayRecorded {
  readonly stayId: string;
  readonly institutionId: string;
  readonly admittedOn: PlainDate;
  readonly dischargedOn: PlainDate;
  readonly pooledPaid: string;
}

/** What a settlement or its reversal adds to one accumulator of a year. */
export interface AccumulatorMovement {
  /** "ordinary", "inpatient-maximum", "negotiated-drug:NAME", … */
  readonly accumulator: string;
  readonly deductible?: string | undefined;
  readonly paid?: string | undefined;
}

/** One step of a settlement in compact form: the row that decided, what went in, what came out. Words come from the pack. */
export interface CompactStep {
  readonly step: string;
  /** Row of the pack ("ordinary.rate/3"), or another rule's name. */
  readonly rule: string;
  readonly amount: string;
  readonly [input: string]: string;
}

/** The facts on which a settlement rested, found on the visit's date. */
export interface VisitFacts {
  readonly employment: Employment;
  readonly age: number;
  readonly place: Place;
  readonly institution: string;
  readonly tier: string;
}

/** What the command told that neither the facts nor the amounts say, so that the decision can be repeated from the log alone. */
export interface VisitAsked {
  /** Time of the payment on the visit's day, "14:05". */
  readonly time?: string | undefined;
  readonly prescription?: true | undefined;
  readonly prescribingInstitutionId?: string | undefined;
  readonly admittedAt?: string | undefined;
  readonly dischargedAt?: string | undefined;
  readonly exclusion?: string | undefined;
  /** The account that was to pay. */
  readonly account?: { readonly ownerId?: string; readonly limit?: string } | undefined;
}

export interface VisitSettled {
  readonly visitId: string;
  readonly institutionId: string;
  readonly programme: Programme;
  readonly total: string;
  readonly inScope: string;
  readonly selfPayFirst: string;
  /** All that this visit bore of deductibles. */
  readonly deductible: string;
  /** The pooled fund's payment by line. */
  readonly payments: { readonly [line: string]: string };
  readonly pooled: string;
  readonly account: string;
  readonly cash: string;
  /** Why the pooled fund did not cover the visit; null when it did. */
  readonly reason: string | null;
  readonly moved: readonly AccumulatorMovement[];
  readonly facts: VisitFacts;
  /** Absent where nothing of it was told. */
  readonly asked?: VisitAsked | undefined;
  readonly steps: readonly CompactStep[];
  /** Of the patient's own account. */
  readonly balance: string;
  /** Whose account paid, where it is not the patient's own. */
  readonly accountOwner?: string;
  readonly condition?: string | undefined;
  readonly drug?: string | undefined;
  /** Parts of the total, for indicators (zibo art. 16). */
  readonly examination?: string | undefined;
  readonly outOfCatalogue?: string | undefined;
}

/** A claim took the visitId: no other settlement may use it while the claim is open. */
export interface ReimbursementRequested {
  readonly claimId: string;
  readonly visitId: string;
}

/** The claim was rejected: the visitId is free again. */
export interface ReimbursementDeclined {
  readonly claimId: string;
  readonly visitId: string;
}

/** A claim was approved: settled as a visit, the pooled part goes to the patient. Its business date is the approval. */
export interface ReimbursementSettled extends VisitSettled {
  readonly claimId: string;
  /** The visit's date: decides rules and accumulators. */
  readonly visitDate: PlainDate;
}

/** The negation of a settlement: every amount as it was settled, taken back on the day of the reversal (POLICY A11). */
export interface SettlementReversed {
  readonly visitId: string;
  readonly institutionId: string;
  readonly programme: Programme;
  /** The claim whose settlement is reversed: the patient was paid, not the institution. */
  readonly claimId?: string;
  /** Revision of the VisitSettled or ReimbursementSettled that is reversed. */
  readonly settledAt: number;
  /** The visit's date: its year's accumulators are those that move. */
  readonly visitDate: PlainDate;
  readonly reason: string;
  readonly payments: { readonly [line: string]: string };
  readonly pooled: string;
  readonly account: string;
  readonly cash: string;
  readonly moved: readonly AccumulatorMovement[];
  /** Of the patient's own account. */
  readonly balance: string;
  /** To whose account the money goes back, where it is not the patient's own. */
  readonly accountOwner?: string;
}
