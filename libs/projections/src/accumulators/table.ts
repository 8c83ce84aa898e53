import { table } from '../framework/table.ts';

/** What a person's benefits of a year hold, by accumulator ("ordinary", "negotiated-drug:NAME", "inpatient-maximum", …). */
export const ACCUMULATORS = table({
  name: 'accumulators',
  columns: {
    region: 'text',
    person_id: 'text',
    year: 'bigint',
    accumulator: 'text',
    deductible_fen: 'bigint',
    paid_fen: 'bigint',
  },
  key: ['region', 'person_id', 'year', 'accumulator'],
});
