import { yearOf, type PlainDate } from '../../calendar/calendar.ts';
import { exact, money } from '../../money/money.ts';
import type { Policy } from '../../policy/policy.ts';
import { namedIn } from '../../supervision/violations.ts';
import type { Proposed } from '../event.ts';
import type { PersonState } from '../insured-person/index.ts';
import { refuse } from '../refusal.ts';
import type {
  CaseCommand,
  CaseOutcome,
  CaseSubject,
  DecideCase,
  HandOverCase,
  OpenCase,
  RecordRecovery,
  VisitOfCase,
} from './commands.ts';

/** Stream of a case of supervision (稽核案件). */
export function caseStream(region: string, caseId: string): string {
  return `supervision-${region}.${caseId}`;
}

// Events

/** A suspected violation is looked into. */
export interface CaseOpened {
  readonly violation: string;
  /** Where the document names it. */
  readonly article: string;
  readonly warnings: readonly string[];
  readonly visits: readonly VisitOfCase[];
  readonly institutionId?: string;
  readonly personId?: string;
  readonly reason: string;
  readonly openedBy: string;
}

/** A second person decided whether there was a violation, and what the pooled fund is to get back. */
export interface CaseDecided {
  readonly outcome: CaseOutcome;
  /** Yuan. */
  readonly amountToRecover: string;
  readonly article: string;
  readonly reason: string;
  readonly decidedBy: string;
}

/** Another authority was given the case (baoshan art. 32). */
export interface CaseHandedOver {
  readonly authority: string;
  /** Where the document names it. */
  readonly article: string;
  readonly reason: string;
  readonly handedOverBy: string;
}

/** Money came back to the pooled fund. Amounts are yuan. */
export interface AmountRecovered {
  readonly amount: string;
  readonly reference: string;
  /** In this case so far, this payment included. */
  readonly recovered: string;
  /** Of what was decided, still to come. */
  readonly left: string;
}

export type CaseEvent =
  | Proposed<'CaseOpened', CaseOpened>
  | Proposed<'CaseDecided', CaseDecided>
  | Proposed<'CaseHandedOver', CaseHandedOver>
  | Proposed<'AmountRecovered', AmountRecovered>;

// State and fold

export interface CaseState {
  readonly openedOn: PlainDate;
  readonly openedBy: string;
  readonly decided?: { readonly on: PlainDate; readonly amountToRecover: string };
  readonly handedOverTo: readonly string[];
  /** Yuan. */
  readonly recovered: string;
  readonly references: readonly string[];
}

/** The state after one more event; undefined stands for a case that was never opened. */
export function evolveCase(state: CaseState | undefined, event: CaseEvent): CaseState {
  if (event.type === 'CaseOpened') {
    const { openedBy } = event.data;
    const nothing = { handedOverTo: [], recovered: '0.00', references: [] };
    return { openedOn: event.occurredOn, openedBy, ...nothing };
  }
  if (state === undefined) throw new Error(`${event.type} before the opening`);
  switch (event.type) {
    case 'CaseDecided':
      return { ...state, decided: { on: event.occurredOn, amountToRecover: event.data.amountToRecover } };
    case 'CaseHandedOver':
      return { ...state, handedOverTo: [...state.handedOverTo, event.data.authority] };
    case 'AmountRecovered': {
      const { recovered, reference } = event.data;
      return { ...state, recovered, references: [...state.references, reference] };
    }
  }
}

// Decide

/** What a decision about a case rests on beside the case's own stream. */
export interface CaseContext {
  readonly policy: Policy;
  readonly isYearClosed: (year: number) => boolean;
  /** Whether an institution of the region has this id. */
  readonly isInstitution: (institutionId: string) => boolean;
  readonly person: (personId: string) => PersonState | undefined;
  readonly actor: string;
}

/** Decides a command on a case. */
export function decideCase(command: CaseCommand, state: CaseState | undefined, context: CaseContext): CaseEvent {
  if (command.type === 'OpenCase') return decideOpening(command, state, context);
  if (state === undefined) {
    return refuse('unknown-case', `There is no case ${command.caseId} in the region.`, { field: 'caseId' });
  }
  switch (command.type) {
    case 'DecideCase':
      return decideOutcome(command, state, context);
    case 'HandOverCase':
      return decideHandOver(command, state, context);
    case 'RecordRecovery':
      return decideRecovery(command, state, context);
  }
}

function decideOpening(command: OpenCase, state: CaseState | undefined, context: CaseContext): CaseEvent {
  const { caseId, date, about, reason } = command;
  requireSubject(about, context);
  const { violations } = context.policy.supervision;
  const violation = namedIn(violations, command.violation);
  if (violation === undefined) {
    const known = violations.map(({ name }) => name).join(', ');
    const message = `The document names no violation ${command.violation}; it names: ${known || 'none'}.`;
    return refuse('unknown-violation', message, { field: 'violation' });
  }
  if (state !== undefined) refuse('already-exists', `The case ${caseId} was opened before.`, { field: 'caseId' });
  requireYearOpen(date, context);
  const { warnings = [], visits = [], institutionId, personId } = about;
  return {
    type: 'CaseOpened',
    occurredOn: date,
    data: {
      violation: violation.name,
      article: violation.article,
      warnings: [...new Set(warnings)],
      visits: distinct(visits),
      ...(institutionId === undefined ? {} : { institutionId }),
      ...(personId === undefined ? {} : { personId }),
      reason,
      openedBy: context.actor,
    },
  };
}

function requireSubject(
  { warnings = [], visits = [], institutionId, personId }: CaseSubject,
  { isInstitution, person }: CaseContext,
): void {
  if (warnings.length + visits.length === 0 && institutionId === undefined && personId === undefined) {
    refuse('invalid-command', 'about must name a warning, a visit, an institution or a person.', { field: 'about' });
  }
  const requirePerson = (id: string, field: string): PersonState =>
    person(id) ?? refuse('unknown-person', `Nobody with the personId ${id} is enrolled.`, { field });
  if (personId !== undefined) requirePerson(personId, 'about.personId');
  for (const visit of visits) requirePerson(visit.personId, 'about.visits');
  if (institutionId !== undefined && !isInstitution(institutionId)) {
    const message = `No institution ${institutionId} was designated in the region.`;
    refuse('unknown-institution', message, { field: 'about.institutionId' });
  }
  for (const visit of visits) {
    const key = `visit:${visit.visitId}`;
    const { ids } = requirePerson(visit.personId, 'about.visits');
    if (ids.has(key) || ids.mayBeEarlier(key)) continue;
    refuse('unknown-visit', `${visit.personId} has no visit ${visit.visitId}.`, { field: 'about.visits' });
  }
}

function distinct(visits: readonly VisitOfCase[]): readonly VisitOfCase[] {
  const byName = new Map(
    visits.map(({ personId, visitId }) => [JSON.stringify([personId, visitId]), { personId, visitId }]),
  );
  return [...byName.values()];
}

function decideOutcome(command: DecideCase, state: CaseState, context: CaseContext): CaseEvent {
  const { caseId, date, outcome, article, reason } = command;
  const { actor, policy } = context;
  const amount = exact(command.amountToRecover);
  if (outcome === 'no-violation' && !amount.isZero()) {
    const message = 'amountToRecover must be zero where there is no violation.';
    refuse('invalid-command', message, { field: 'amountToRecover' });
  }
  if (!policy.pack.coverage.some((row) => row.article === article)) {
    refuse('invalid-command', `The document has no article ${article}.`, { field: 'article' });
  }
  requireNotBefore(date, state.openedOn, 'the case was opened');
  requireYearOpen(date, context);
  if (state.decided !== undefined) {
    refuse('case-not-open', `The case ${caseId} was decided on ${state.decided.on}.`, { field: 'caseId' });
  }
  if (state.openedBy === actor) {
    refuse('same-actor', `${actor} opened the case and may not decide it.`, { field: 'actor' });
  }
  const data = { outcome, amountToRecover: money(amount), article, reason, decidedBy: actor };
  return { type: 'CaseDecided', occurredOn: date, data };
}

function decideHandOver(command: HandOverCase, state: CaseState, context: CaseContext): CaseEvent {
  const { caseId, date, reason } = command;
  const { authorities } = context.policy.supervision;
  const authority = namedIn(authorities, command.authority);
  if (authority === undefined) {
    const known = authorities.map(({ name }) => name).join(', ');
    const message = `The document names no authority ${command.authority}; it names: ${known || 'none'}.`;
    return refuse('unknown-authority', message, { field: 'authority' });
  }
  const { name, article } = authority;
  if (state.handedOverTo.includes(name)) {
    refuse('already-exists', `The case ${caseId} was handed over to ${name} before.`, { field: 'authority' });
  }
  requireNotBefore(date, state.openedOn, 'the case was opened');
  requireYearOpen(date, context);
  const data = { authority: name, article, reason, handedOverBy: context.actor };
  return { type: 'CaseHandedOver', occurredOn: date, data };
}

function decideRecovery(command: RecordRecovery, state: CaseState, context: CaseContext): CaseEvent {
  const { caseId, date, reference } = command;
  const amount = exact(command.amount);
  if (amount.isZero()) refuse('invalid-command', 'amount must be more than zero.', { field: 'amount' });
  const { decided } = state;
  if (decided === undefined) {
    return refuse('case-not-decided', `The case ${caseId} was not decided yet.`, { field: 'caseId' });
  }
  if (state.references.includes(reference)) {
    refuse('already-exists', `The payment ${reference} was recorded in the case before.`, { field: 'reference' });
  }
  requireNotBefore(date, decided.on, 'the case was decided');
  requireYearOpen(date, context);
  const left = exact(decided.amountToRecover).minus(state.recovered).minus(amount);
  if (left.isNegative()) {
    const message = `Of ${decided.amountToRecover} yuan ${state.recovered} came back before: ${money(amount)} is too much.`;
    refuse('exceeds-decision', message, { field: 'amount' });
  }
  const recovered = money(exact(state.recovered).plus(amount));
  const data = { amount: money(amount), reference, recovered, left: money(left) };
  return { type: 'AmountRecovered', occurredOn: date, data };
}

function requireNotBefore(date: PlainDate, earliest: PlainDate, what: string): void {
  if (date < earliest)
    refuse('invalid-command', `date ${date} lies before ${earliest}, when ${what}.`, { field: 'date' });
}

function requireYearOpen(date: PlainDate, { isYearClosed }: CaseContext): void {
  const year = yearOf(date);
  if (isYearClosed(year)) refuse('year-closed', `The year ${String(year)} is closed.`, { field: 'date' });
}
