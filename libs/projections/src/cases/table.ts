import { table } from '../framework/table.ts';

/** A case as it was opened. What followed stands in its steps, so that each question can be asked for an earlier moment. */
export const CASES = table({
  name: 'cases',
  columns: {
    region: 'text',
    case_id: 'text',
    position: 'bigint',
    /** Business date of the opening. */
    day: 'text',
    violation: 'text',
    institution_id: 'text?',
    person_id: 'text?',
    /** `CaseOpened` as JSON. */
    opened: 'text',
  },
  key: ['region', 'case_id'],
  indexes: { cases_by_position: ['region', 'position'] },
});

/** What followed the opening: the decision, handing over, money that came back. */
export const CASE_STEPS = table({
  name: 'case_steps',
  columns: {
    region: 'text',
    case_id: 'text',
    position: 'bigint',
    day: 'text',
    type: 'text',
    /** The event's data as JSON. */
    data: 'text',
  },
  key: ['region', 'case_id', 'position'],
});

/** Which cases are about a warning. */
export const CASE_WARNINGS = table({
  name: 'case_warnings',
  columns: { region: 'text', entry: 'bigint', case_id: 'text' },
  key: ['region', 'entry', 'case_id'],
});
