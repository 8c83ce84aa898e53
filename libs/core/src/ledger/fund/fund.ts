import { firstDayOfYear, lastDayOfYear, type PlainMonth } from '../../calendar/calendar.ts';
import type { CloseYear, SetBudget } from '../commands.ts';
import type { Proposed } from '../event.ts';
import { money, exact } from '../../money/money.ts';
import { refuse } from '../refusal.ts';
import type { MonthClosed } from './month-closing.ts';
import { evolveReconciled, type Reconciled, type ReconciliationEvent } from './reconciliation.ts';

/** Stream of a region's fund in a year: what concerns no single person. */
export function fundStream(region: string, year: number): string {
  return `fund-${region}.${String(year)}`;
}

// Events

/** No command dated in the year is taken any more, nor a claim for a visit in it. */
export interface YearClosed {
  readonly year: number;
}

/** What a line of the fund may spend in a year (shangrao art. 12); the latest one of a line counts. */
export interface BudgetSet {
  readonly year: number;
  readonly line: string;
  /** Yuan. */
  readonly amount: string;
}

export type FundEvent =
  | Proposed<'YearClosed', YearClosed>
  | Proposed<'BudgetSet', BudgetSet>
  | Proposed<'MonthClosed', MonthClosed>
  | ReconciliationEvent;

// State and fold

export interface FundState {
  readonly closed: boolean;
  /** In the order in which they were closed. */
  readonly closedMonths: readonly PlainMonth[];
  readonly reconciled: Reconciled | null;
}

export const OPEN_YEAR: FundState = { closed: false, closedMonths: [], reconciled: null };

/** The year's state after one more event. */
export function evolveFund(state: FundState, event: FundEvent): FundState {
  switch (event.type) {
    case 'YearClosed':
      return { ...state, closed: true };
    case 'MonthClosed':
      return { ...state, closedMonths: [...state.closedMonths, event.data.month] };
    case 'ReconciliationRecorded':
    case 'ReconciliationItemResolved':
      return { ...state, reconciled: evolveReconciled(state.reconciled, event) };
    case 'BudgetSet':
      return state;
  }
}

// Decide

export function decideYearClosing(command: CloseYear, state: FundState): FundEvent {
  if (state.closed) refuse('year-closed', `The year ${String(command.year)} was closed before.`, { field: 'year' });
  return { type: 'YearClosed', occurredOn: lastDayOfYear(command.year), data: { year: command.year } };
}

/** Sets a line's budget for a year, from its first day on. */
export function decideBudget({ year, line, amount }: SetBudget, state: FundState): FundEvent {
  if (state.closed) refuse('year-closed', `The year ${String(year)} is closed.`, { field: 'year' });
  return { type: 'BudgetSet', occurredOn: firstDayOfYear(year), data: { year, line, amount: money(exact(amount)) } };
}
