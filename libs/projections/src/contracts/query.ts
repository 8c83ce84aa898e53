import type { AssessmentRecorded, ContractAgreed, PlainDate } from '@gongji/core';
import type { Kysely } from 'kysely';
import type { ViewTables } from '../database.ts';
import { EVER, type Moment } from '../framework/moment.ts';
import { pageBounds, pageOf, type Page, type PageOptions } from '../framework/page.ts';

interface Recorded {
  readonly institutionId: string;
  /** The first day on which a contract counts; the day of an assessment. */
  readonly date: PlainDate;
  readonly position: string;
}

/** A contract with an institution. Amounts are yuan. */
export interface ContractRow extends ContractAgreed, Recorded {
  /** By which the institution's payments name it. */
  readonly number: number;
}

/** What an assessment of an institution came to. Amounts are yuan. */
export interface AssessmentRow extends AssessmentRecorded, Recorded {}

export interface TermsOptions extends PageOptions {
  readonly institution?: string;
}

/** Contracts in the order in which they were recorded: those that were known and had begun at a moment. */
export function contractsIn(
  database: Kysely<ViewTables>,
  region: string,
  options: TermsOptions = {},
  moment: Moment = EVER,
): Promise<Page<ContractRow>> {
  return termsIn(database, region, 'ContractAgreed', options, moment);
}

/** Assessments in the order in which they were recorded. */
export async function assessmentsIn(
  database: Kysely<ViewTables>,
  region: string,
  options: TermsOptions = {},
  moment: Moment = EVER,
): Promise<Page<AssessmentRow>> {
  const { rows, next } = await termsIn<AssessmentRow & { readonly number: number }>(
    database,
    region,
    'AssessmentRecorded',
    options,
    moment,
  );
  return { rows: rows.map(({ number: _number, ...row }) => row), next };
}

async function termsIn<T extends Recorded>(
  database: Kysely<ViewTables>,
  region: string,
  type: 'ContractAgreed' | 'AssessmentRecorded',
  options: TermsOptions,
  { day: last, upTo }: Moment,
): Promise<Page<T>> {
  const { after, limit } = pageBounds(options);
  let rows = database
    .selectFrom((terms) =>
      terms
        .selectFrom('institution_terms')
        .selectAll()
        .select(({ fn }) =>
          fn
            .agg<string>('row_number')
            .over((over) => over.partitionBy('institution_id').orderBy('position'))
            .as('number'),
        )
        .where('region', '=', region)
        .where('type', '=', type)
        .as('numbered'),
    )
    .selectAll()
    .where('position', '>', after)
    .where('position', '<=', upTo)
    .where('day', '<=', last);
  if (options.institution !== undefined) rows = rows.where('institution_id', '=', options.institution);
  const found = await rows.orderBy('position').limit(limit).execute();
  const numbered = found.map((row) => ({ ...row, position: Number(row.position) }));
  return pageOf(numbered, options, ({ institution_id, number, day, position, data }) => {
    const about = { institutionId: institution_id, number: Number(number), date: day, position: String(position) };
    return { ...about, ...(JSON.parse(data) as object) } as unknown as T;
  });
}
