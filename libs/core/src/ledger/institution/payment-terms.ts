import type { PlainMonth } from '../../calendar/calendar.ts';
import type { Programme } from '../../policy/pack.ts';

/** How an institution is paid (付费方式): what was settled, a yearly total, so much a head and month, or so much a case. */
export const PAYMENT_METHODS = ['actual-cost', 'total-budget', 'per-head', 'per-disease'] as const;

export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

/** On what the result of an assessment may weigh: a month's payment, or the year's clearing. */
export const ASSESSED_PAYMENTS = ['payment', 'clearing'] as const;

export type AssessedPayment = (typeof ASSESSED_PAYMENTS)[number];

/** A method of payment that a region's document names. */
export interface AllowedMethod {
  readonly method: PaymentMethod;
  /** The first month for which it may be agreed; from the document's beginning where none is told. */
  readonly from?: PlainMonth;
  /** Hospitals of these tiers only. */
  readonly tiers?: readonly (1 | 2 | 3)[];
  /** Cases of these programmes only. */
  readonly programmes?: readonly Programme[];
  readonly article: string;
}

/** What a region's document says of paying institutions beyond what their visits come to. */
export interface PaymentTerms {
  readonly methods: readonly AllowedMethod[];
  /** Where institutions are under agreement: on the agreement rest the deposit and the prepayment. */
  readonly agreements?: { readonly article: string };
  /** Where institutions are assessed, and on what the result may weigh. */
  readonly assessments?: { readonly article: string; readonly weigh: readonly AssessedPayment[] };
}

/** Of a document that says nothing of it. */
export const NO_PAYMENT_TERMS: PaymentTerms = { methods: [] };

/**
 * The most of what is due that may be kept back as a quality deposit (质量保证金). No document states it: it is what agreements
 * between agencies and institutions allow all over the country.
 */
export const HIGHEST_DEPOSIT_RATE = '0.05';
