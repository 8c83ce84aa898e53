import { monthOf } from '@gongji/core';
import type { Moment } from '../as-known/moment.ts';
import type { Replayed } from '../as-known/replays.ts';
import type { MonthSpan } from '../contributions/query.ts';
import { LAST_DAY } from '../framework/two-times.ts';
import { statisticsProjection } from './project.ts';

/**
 * Statistics at an earlier moment. A settlement that is dated later than the moment's day is put behind all months instead of being left
 * out: its reversal, which may be dated before it, needs it.
 */
export const replayedStatistics: Replayed = {
  projection: statisticsProjection,
  asOf: (event, day) => {
    if (event.occurredOn <= day) return event;
    return event.type === 'VisitSettled' || event.type === 'ReimbursementSettled' ? event.dated(LAST_DAY) : undefined;
  },
};

/** Months up to that of a moment's day. */
export function monthsUntil({ from, to }: MonthSpan, moment: Moment | undefined): MonthSpan {
  const span = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  if (moment === undefined || moment.day === LAST_DAY) return span;
  const last = monthOf(moment.day);
  return { ...span, to: to === undefined || last < to ? last : to };
}
