import { table } from '../framework/table.ts';

/** The directory of a region's persons: what holds last, by the facts that the log knows. */
export const PERSONS = table({
  name: 'persons',
  columns: {
    region: 'text',
    person_id: 'text',
    /** The log's position of the enrolment: the order in which persons were enrolled. */
    sequence: 'bigint',
    birth_date: 'text',
    plan: 'text',
    enrolled_from: 'text',
    /** The fact that starts last; among those of one day the one recorded last. */
    employment: 'text',
    employment_from: 'text',
    entitlement: 'text',
    entitlement_from: 'text',
  },
  key: ['region', 'person_id'],
  indexes: { enrolment: ['region', 'sequence'] },
});
