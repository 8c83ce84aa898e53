import { lastDayOf, type PlainMonth } from '../../calendar/calendar.ts';
import type { CloseMonth } from '../commands.ts';
import type { Proposed } from '../event.ts';
import { refuse } from '../refusal.ts';
import type { FundState } from './fund.ts';
import type { FundTotals } from './fund-sums.ts';

/**
 * A month of the books is closed, with its totals by business date as far as the log was known. What is dated in it and recorded later
 * is still taken, and is booked in the next open month. Amounts are yuan.
 */
export interface MonthClosed {
  readonly month: PlainMonth;
  /** As GetFund counts them, from the month's first day to its last. */
  readonly totals: FundTotals;
  /** Position of the log up to which they were counted. */
  readonly upTo: string;
}

/** What the fund did in a month and in its year, by business date: read from the log up to a position. */
export interface MonthToClose {
  readonly upTo: string;
  readonly totals: FundTotals;
  /** The months of the year in which the fund or an account moved, or a visit was settled; the earliest first. */
  readonly moved: readonly PlainMonth[];
}

/**
 * Closes a month of the books, dated its last day. The months of a year are closed in their order; one without movements may stay open.
 *
 * @param state the fund's year in which the month lies.
 * @throws Refused `year-closed`, `month-closed`, or `month-open` where an earlier month of the year has movements and is open.
 */
export function decideMonthClosing(
  { month }: CloseMonth,
  state: FundState,
  { upTo, totals, moved }: MonthToClose,
): Proposed<'MonthClosed', MonthClosed> {
  if (state.closed) refuse('year-closed', `The year ${month.slice(0, 4)} is closed.`, { field: 'month' });
  if (state.closedMonths.includes(month)) {
    refuse('month-closed', `The month ${month} was closed before.`, { field: 'month' });
  }
  const open = moved.find((each) => each < month && !state.closedMonths.includes(each));
  if (open !== undefined) {
    refuse('month-open', `The month ${open} has movements and is open: close it before ${month}.`, { field: 'month' });
  }
  return { type: 'MonthClosed', occurredOn: lastDayOf(month), data: { month, totals, upTo } };
}
