import { table } from '../framework/table.ts';

/** What is summed up: visits settled less reversed, and amounts in fen. */
export const CARE_SUMS = [
  'visits',
  'total_fen',
  'in_scope_fen',
  'self_pay_first_fen',
  'deductible_fen',
  'pooled_fen',
  /** Of the pooled part the line of outpatient pooling (门诊统筹): ordinary care. */
  'outpatient_pooling_fen',
  /** Whoever's account paid. */
  'account_fen',
  'cash_fen',
  /** As the institution tells it; where it does not, what is out of scope. */
  'out_of_catalogue_fen',
  'examination_fen',
] as const;

/** Settled visits and claims by month of their business date; a reversal counts in its own month. */
export const CARE_STATISTICS = table({
  name: 'care_statistics',
  columns: {
    region: 'text',
    month: 'text',
    institution_id: 'text',
    tier: 'text',
    status: 'text',
    age_band: 'text',
    programme: 'text',
    visits: 'bigint',
    total_fen: 'bigint',
    in_scope_fen: 'bigint',
    self_pay_first_fen: 'bigint',
    deductible_fen: 'bigint',
    pooled_fen: 'bigint',
    outpatient_pooling_fen: 'bigint',
    account_fen: 'bigint',
    cash_fen: 'bigint',
    out_of_catalogue_fen: 'bigint',
    examination_fen: 'bigint',
  },
  key: ['region', 'month', 'institution_id', 'tier', 'status', 'age_band', 'programme'],
});

/** What stands of visits and claims, by month of the visit. */
export const STANDING_CARE = table({
  name: 'standing_care',
  columns: {
    region: 'text',
    institution_id: 'text',
    month: 'text',
    programme: 'text',
    visits: 'bigint',
    total_fen: 'bigint',
    in_scope_fen: 'bigint',
    pooled_fen: 'bigint',
    account_fen: 'bigint',
    /** Of the account's part, what a family member's account paid. */
    family_fen: 'bigint',
    cash_fen: 'bigint',
  },
  key: ['region', 'institution_id', 'month', 'programme'],
});

/**
 * Visits and claims that stand, each with how it was counted, as JSON: its reversal says neither the facts nor all amounts, and takes it out.
 * Different persons are counted from the indexes alone, by institution and month of the visit, and in all.
 */
export const COUNTED_VISITS = table({
  name: 'counted_visits',
  columns: {
    region: 'text',
    person_id: 'text',
    visit_id: 'text',
    institution_id: 'text',
    month: 'text',
    programme: 'text',
    counted: 'text',
  },
  key: ['region', 'person_id', 'visit_id'],
  indexes: {
    by_institution: ['region', 'institution_id', 'month', 'person_id', 'programme'],
    by_person: ['region', 'person_id', 'month', 'programme', 'institution_id'],
  },
});

/**
 * What a line of the fund's statistics counts; `detail` is the payment's line, the expense's kind or the premium's product,
 * `institution_id` where an expense was made, else empty.
 */
export type FundHeading =
  | 'income'
  | 'personal-contributions'
  | 'to-accounts'
  | 'retired-months'
  | 'pooled'
  | 'account-visits'
  | 'account-expenses'
  | 'account-premiums'
  | 'recoveries';

/** The fund by month of the business date, in fen; `count` counts contributions, months credited, visits, expenses, premiums, recoveries. */
export const FUND_STATISTICS = table({
  name: 'fund_statistics',
  columns: {
    region: 'text',
    month: 'text',
    heading: 'text',
    detail: 'text',
    institution_id: 'text',
    fen: 'bigint',
    count: 'bigint',
  },
  key: ['region', 'month', 'heading', 'detail', 'institution_id'],
});

/** Who handles an institution from a month on: care is told apart by it when it is asked for, so that an agency may be named later. */
export const AGENCIES = table({
  name: 'agencies',
  columns: { region: 'text', institution_id: 'text', from_month: 'text', agency: 'text' },
  key: ['region', 'institution_id', 'from_month'],
});

/** What tells in which months a person is insured as a retired one (the core's `InsuredTimes`), as JSON. */
export const INSURED_TIMES = table({
  name: 'insured_times',
  columns: { region: 'text', person_id: 'text', times: 'text' },
  key: ['region', 'person_id'],
});

/** How many persons more, or less, are insured as retired ones from a month on: a document may work budgets out from them (shangrao art. 12). */
export const RETIRED_CHANGES = table({
  name: 'retired_changes',
  columns: { region: 'text', month: 'text', persons: 'bigint' },
  key: ['region', 'month'],
});

/** What each line may spend in a year: the budget set last. */
export const BUDGETS = table({
  name: 'budgets',
  columns: { region: 'text', year: 'bigint', line: 'text', fen: 'bigint', position: 'bigint' },
  key: ['region', 'year', 'line'],
});
