import { NO_PAYMENT_TERMS, type PaymentTerms } from '../ledger/institution/payment-terms.ts';
import type { BudgetRule } from './budget-rule.ts';
import type { ServedArticle } from './reporting.ts';

/** Something that a region's document names in its supervision chapter, with its place there. */
export interface NamedInDocument {
  /** By which commands and events name it. It never changes its meaning, and is never taken away: events keep it. */
  readonly name: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly article: string;
}

/** What a region's document says of supervision. No settlement rests on any of it. */
export interface SupervisionRules {
  /** Which kinds there are. */
  readonly violations: readonly NamedInDocument[];
  /** To whom what was found is handed over. */
  readonly authorities: readonly NamedInDocument[];
  /** Budgets that the document works out. */
  readonly budgets: readonly BudgetRule[];
  /** How institutions may be paid, and what their assessments may weigh on. */
  readonly payment: PaymentTerms;
  /** What serves the articles that are reported, in the document's order. */
  readonly served: readonly ServedArticle[];
}

/** Of a document that says nothing of it. */
export const NO_SUPERVISION: SupervisionRules = {
  violations: [],
  authorities: [],
  budgets: [],
  payment: NO_PAYMENT_TERMS,
  served: [],
};

/** What is named so in a list of a document; undefined where nothing is. */
export function namedIn(list: readonly NamedInDocument[], name: string): NamedInDocument | undefined {
  return list.find((each) => each.name === name);
}
