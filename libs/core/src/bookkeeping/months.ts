import { firstDayOf, firstOfNextMonth, monthOf, type PlainDate, type PlainMonth } from '../calendar/calendar.ts';

/** The month of the books in which something is entered. */
export interface BookMonth {
  readonly month: PlainMonth;
  /** The month of its business date, where that was closed before it was recorded; null where it is entered in its own. */
  readonly lateFor: PlainMonth | null;
}

/**
 * The month of the books in which an event is entered: that of its business date or, where that was closed before, the first open one
 * after it. The books of a closed month stay as they are.
 *
 * @param isClosed whether a month, or its year, was closed when the event was recorded.
 */
export function bookMonth(day: PlainDate, isClosed: (month: PlainMonth) => boolean): BookMonth {
  const own = monthOf(day);
  let month = own;
  while (isClosed(month)) month = monthOf(firstOfNextMonth(firstDayOf(month)));
  return { month, lateFor: month === own ? null : own };
}
