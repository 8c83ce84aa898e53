import { lastDayOfYear } from '../../calendar/calendar.ts';
import type { CloseYear } from '../commands.ts';
import type { Proposed } from '../event.ts';
import { refuse } from '../refusal.ts';

/** Stream of a region's fund in a year: what concerns no single person. */
export function fundStream(region: string, year: number): string {
  return `fund-${region}.${String(year)}`;
}

// Events

/** No command dated in the year is taken any more, nor a claim for a visit in it. */
export interface YearClosed {
  readonly year: number;
}

export type FundEvent = Proposed<'YearClosed', YearClosed>;

// State and fold

export interface FundState {
  readonly closed: boolean;
}

export const OPEN_YEAR: FundState = { closed: false };

export function evolveFund(_state: FundState, event: FundEvent): FundState {
  switch (event.type) {
    case 'YearClosed':
      return { closed: true };
  }
}

// Decide

export function decideYearClosing(command: CloseYear, state: FundState): FundEvent {
  if (state.closed) refuse('year-closed', `The year ${String(command.year)} was closed before.`, { field: 'year' });
  return { type: 'YearClosed', occurredOn: lastDayOfYear(command.year), data: { year: command.year } };
}
