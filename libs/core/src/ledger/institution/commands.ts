import type { PlainDate, PlainMonth } from '../../calendar/calendar.ts';
import type { Programme } from '../../policy/pack.ts';
import type { Addressed } from '../commands.ts';
import type { PaymentMethod } from './payment-terms.ts';

interface ForInstitution extends Addressed {
  readonly institutionId: string;
}

/** Yuan a case of a programme. */
export interface CaseRate {
  readonly programme: Programme;
  readonly amount: string;
}

/** What an institution and the agency agree on about payment. Amounts are yuan. */
export interface ContractTerms {
  /** The first month whose visits are paid by it, until a later contract. */
  readonly from: PlainMonth;
  readonly method: PaymentMethod;
  /** `total-budget`: of a calendar year. */
  readonly yearlyBudget?: string;
  /** `per-head`: for each head and month. */
  readonly perHead?: string;
  /** `per-head`: how many have signed up, as the contract states it. */
  readonly heads?: number;
  /** `per-disease`: programmes paid by the case; all others are paid by actual cost. */
  readonly perCase?: readonly CaseRate[];
  /** The part of what is due that is kept back until the year's clearing: "0.05". */
  readonly depositRate: string;
  /** Paid at the beginning of a year, taken back at its end. */
  readonly prepayment: string;
  /** The agreement or notice on which the contract rests. */
  readonly basis: string;
}

/** Records how an institution is paid from a month on (shangrao art. 22, zibo art. 15). */
export interface AgreeContract extends ForInstitution, Omit<ContractTerms, 'depositRate' | 'prepayment'> {
  readonly type: 'AgreeContract';
  readonly depositRate?: string;
  readonly prepayment?: string;
}

/** What an assessment (考核) says of a month or of a year, and what of the payments is deducted for it. */
export interface AssessmentResult {
  readonly assessmentId: string;
  /** Weighs on the month's payment; else on the clearing of `year`. */
  readonly month?: PlainMonth;
  readonly year?: number;
  readonly score?: string;
  readonly result: string;
  /** Yuan. */
  readonly deduction?: string;
  /** Of what is due for the month or the year: "0.02". */
  readonly deductionRate?: string;
  readonly reason: string;
}

/** Records the result of an assessment (shangrao art. 25, zibo art. 16). */
export interface RecordAssessment extends ForInstitution, AssessmentResult {
  readonly type: 'RecordAssessment';
  readonly date: PlainDate;
}

/** Proposes the prepayment that the contract grants for a year, on the first day of a month of it. */
export interface PayPrepayment extends ForInstitution {
  readonly type: 'PayPrepayment';
  readonly month: PlainMonth;
}

/** Proposes the clearing of a year (年度清算): what is still due, and the deposit less deductions and prepayments. */
export interface ClearInstitution extends ForInstitution {
  readonly type: 'ClearInstitution';
  readonly year: number;
}

/** Proposes what an institution is due for a month. */
export interface PayInstitution extends ForInstitution {
  readonly type: 'PayInstitution';
  readonly month: PlainMonth;
}

export interface ApprovePayment extends Addressed {
  readonly type: 'ApprovePayment';
  readonly paymentId: string;
}

/** Records that the bank carried an approved payment out: the day, and what the bank calls its order. */
export interface RecordPayment extends Addressed {
  readonly type: 'RecordPayment';
  readonly paymentId: string;
  readonly date: PlainDate;
  readonly reference: string;
}
