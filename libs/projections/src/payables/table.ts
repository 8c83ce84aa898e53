import { table } from '../framework/table.ts';

/**
 * What the pooled fund owes each institution for the visits dated in a month, in fen and by programme, payments apart. Claims are paid
 * to the patient and are not here.
 */
export const PAYABLES = table({
  name: 'payables',
  columns: {
    region: 'text',
    institution_id: 'text',
    month: 'text',
    programme: 'text',
    settled_fen: 'bigint',
    reversed_fen: 'bigint',
    /** Visits that were settled, less those that were reversed. */
    cases: 'bigint',
  },
  key: ['region', 'institution_id', 'month', 'programme'],
});

/** What was done about each payment: a row a step, so that each question can be asked for an earlier moment. */
export const PAYMENT_STEPS = table({
  name: 'payment_steps',
  columns: {
    region: 'text',
    payment_id: 'text',
    /** `proposed`, `approved` or `paid`. */
    step: 'text',
    institution_id: 'text',
    /** Whose visits it pays. */
    month: 'text',
    position: 'bigint',
    /** The business date: of what the bank did, the day on which it paid. */
    day: 'text',
    actor: 'text',
    /** What is proposed; from the approval on, the money that goes to the institution. */
    fen: 'bigint',
    /** What the approval kept back; else zero. */
    withheld_fen: 'bigint',
    /** What the bank calls its order. */
    reference: 'text?',
    /** Of a proposal: what it is for where it pays no month's visits, and its lines as JSON. */
    kind: 'text?',
    lines: 'text?',
  },
  key: ['region', 'payment_id', 'step'],
  indexes: {
    payment_steps_by_position: ['region', 'step', 'position'],
    payment_steps_by_institution: ['region', 'institution_id', 'month'],
  },
});

/** An institution's contracts, assessments and payments, as the core's `PaymentsState` in JSON: what is due by now is worked out from it. */
export const PAYMENT_STATES = table({
  name: 'payment_states',
  columns: { region: 'text', institution_id: 'text', state: 'text' },
  key: ['region', 'institution_id'],
});
