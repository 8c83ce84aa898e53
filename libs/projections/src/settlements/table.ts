import { table } from '../framework/table.ts';

/**
 * What sums over many settlements ask of a row, in the order of institution and month. Rows are wide, for their steps, and lie by person:
 * such sums are read from the index alone.
 */
const BY_INSTITUTION = [
  ...(['region', 'institution_id', 'month', 'position'] as const),
  ...(['visit_date', 'settled_on', 'reversed_at', 'person_id', 'programme', 'claim_id', 'account_owner'] as const),
  ...(['total_fen', 'in_scope_fen', 'pooled_fen', 'account_fen', 'cash_fen'] as const),
];

/** One row a settled visit or claim; a reversed one keeps its amounts and says when it was taken back. */
export const SETTLEMENTS = table({
  name: 'settlements',
  columns: {
    region: 'text',
    person_id: 'text',
    visit_id: 'text',
    /** Position of the settlement. */
    position: 'bigint',
    recorded_at: 'text',
    /** The claim that was approved; null for a visit that was settled at once. */
    claim_id: 'text?',
    institution_id: 'text',
    visit_date: 'text',
    /** Of the payment on the visit's day, "14:05", where the institution told it. */
    time: 'text?',
    /** Month of the visit's date. */
    month: 'text',
    /** The business date: the visit's, or the approval's of a claim. */
    settled_on: 'text',
    programme: 'text',
    total_fen: 'bigint',
    in_scope_fen: 'bigint',
    self_pay_first_fen: 'bigint',
    deductible_fen: 'bigint',
    pooled_fen: 'bigint',
    account_fen: 'bigint',
    cash_fen: 'bigint',
    /** Whose account paid, where it is not the patient's own. */
    account_owner: 'text?',
    reason: 'text?',
    /** JSON, as the event holds them. */
    payments: 'text',
    facts: 'text',
    steps: 'text',
    pack: 'text?',
    pack_hash: 'text?',
    reversed_on: 'text?',
    /** Position of the reversal. */
    reversed_at: 'bigint?',
    reversal_reason: 'text?',
  },
  key: ['region', 'person_id', 'visit_id'],
  indexes: { institution: BY_INSTITUTION },
});
