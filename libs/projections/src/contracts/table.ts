import { table } from '../framework/table.ts';

/** Contracts with institutions, and assessments of them, as they were recorded. */
export const INSTITUTION_TERMS = table({
  name: 'institution_terms',
  columns: {
    region: 'text',
    position: 'bigint',
    institution_id: 'text',
    /** The first day on which a contract counts; the day of an assessment. */
    day: 'text',
    type: 'text',
    /** The event's data as JSON. */
    data: 'text',
  },
  key: ['region', 'position'],
  indexes: { institution_terms_by_institution: ['region', 'type', 'institution_id'] },
});
