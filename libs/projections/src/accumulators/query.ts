import type { Kysely } from 'kysely';
import type { ViewTables } from '../database.ts';
import { yuanOf } from '../framework/amounts.ts';

/** By year, then by accumulator, as `GetPerson` answers them; those without any movement are left out. */
export interface AccumulatorsAnswer {
  readonly [year: string]: { readonly [accumulator: string]: { readonly deductible: string; readonly paid: string } };
}

/** A person's accumulators by year and name, in yuan. */
export async function accumulatorsOf(
  database: Kysely<ViewTables>,
  region: string,
  personId: string,
): Promise<AccumulatorsAnswer> {
  const rows = await database
    .selectFrom('accumulators')
    .selectAll()
    .where('region', '=', region)
    .where('person_id', '=', personId)
    .where((eb) => eb.or([eb('deductible_fen', '!=', 0), eb('paid_fen', '!=', 0)]))
    .orderBy('year')
    .orderBy('accumulator')
    .execute();
  const answer: { [year: string]: { [accumulator: string]: { deductible: string; paid: string } } } = {};
  for (const { year, accumulator, deductible_fen, paid_fen } of rows) {
    (answer[String(year)] ??= {})[accumulator] = { deductible: yuanOf(deductible_fen), paid: yuanOf(paid_fen) };
  }
  return answer;
}
