import { table } from '../framework/table.ts';

/** The directory of a region's institutions: what holds last. */
export const INSTITUTIONS = table({
  name: 'institutions',
  columns: {
    region: 'text',
    institution_id: 'text',
    name: 'text',
    kind: 'text',
    area: 'text',
    tier: 'bigint?',
    designation: 'text',
    /** The state as the core folds it, as JSON: for what held on another day. */
    state: 'text',
  },
  key: ['region', 'institution_id'],
});
