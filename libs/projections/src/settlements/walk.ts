import type { PlainDate, PlainMonth } from '@gongji/core';
import { sql, type Kysely } from 'kysely';
import type { ViewTables } from '../database.ts';
import type { Ask } from '../framework/ask.ts';
import { knownAt, type Moment } from '../framework/moment.ts';
import { readWithin, within, type Settlement } from './query.ts';

/** Which settlements of a region; what is left out is not narrowed down. */
export interface SettlementFilter {
  /** Of the visit. */
  readonly month?: PlainMonth;
  /** Dates of the visit, both included. */
  readonly from?: PlainDate;
  readonly to?: PlainDate;
  readonly institution?: string;
  readonly person?: string;
  readonly programme?: string;
  /** Administrative division in which the institution lies. */
  readonly area?: string;
  readonly clearingType?: ClearingType;
}

/** How the national interface clears (clr_type): pharmacies as 41, other institutions as 11. */
export const CLEARING_TYPES = ['11', '41'] as const;

export type ClearingType = (typeof CLEARING_TYPES)[number];

/** Rows a page: what a walk holds in memory. */
const PAGE_SIZE = 1000;

/** The order of the index; of a person's few, that in which they were recorded. */
const BY_INSTITUTION = ['institution_id', 'month', 'position'] as const;
const BY_POSITION = ['position'] as const;

type Row = ViewTables['settlements'];

/**
 * A region's settlements as they were known at a position, page by page, in the order of institution, month of the visit and position:
 * that of the index, so that each page costs what it holds. Those of one person come in the order of recording.
 */
export async function* settlementPages(
  ask: Ask,
  region: string,
  filter: SettlementFilter,
  upTo: string,
  pageSize = PAGE_SIZE,
): AsyncIterable<readonly Settlement[]> {
  const moment = knownAt(upTo);
  const read = readWithin(moment);
  const order = filter.person === undefined ? BY_INSTITUTION : BY_POSITION;
  let last: Row | undefined;
  for (;;) {
    const after = last;
    const rows = await ask((database) => {
      let query = chosen(database, region, filter, moment);
      if (after !== undefined) {
        const place = sql.join(order.map((column) => after[column]));
        query = query.where(sql<boolean>`(${sql.join(order.map((column) => sql.ref(column)))}) > (${place})`);
      }
      for (const column of order) query = query.orderBy(column);
      return query.limit(pageSize).execute();
    });
    if (rows.length > 0) yield rows.map(read);
    last = rows.at(-1);
    if (rows.length < pageSize) return;
  }
}

/** Settlements of a region that fit a filter, as they were known at a moment. */
export function chosen(database: Kysely<ViewTables>, region: string, filter: SettlementFilter, moment: Moment) {
  const { month, from, to, institution, person, programme, area, clearingType } = filter;
  let query = within(database, moment).where('region', '=', region);
  if (month !== undefined) query = query.where('month', '=', month);
  if (from !== undefined) query = query.where('visit_date', '>=', from);
  if (to !== undefined) query = query.where('visit_date', '<=', to);
  if (institution !== undefined) query = query.where('institution_id', '=', institution);
  if (person !== undefined) query = query.where('person_id', '=', person);
  if (programme !== undefined) query = query.where('programme', '=', programme);
  if (area === undefined && clearingType === undefined) return query;
  return query.where('institution_id', 'in', institutionsWith(database, region, { area, clearingType }));
}

/** Ids of institutions in an area, or of a clearing type. Both are those of the designation, and never change. */
export function institutionsWith(
  database: Kysely<ViewTables>,
  region: string,
  { area, clearingType }: { readonly area: string | undefined; readonly clearingType: ClearingType | undefined },
) {
  let found = database.selectFrom('institutions').select('institution_id').where('region', '=', region);
  if (area !== undefined) found = found.where('area', '=', area);
  if (clearingType !== undefined) found = found.where('kind', clearingType === '41' ? '=' : '!=', 'retail-pharmacy');
  return found;
}
