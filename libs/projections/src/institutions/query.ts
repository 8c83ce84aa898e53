import { agencyIn, monthOf, tierOn, type InstitutionState, type PlainDate } from '@gongji/core';
import type { Kysely } from 'kysely';
import type { ViewTables } from '../database.ts';
import { shown, type Page } from '../framework/page.ts';
import { designationOn, END_OF_TIME, type Designation } from './designation.ts';

export interface Institution {
  readonly institutionId: string;
  readonly name: string;
  readonly kind: string;
  readonly tier: 1 | 2 | 3 | null;
  readonly area: string;
  /** Who handles it in the day's month; null where nobody was named. */
  readonly agency: string | null;
  readonly designation: Designation;
  readonly outpatientPooling: boolean;
  readonly dualChannel: boolean;
  readonly hostInstitutionId: string | null;
  readonly from: PlainDate;
}

export interface InstitutionsOptions {
  /** The day whose tier and designation are asked for; default: what holds last. */
  readonly on?: PlainDate;
  /** `next` of the page before: the last institution's id. */
  readonly after?: string;
  readonly limit?: number;
}

/** A region's institutions by id, page by page. */
export async function institutionsOf(
  database: Kysely<ViewTables>,
  region: string,
  { on = END_OF_TIME, after = '', limit: asked }: InstitutionsOptions = {},
): Promise<Page<Institution>> {
  const limit = shown(asked);
  const found = await database
    .selectFrom('institutions')
    .select(['institution_id', 'state'])
    .where('region', '=', region)
    .where('institution_id', '>', after)
    .orderBy('institution_id')
    .limit(limit + 1)
    .execute();
  const rows = found.slice(0, limit);
  return {
    rows: rows.map(({ state }) => read(JSON.parse(state) as InstitutionState, on)),
    next: found.length > limit ? (rows.at(-1)?.institution_id ?? null) : null,
  };
}

/** One institution as it is last known; undefined where there is none. */
export async function institutionOf(
  database: Kysely<ViewTables>,
  region: string,
  institutionId: string,
): Promise<Institution | undefined> {
  const found = await database
    .selectFrom('institutions')
    .select('state')
    .where('region', '=', region)
    .where('institution_id', '=', institutionId)
    .executeTakeFirst();
  return found === undefined ? undefined : read(JSON.parse(found.state) as InstitutionState, END_OF_TIME);
}

function read(state: InstitutionState, on: PlainDate): Institution {
  const { name, kind, area, outpatientPooling, dualChannel, hostInstitutionId = null, from } = state.designated;
  return {
    institutionId: state.institutionId,
    name,
    kind,
    tier: tierOn(state, on) ?? null,
    area,
    agency: agencyIn(state.agencies, monthOf(on)) ?? null,
    designation: designationOn(state, on),
    outpatientPooling,
    dualChannel,
    hostInstitutionId,
    from,
  };
}
