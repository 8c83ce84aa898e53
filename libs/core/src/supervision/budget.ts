import { yearOf, type PlainMonth } from '../calendar/calendar.ts';
import { exact, money, ZERO, type Exact } from '../money/money.ts';
import { ratio } from './ratio.ts';

/** What the pooled fund paid on a line by month, in yuan; a reversal counts in its own month. */
export interface LinePayments {
  readonly line: string;
  /** Null where none was set. */
  readonly budget: string | null;
  /** Months of the year and of the one before. */
  readonly paid: { readonly [month: PlainMonth]: string };
}

/** A line's budget against what was paid, up to a month, and what the year will come to. */
export interface BudgetLine {
  readonly line: string;
  readonly budget: string | null;
  readonly months: readonly { readonly month: PlainMonth; readonly paid: string; readonly soFar: string }[];
  readonly paid: string;
  /** Paid so far of the budget, "0.5234"; null without a budget. */
  readonly used: string | null;
  readonly forecast: string;
  /** How it was reached: the year is over; last year's course; so far, over the months that have passed. */
  readonly forecastBy: 'year-ended' | 'last-year' | 'months-passed';
  /** Whether it will be more than the budget. */
  readonly over: boolean;
}

function monthsOf(year: number, last = 12): readonly PlainMonth[] {
  return Array.from({ length: last }, (_, index) => `${String(year)}-${String(index + 1).padStart(2, '0')}`);
}

/**
 * Budget against actual (shangrao art. 12, 23; chongqing 2(4)1), with a forecast of the year's end: where the line was paid in every
 * month of the year before, the year goes on as that one did; else every month to come costs what those before did on average.
 */
export function budgetLine({ line, budget, paid }: LinePayments, through: PlainMonth): BudgetLine {
  const year = yearOf(`${through}-01`);
  const passed = Number(through.slice(5));
  const amount = (month: PlainMonth): Exact => exact(paid[month] ?? '0');
  let soFar = ZERO;
  const months = monthsOf(year, passed).map((month) => {
    soFar = soFar.plus(amount(month));
    return { month, paid: money(amount(month)), soFar: money(soFar) };
  });
  const before = monthsOf(year - 1);
  const sum = (some: readonly PlainMonth[]): Exact => some.reduce((total, month) => total.plus(amount(month)), ZERO);
  const likeBefore = before.every((month) => amount(month).gt(0));
  const [forecast, forecastBy] =
    passed === 12
      ? ([soFar, 'year-ended'] as const)
      : likeBefore
        ? ([soFar.times(sum(before)).div(sum(before.slice(0, passed))), 'last-year'] as const)
        : ([soFar.times(12).div(passed), 'months-passed'] as const);
  return {
    line,
    budget,
    months,
    paid: money(soFar),
    used: budget === null ? null : ratio(soFar, budget),
    forecast: money(forecast),
    forecastBy,
    over: budget !== null && forecast.gt(budget),
  };
}
