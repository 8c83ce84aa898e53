import { yearOf, type PlainDate } from '../../calendar/calendar.ts';
import { ZERO } from '../../money/money.ts';
import { TABLES } from '../../policy/table-names.ts';
import { pooledPart } from '../../settlement/pooled.ts';
import type { ApproveClaim, RejectClaim, SubmitClaim, VisitFields } from '../commands.ts';
import type { Proposed } from '../event.ts';
import { settledVisit, requireSettleable } from '../insured-person/decide-visit.ts';
import type { PersonEvent } from '../insured-person/events.ts';
import { requireNew, requirePart, requireYearOpen, type PersonContext } from '../insured-person/guards.ts';
import type { PersonState } from '../insured-person/state.ts';
import { visitOf } from '../insured-person/visit-facts.ts';
import { refuse } from '../refusal.ts';

/** Stream of a claim for manual reimbursement (零星报销). */
export function claimStream(region: string, claimId: string): string {
  return `claim-${region}.${claimId}`;
}

// Events

/** A patient asks for what the pooled fund would have paid at once. */
export interface ClaimSubmitted {
  readonly visit: VisitFields;
  readonly submittedOn: PlainDate;
  readonly submittedBy: string;
}

export interface ClaimApproved {
  readonly approvedBy: string;
  /** Why a late claim is paid all the same (baoshan art. 25: 原则上). */
  readonly override?: string;
}

export interface ClaimRejected {
  readonly rejectedBy: string;
  readonly reason: string;
}

export type ClaimEvent =
  | Proposed<'ClaimSubmitted', ClaimSubmitted>
  | Proposed<'ClaimApproved', ClaimApproved>
  | Proposed<'ClaimRejected', ClaimRejected>;

// State and fold

export interface ClaimState {
  readonly status: 'open' | 'approved' | 'rejected';
  readonly submitted: ClaimSubmitted;
}

/** The state after one more event; undefined stands for a claim that was never submitted. */
export function evolveClaim(state: ClaimState | undefined, event: ClaimEvent): ClaimState {
  if (event.type === 'ClaimSubmitted') return { status: 'open', submitted: event.data };
  if (state === undefined) throw new Error(`${event.type} before the submission`);
  return { ...state, status: event.type === 'ClaimApproved' ? 'approved' : 'rejected' };
}

// Decide

/** What a decision about a claim writes: on the claim's stream and on the patient's. */
export interface ClaimDecision {
  readonly claim: ClaimEvent;
  readonly person: PersonEvent;
}

/** Takes a claim in: ids new, year open; everything else is checked at the approval (COMMANDS.md). */
export function decideSubmission(
  command: SubmitClaim,
  state: ClaimState | undefined,
  person: PersonState,
  context: PersonContext,
  actor: string,
): ClaimDecision {
  const { claimId, visitId, submittedOn } = command;
  if (state !== undefined) {
    refuse('already-exists', `The claim ${claimId} was submitted before.`, { field: 'claimId' });
  }
  requireNew(person, 'visit', visitId, 'visitId');
  requirePart(command.total, command.inScope, 'inScope');
  requireYearOpen(context, command.date, 'date');
  return {
    claim: {
      type: 'ClaimSubmitted',
      occurredOn: submittedOn,
      data: { visit: visitFieldsOf(command), submittedOn, submittedBy: actor },
    },
    person: { type: 'ReimbursementRequested', occurredOn: submittedOn, data: { claimId, visitId } },
  };
}

const OF_THE_COMMAND: ReadonlySet<string> = new Set([
  'commandId',
  'type',
  'region',
  'actor',
  'dryRun',
  'claimId',
  'submittedOn',
]);

/** The claim's visit without what belongs to the command. */
function visitFieldsOf(command: SubmitClaim): VisitFields {
  const fields = Object.entries(command).filter(([name]) => !OF_THE_COMMAND.has(name));
  return Object.fromEntries(fields) as unknown as VisitFields;
}

/** The claim, which must exist and not be decided yet. */
export function requireOpenClaim(claimId: string, state: ClaimState | undefined): ClaimState {
  if (state === undefined) {
    return refuse('unknown-claim', `There is no claim ${claimId} in the region.`, { field: 'claimId' });
  }
  if (state.status !== 'open') {
    return refuse('claim-not-open', `The claim ${claimId} was ${state.status} before.`, { field: 'claimId' });
  }
  return state;
}

/** Settles the claim's visit by the rules of its date; the pooled part goes to the patient on the day of the approval. */
export function decideApproval(
  command: ApproveClaim,
  { submitted }: ClaimState,
  person: PersonState,
  context: PersonContext,
  actor: string,
): ClaimDecision {
  const { claimId, date, override } = command;
  const { visit: fields } = submitted;
  if (submitted.submittedBy === actor) {
    refuse('same-actor', `${actor} submitted the claim and may not approve it.`, { field: 'actor' });
  }
  requireYearOpen(context, date, 'date');
  requireSettleable(fields, person, context);
  const visit = visitOf(fields, person, context, 'claim');
  if (override === undefined) requireInTime(submitted, visit.facts, context);
  const data = settledVisit(fields, visit, pooledPart(visit), { amount: ZERO, steps: [] }, person.balance);
  return {
    claim: {
      type: 'ClaimApproved',
      occurredOn: date,
      data: { approvedBy: actor, ...(override === undefined ? {} : { override }) },
    },
    person: { type: 'ReimbursementSettled', occurredOn: date, data: { ...data, claimId, visitDate: fields.date } },
  };
}

/** A document may name the last day of the next year on which a claim is taken, that day included (baoshan art. 25, A33). */
function requireInTime(
  { submittedOn, visit }: ClaimSubmitted,
  facts: Parameters<PersonContext['policy']['word']>[1],
  { policy, parameters }: PersonContext,
): void {
  const lastDay = policy.word(TABLES.claimLastDay, facts, visit.date, parameters);
  if (lastDay.value === 'none') return;
  const last = `${String(yearOf(visit.date) + 1)}-${lastDay.value}`;
  if (submittedOn <= last) return;
  refuse('claim-too-late', `The claim was submitted on ${submittedOn}, after ${last}.`, {
    field: 'override',
    article: policy.articleOf(lastDay.row),
  });
}

/** Rejects a claim and frees its visitId. */
export function decideRejection(
  command: RejectClaim,
  { submitted }: ClaimState,
  isYearClosed: (year: number) => boolean,
  actor: string,
): ClaimDecision {
  const { claimId, date, reason } = command;
  if (isYearClosed(yearOf(date))) {
    refuse('year-closed', `The year ${String(yearOf(date))} is closed.`, { field: 'date' });
  }
  const { visitId } = submitted.visit;
  return {
    claim: { type: 'ClaimRejected', occurredOn: date, data: { rejectedBy: actor, reason } },
    person: { type: 'ReimbursementDeclined', occurredOn: date, data: { claimId, visitId } },
  };
}
