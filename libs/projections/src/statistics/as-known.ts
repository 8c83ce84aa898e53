import { monthOf } from '@gongji/core';
import type { Replayed } from '../as-known/replays.ts';
import type { MonthSpan } from '../contributions/query.ts';
import { EVER, type Moment } from '../framework/moment.ts';
import { statisticsProjection } from './project.ts';

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
};

/** Months up to that of a moment's day. */
export function monthsUntil({ from, to }: MonthSpan, moment: Moment | undefined): MonthSpan {
  const span = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  if (moment === undefined || moment.day === EVER.day) return span;
  const last = monthOf(moment.day);
  return { ...span, to: to === undefined || last < to ? last : to };
}
