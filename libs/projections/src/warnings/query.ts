import { warningsFrom, type PlainDate, type WarningRuleName } from '@gongji/core';
import type { Kysely } from 'kysely';
import type { MonthSpan } from '../contributions/query.ts';
import { casesAbout } from '../cases/query.ts';
import type { ViewTables } from '../database.ts';
import type { Moment } from '../framework/moment.ts';
import { pageBounds, pageOf, type Page, type PageOptions } from '../framework/page.ts';

/** Something that an inspector should look at, and the events that say so. */
export interface Warning {
  /** Place in the list; the same whenever the log is read. */
  readonly warning: string;
  readonly rule: WarningRuleName;
  /** Business date of the event that raised it. */
  readonly date: PlainDate;
  /** Null for a claim's approval. */
  readonly personId: string | null;
  readonly institutionId: string | null;
  /** In the order of the log. */
  readonly evidence: readonly { readonly position: string; readonly eventId: string }[];
  /** Ids of the cases that were opened about it. */
  readonly cases: readonly string[];
}

export interface WarningsOptions extends PageOptions, MonthSpan {
  readonly rule?: WarningRuleName;
  readonly personId?: string;
  readonly institutionId?: string;
}

/** A region's warnings in the order in which the events that raised them were recorded. */
export async function warningsIn(
  database: Kysely<ViewTables>,
  region: string,
  options: WarningsOptions = {},
  moment?: Moment,
): Promise<Page<Warning>> {
  const { after, limit } = pageBounds(options);
  const { from, to, rule, personId, institutionId } = options;
  let rows = database
    .selectFrom('warnings')
    .select(['entry as position', 'day', 'rule', 'person_id', 'institution_id', 'evidence'])
    .where('region', '=', region)
    .where('entry', '>', after);
  if (moment !== undefined)
    rows = rows.where('entry', '<', warningsFrom(moment.upTo + 1)).where('day', '<=', moment.day);
  if (from !== undefined) rows = rows.where('month', '>=', from);
  if (to !== undefined) rows = rows.where('month', '<=', to);
  if (rule !== undefined) rows = rows.where('rule', '=', rule);
  if (personId !== undefined) rows = rows.where('person_id', '=', personId);
  if (institutionId !== undefined) rows = rows.where('institution_id', '=', institutionId);
  const found = await rows.orderBy('entry').limit(limit).execute();
  const cases = await casesAbout(
    database,
    region,
    found.map((row) => Number(row.position)),
    moment,
  );
  return pageOf(found, options, (row) => ({
    warning: String(row.position),
    rule: row.rule as WarningRuleName,
    date: row.day,
    personId: row.person_id,
    institutionId: row.institution_id,
    evidence: JSON.parse(row.evidence) as Warning['evidence'],
    cases: cases.get(Number(row.position)) ?? [],
  }));
}
