import { monthOf } from '@gongji/core';
import type { Kysely } from 'kysely';
import type { Replayed } from '../as-known/replays.ts';
import type { MonthSpan } from '../contributions/query.ts';
import type { ViewTables } from '../database.ts';
import { known, type Known } from '../framework/known.ts';
import type { Scalar } from '../framework/table.ts';
import { EVER, type Moment } from '../framework/moment.ts';
import { statisticsProjection } from './project.ts';
import { COUNTED_VISITS } from './table.ts';

/**
 * Statistics at an earlier moment. A settlement that is dated later than the moment's day is put behind all months instead of being left
 * out: its reversal, which may be dated before it, needs it.
 */
export const replayedStatistics: Replayed = {
  projection: statisticsProjection,
  asOf: (event, day) => {
    if (event.occurredOn <= day) return event;
    return event.type === 'VisitSettled' || event.type === 'ReimbursementSettled' ? event.dated(EVER.day) : undefined;
  },
  lookedBackUpon: {
    table: COUNTED_VISITS,
    asked: reversedVisits,
    keyOf: visitKey,
  },
};

type VisitKey = Partial<Pick<ViewTables['settlements'], 'person_id' | 'visit_id'>>;

function visitKey({ person_id, visit_id }: VisitKey | Readonly<Record<string, Scalar>>): string {
  return JSON.stringify([person_id, visit_id]);
}

function reversedVisits(database: Kysely<ViewTables>, region: string): Promise<Known<ReadonlySet<string>>> {
  return known(database, 'settlements', async (transaction) => {
    const rows = await transaction
      .selectFrom('settlements')
      .select(['person_id', 'visit_id'])
      .where('region', '=', region)
      .where('reversed_at', 'is not', null)
      .execute();
    return new Set(rows.map(visitKey));
  });
}

/** Months up to that of a moment's day. */
export function monthsUntil({ from, to }: MonthSpan, moment: Moment | undefined): MonthSpan {
  const span = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  if (moment === undefined || moment.day === EVER.day) return span;
  const last = monthOf(moment.day);
  return { ...span, to: to === undefined || last < to ? last : to };
}
