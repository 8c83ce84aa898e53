import {
  dayAfter,
  firstDayOf,
  firstOfNextMonth,
  monthOf,
  type PlainDate,
  type PlainMonth,
} from '../calendar/calendar.ts';
import type { LedgerEvent } from '../ledger/answer.ts';
import { factOn, withFact, type Timeline } from '../ledger/timeline.ts';
import type { Employment } from '../policy/pack.ts';

/** What tells in which months a person is insured as a retired one. Plain data, so that a view can keep it. */
export interface InsuredTimes {
  readonly employment: Timeline<Employment>;
  readonly entitlement: Timeline<'entitled' | 'suspended'>;
  readonly enrolledFrom: PlainDate;
  /** The first day on which the person is insured here no more: after a death or a move. */
  readonly goneFrom?: PlainDate;
}

/** The events that it is made of. */
export const INSURED_TIMES_EVENTS = [
  'InsuredEnrolled',
  'EmploymentChanged',
  'EntitlementSuspended',
  'EntitlementResumed',
  'AccountTransferredOut',
  'AccountRefunded',
  'AccountInherited',
] as const satisfies readonly LedgerEvent['type'][];

/** The times after one more event of the person; undefined before the enrolment. */
export function evolveInsuredTimes(times: InsuredTimes | undefined, event: LedgerEvent): InsuredTimes | undefined {
  if (event.type === 'InsuredEnrolled') {
    const { from, employment } = event.data;
    return {
      employment: [{ from, value: employment }],
      entitlement: [{ from, value: 'entitled' }],
      enrolledFrom: from,
    };
  }
  if (times === undefined) return undefined;
  switch (event.type) {
    case 'EmploymentChanged':
      return { ...times, employment: withFact(times.employment, event.data.from, event.data.employment) };
    case 'EntitlementSuspended':
      return { ...times, entitlement: withFact(times.entitlement, event.data.from, 'suspended') };
    case 'EntitlementResumed':
      return { ...times, entitlement: withFact(times.entitlement, event.data.from, 'entitled') };
    case 'AccountTransferredOut':
    case 'AccountRefunded':
      return { ...times, goneFrom: dayAfter(event.occurredOn) };
    case 'AccountInherited':
      return { ...times, goneFrom: dayAfter(event.data.deathDate) };
    default:
      return times;
  }
}

/**
 * Whether the person counts as retired in a month, by its first day as everything of a month: enrolled, not suspended, neither dead nor
 * moved away. An account is no condition: shangrao art. 12 speaks of the insured, whom art. 11 takes together with the `inpatient-only`.
 */
export function isRetiredIn(times: InsuredTimes, month: PlainMonth): boolean {
  const day = firstDayOf(month);
  const { enrolledFrom, goneFrom = AFTER_ALL, employment, entitlement } = times;
  if (day < enrolledFrom || day >= goneFrom) return false;
  return factOn(employment, day) === 'retired' && factOn(entitlement, day) === 'entitled';
}

const AFTER_ALL: PlainDate = '9999-12-31';

/** The months from which on a person counts (1), or does so no more (-1). */
export function retiredChanges(times: InsuredTimes | undefined): ReadonlyMap<PlainMonth, 1 | -1> {
  if (times === undefined) return new Map();
  const { employment, entitlement, enrolledFrom, goneFrom } = times;
  const days = [...employment, ...entitlement].map(({ from }) => from).concat(enrolledFrom, goneFrom ?? []);
  const changes = new Map<PlainMonth, 1 | -1>();
  let counted = false;
  for (const month of [...new Set(days.map(monthFrom))].sort()) {
    const counts = isRetiredIn(times, month);
    if (counts !== counted) changes.set(month, counts ? 1 : -1);
    counted = counts;
  }
  return changes;
}

/** The first month whose first day is not before a day. */
function monthFrom(day: PlainDate): PlainMonth {
  return day.endsWith('-01') ? monthOf(day) : monthOf(firstOfNextMonth(day));
}
