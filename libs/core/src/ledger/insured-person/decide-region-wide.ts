import { completedYears, firstDayOf, lastDayOfYear, type PlainMonth } from '../../calendar/calendar.ts';
import { money } from '../../money/money.ts';
import { TABLES } from '../../policy/table-names.ts';
import { factOn } from '../timeline.ts';
import type { PersonEvent } from './events.ts';
import type { PersonContext } from './guards.ts';
import { snapshotOf } from './snapshot.ts';
import type { PersonState } from './state.ts';

/**
 * One person's part in crediting a month: every retired person with an open account who is entitled on the month's first day and
 * was not yet credited for it. Undefined for everybody else.
 */
export function decideMonthCredit(
  month: PlainMonth,
  state: PersonState,
  { policy, parameters }: Pick<PersonContext, 'policy' | 'parameters'>,
): PersonEvent | undefined {
  const day = firstDayOf(month);
  if (state.account !== 'open' || day < state.enrolledFrom) return undefined;
  if (factOn(state.employment, day) !== 'retired' || factOn(state.entitlement, day) !== 'entitled') return undefined;
  if (state.ids.has(`credit:${month}`)) return undefined;
  const facts = { plan: state.plan, age: completedYears(state.birthDate, day) };
  const credit = policy.amount(TABLES.retireeCredit, facts, day, parameters);
  return {
    type: 'AccountCredited',
    occurredOn: day,
    data: {
      cause: 'month',
      month,
      amount: money(credit.value),
      balance: money(state.balance.plus(credit.value)),
      rows: [credit.row],
    },
  };
}

/** Whether a carry-over of the year concerns the person: enrolled by its end. */
export function isEnrolledBy(year: number, state: PersonState): boolean {
  return state.enrolledFrom <= lastDayOfYear(year);
}

/** One person's part in closing a year's books. Undefined when they were closed before. */
export function decideCarryOver(year: number, state: PersonState): PersonEvent | undefined {
  if (!isEnrolledBy(year, state)) return undefined;
  if (state.carriedOver !== undefined && state.carriedOver >= year) return undefined;
  return { type: 'YearCarriedOver', occurredOn: lastDayOfYear(year), data: { year, state: snapshotOf(state) } };
}
