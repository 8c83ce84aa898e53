import { table } from '../framework/table.ts';

/** Every person's account, those without one included. */
export const ACCOUNTS = table({
  name: 'accounts',
  columns: {
    region: 'text',
    person_id: 'text',
    /** open, closed or none. */
    status: 'text',
    balance_fen: 'bigint',
    /** Position of the last event that moved it. */
    changed_at: 'bigint',
  },
  key: ['region', 'person_id'],
});

/** Every movement of every account. */
export const STATEMENT_LINES = table({
  name: 'statement_lines',
  columns: {
    region: 'text',
    person_id: 'text',
    position: 'bigint',
    /** The business date. */
    day: 'text',
    recorded_at: 'text',
    kind: 'text',
    reference: 'text',
    counterpart: 'text?',
    beneficiary: 'text?',
    fen: 'bigint',
    balance_fen: 'bigint',
  },
  key: ['region', 'person_id', 'position'],
});

/** Money that is set aside for a family member's visit and neither spent nor released yet. */
export const HOLDS = table({
  name: 'holds',
  columns: {
    region: 'text',
    /** Owner of the account. */
    person_id: 'text',
    patient_id: 'text',
    visit_id: 'text',
    fen: 'bigint',
    /** Position of the hold. */
    held_at: 'bigint',
  },
  key: ['region', 'person_id', 'patient_id', 'visit_id'],
});
