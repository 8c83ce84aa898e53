import {
  decideCarryOver,
  decideMonthCredit,
  exact,
  firstDayOf,
  fundStream,
  isEnrolledBy,
  lastDayOfYear,
  money,
  parametersStream,
  refuse,
  yearOf,
  ZERO,
  type CarryOverYear,
  type CreditMonth,
  type Exact,
  type Json,
  type PersonEvent,
  type PersonState,
  type Policy,
} from '@gongji/core';
import type { StateOf } from '../writer/stream-kinds.ts';

export type RegionWideCommand = CreditMonth | CarryOverYear;

/** What a region-wide command does to one person, and what it counts. */
export interface RegionWide {
  readonly command: RegionWideCommand;
  /** Streams that the decision consults, and the revision of each. */
  readonly restedOn: { readonly [stream: string]: string };
  /** The id that a person's part uses, where it uses one: it may be one from before the last carry-over. */
  readonly usesId?: string;
  /** Refuses the command as a whole. */
  check(): void;
  /** True when every person must be decided once without writing: a refusal for one refuses the whole command. */
  readonly tryFirst: boolean;
  decide(person: PersonState): PersonEvent | undefined;
  /** Counts a person for the answer: with the event that this command wrote for it, or without one. */
  count(person: PersonState, event: PersonEvent | undefined): void;
  result(): { readonly [field: string]: Json };
}

export interface RegionState {
  readonly policy: Policy;
  readonly parameters: StateOf['policy'];
  readonly parametersRevision: bigint;
  readonly yearClosed: boolean;
}

export function consultedBy(command: RegionWideCommand): {
  readonly parameters: string;
  readonly fund: string;
} {
  const year = command.type === 'CreditMonth' ? yearOf(firstDayOf(command.month)) : command.year;
  return { parameters: parametersStream(command.region), fund: fundStream(command.region, year) };
}

export function regionWide(command: RegionWideCommand, region: RegionState): RegionWide {
  return command.type === 'CreditMonth' ? creditMonth(command, region) : carryOver(command, region);
}

function requireOpen(region: RegionState, year: number, field: string): void {
  if (region.yearClosed) refuse('year-closed', `The year ${String(year)} is closed.`, { field });
}

function creditMonth(command: CreditMonth, region: RegionState): RegionWide {
  const day = firstDayOf(command.month);
  const { parameters } = consultedBy(command);
  let persons = 0;
  let credited: Exact = ZERO;
  return {
    command,
    restedOn: { [parameters]: String(region.parametersRevision) },
    usesId: `credit:${command.month}`,
    tryFirst: true,
    check: () => {
      requireOpen(region, yearOf(day), 'month');
      region.policy.requireInForce(day, 'month');
    },
    decide: (person) => decideMonthCredit(command.month, person, region),
    count: (_person, event) => {
      if (event?.type !== 'AccountCredited') return;
      persons += 1;
      credited = credited.plus(exact(event.data.amount));
    },
    result: () => ({ persons, credited: money(credited) }),
  };
}

function carryOver(command: CarryOverYear, region: RegionState): RegionWide {
  let persons = 0;
  return {
    command,
    restedOn: {},
    tryFirst: false,
    check: () => {
      requireOpen(region, yearOf(lastDayOfYear(command.year)), 'year');
    },
    decide: (person) => decideCarryOver(command.year, person),
    count: (person) => {
      if (isEnrolledBy(command.year, person)) persons += 1;
    },
    result: () => ({ persons }),
  };
}
