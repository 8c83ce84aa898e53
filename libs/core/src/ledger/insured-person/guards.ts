import { yearOf, type PlainDate } from '../../calendar/calendar.ts';
import { exact } from '../../money/money.ts';
import type { ParameterLookup } from '../../policy/evaluate.ts';
import type { Policy } from '../../policy/policy.ts';
import { isDesignatedOn, type InstitutionState } from '../institution/institution.ts';
import { refuse } from '../refusal.ts';
import type { PersonState } from './state.ts';

/** What a decision about a person rests on beside the person's own stream. */
export interface PersonContext {
  readonly policy: Policy;
  readonly parameters: ParameterLookup;
  readonly isYearClosed: (year: number) => boolean;
  readonly institution: (institutionId: string) => InstitutionState;
  /** Another person of the region: an account's owner. */
  readonly person: (personId: string) => PersonState | undefined;
}

export function requireYearOpen(context: PersonContext, date: PlainDate, field: string): void {
  if (!context.isYearClosed(yearOf(date))) return;
  refuse('year-closed', `The year ${String(yearOf(date))} is closed.`, { field });
}

/** Year open, document in force, person enrolled: in the order of COMMANDS.md. */
export function requireDated(state: PersonState, context: PersonContext, date: PlainDate, field: string): void {
  requireYearOpen(context, date, field);
  context.policy.requireInForce(date, field);
  requireEnrolled(state, date, field);
}

export function requireEnrolled(state: PersonState, date: PlainDate, field: string): void {
  if (date >= state.enrolledFrom) return;
  refuse('not-entitled', `The person is enrolled from ${state.enrolledFrom}, not yet on ${date}.`, { field });
}

export function requireDesignated(institution: InstitutionState, on: PlainDate): void {
  if (isDesignatedOn(institution, on)) return;
  refuse('institution-not-designated', `${institution.institutionId} is not designated on ${on}.`, {
    field: 'institutionId',
  });
}

export function requireNew(state: PersonState, kind: string, id: string, field: string): void {
  if (!state.ids.has(`${kind}:${id}`)) return;
  refuse('already-exists', `The ${kind} ${id} exists already.`, { field });
}

/** An account that money may be put into or taken from. */
export function requireOpenAccount(state: PersonState): void {
  if (state.account === 'none') refuse('no-account', `The plan ${state.plan} has no personal account.`);
  if (state.account === 'closed') refuse('account-closed', 'The account was transferred out, refunded or inherited.');
}

/** A part of the total may not exceed it. */
export function requirePart(total: string, part: string | undefined, field: string): void {
  if (part === undefined || exact(part).lte(total)) return;
  refuse('invalid-command', `${field} ${part} is above the total ${total}.`, { field });
}
