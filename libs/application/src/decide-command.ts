import {
  decideApproval,
  decideAgency,
  decideAssessment,
  decideBudget,
  decideClearing,
  decideContract,
  decideDesignation,
  decideDesignationChange,
  decideEnrolment,
  decideItemResolution,
  decideMonthClosing,
  decidePaymentApproval,
  decidePaymentProposal,
  decidePaymentRecord,
  decidePrepayment,
  decidePublication,
  decideReconciliation,
  decideRejection,
  decideReversal,
  decideSettlement,
  decideSubmission,
  decideTierChange,
  decideYearClosing,
  deciding,
  fundStream,
  institutionStream,
  isCaseCommand,
  parametersStream,
  personStream,
  refuse,
  requireOpenClaim,
  tierOn,
  type AgreeContract,
  type AssignAgency,
  type CaseCommand,
  type ChangeDesignation,
  type ChangeInstitutionTier,
  type DesignateInstitution,
  yearOf,
  type InstitutionState,
  type LedgerEvent,
  type Outcome,
  type PersonContext,
  type PersonState,
  type Policy,
  type RecordAssessment,
  type RecordPayment,
  type RecordReconciliation,
} from '@gongji/core';
import type { ClaimCommand, PersonCommand, StreamCommand, ViewedCommand } from './command.ts';
import { decideOnAccount } from './decide-on-account.ts';
import { decideOnCase } from './decide-on-case.ts';
import type { Policies } from './policies.ts';
import { asksViews, institutionsOf, targetOf } from './streams-of.ts';
import type { Viewed } from './views.ts';
import type { FoldedEvent, StateOf, StreamKind } from './writer/stream-kinds.ts';

/** Reads states that were loaded before. */
export interface States {
  state<K extends StreamKind>(stream: string): StateOf[K];
}

/** An event and the stream that it goes to. */
export interface Write {
  readonly stream: string;
  readonly event: LedgerEvent;
}

/** What an accepted command writes, in this order, in one group: all of it or nothing. The answer is that of `answering`. */
export interface Writes {
  readonly writes: readonly Write[];
  readonly answering: number;
}

export interface Decision {
  readonly command: StreamCommand;
  readonly policies: Policies;
  /** The state of the person concerned, with every id whole where the command reaches back behind a carry-over. */
  readonly person: PersonState | undefined;
  readonly states: States;
  /** The event that the command takes back. */
  readonly reversed: FoldedEvent | undefined;
  readonly viewed: Viewed;
  readonly actor: string;
}

/** Decides a command on loaded states: what it writes, or the refusal. */
export function decide(decision: Decision): Outcome<Writes> {
  return deciding(() => {
    const { command, policies } = decision;
    const policy = policies.of(command.region);
    if (policy === undefined) {
      const { code, message, field } = unknownRegion(command.region);
      return refuse(code, message, { field });
    }
    if ('claimId' in command) return decideOnClaim(command, decision, policy);
    if ('personId' in command) return decideOnPerson(command, decision, policy);
    if (isCaseCommand(command)) return one(targetOf(command), decideOnCase(command, decision, policy));
    if (asksViews(command)) return one(targetOf(command), decideOnViews(command, decision));
    return one(targetOf(command), decideOther(command, decision, policy));
  });
}

export function unknownRegion(region: string) {
  return { code: 'unknown-region', message: `No rules for the region ${region}.`, field: 'region' } as const;
}

function one(stream: string, event: LedgerEvent): Writes {
  return { writes: [{ stream, event }], answering: 0 };
}

function decideOther(
  command: Exclude<StreamCommand, PersonCommand | ClaimCommand | ViewedCommand | CaseCommand>,
  { policies, states, actor }: Decision,
  policy: Policy,
): LedgerEvent {
  const target = targetOf(command);
  if (command.type === 'PublishParameters') {
    return decidePublication(command, states.state<'policy'>(target), policy, policies.parameters);
  }
  if (command.type === 'CloseYear') return decideYearClosing(command, states.state<'fund'>(target));
  if (command.type === 'SetBudget') return decideBudget(command, states.state<'fund'>(target));
  if (command.type === 'ResolveReconciliationItem') {
    const isYearClosed = states.state<'fund'>(fundStream(command.region, yearOf(command.date))).closed;
    const { reconciled } = states.state<'fund'>(target);
    return decideItemResolution(command, { reconciled, isYearClosed });
  }
  return decideOnInstitution(command, states.state<'institution'>(target), { policy, states, actor });
}

type InstitutionCommand =
  | DesignateInstitution
  | ChangeInstitutionTier
  | AssignAgency
  | ChangeDesignation
  | AgreeContract
  | RecordAssessment
  | RecordPayment;

function decideOnInstitution(
  command: InstitutionCommand,
  institution: InstitutionState | undefined,
  { policy, states, actor }: { readonly policy: Policy; readonly states: States; readonly actor: string },
): LedgerEvent {
  const isYearClosed = yearsOf(command.region, states);
  if (command.type === 'RecordPayment') {
    return decidePaymentRecord(command, institution?.payments, { isYearClosed, actor });
  }
  if (command.type === 'DesignateInstitution') {
    for (const [id, field] of institutionsOf(command)) institutionOf(command.region, id, states, field);
    return decideDesignation(command, institution, policy.pack.division);
  }
  if (institution === undefined) return unknownInstitution(command.institutionId, 'institutionId');
  const tier = (on: string): 1 | 2 | 3 | undefined => tierOn(institution, on);
  const cite = (article: string): string => policy.cite({ article });
  const context = { terms: policy.supervision.payment, cite, isYearClosed, tier, actor };
  switch (command.type) {
    case 'AssignAgency':
      return decideAgency(command);
    case 'AgreeContract':
      return decideContract(command, context);
    case 'RecordAssessment':
      return decideAssessment(command, institution.payments, context);
    case 'ChangeInstitutionTier':
      return decideTierChange(command, institution);
    default:
      return decideDesignationChange(command);
  }
}

function decideOnViews(command: ViewedCommand, { states, viewed, actor }: Decision): LedgerEvent {
  const { payable, monthToClose } = viewed;
  if (command.type === 'CloseMonth') {
    if (monthToClose === undefined) throw new Error(`${command.type} without the month's totals`);
    return decideMonthClosing(command, states.state<'fund'>(targetOf(command)), monthToClose);
  }
  if (command.type === 'RecordReconciliation') return decideReconciled(command, { states, viewed });
  if (payable === undefined) throw new Error(`${command.type} without what is due`);
  const institution = states.state<'institution'>(targetOf(command));
  const isYearClosed = yearsOf(command.region, states);
  const context = { payable, isYearClosed, actor };
  if (command.type === 'ApprovePayment') return decidePaymentApproval(command, institution?.payments, context);
  if (institution === undefined) return unknownInstitution(command.institutionId, 'institutionId');
  switch (command.type) {
    case 'PayInstitution':
      return decidePaymentProposal(command, institution.payments, context);
    case 'PayPrepayment':
      return decidePrepayment(command, institution.payments, context);
    case 'ClearInstitution':
      return decideClearing(command, institution.payments, context);
  }
}

function decideReconciled(
  command: RecordReconciliation,
  { states, viewed }: Pick<Decision, 'states' | 'viewed'>,
): LedgerEvent {
  const { side } = viewed;
  if (side === undefined) throw new Error(`${command.type} without the ledger's side`);
  const { closed, reconciled } = states.state<'fund'>(targetOf(command));
  const institution = states.state<'institution'>(institutionStream(command.region, command.institutionId));
  return decideReconciliation(command, { reconciled, institution, isYearClosed: closed, side });
}

function unknownInstitution(id: string, field: string): never {
  return refuse('unknown-institution', `No institution ${id} was designated in the region.`, { field });
}

function institutionOf(region: string, id: string, states: States, field: string): InstitutionState {
  return states.state<'institution'>(institutionStream(region, id)) ?? unknownInstitution(id, field);
}

/** The region's institutions. A decision asks for the same one again and again: it is looked up once. */
function institutionsIn(region: string, states: States): (id: string) => InstitutionState {
  let last: InstitutionState | undefined;
  return (id) => {
    if (last?.institutionId !== id) last = institutionOf(region, id, states, 'institutionId');
    return last;
  };
}

/** Whether a year of the region is closed. */
function yearsOf(region: string, states: States): (year: number) => boolean {
  return (year) => states.state<'fund'>(fundStream(region, year)).closed;
}

function contextOf(region: string, states: States, policy: Policy): PersonContext {
  return {
    policy,
    parameters: states.state<'policy'>(parametersStream(region)),
    isYearClosed: yearsOf(region, states),
    institution: institutionsIn(region, states),
    person: (id) => states.state<'insured'>(personStream(region, id)),
  };
}

function unknownPerson(personId: string): never {
  return refuse('unknown-person', `Nobody with the personId ${personId} is enrolled.`, { field: 'personId' });
}

/** Day surgery is told its hours where the document limits them (baoshan art. 15): a matter of form. */
function requireForm(command: StreamCommand, policy: Policy): void {
  if (command.type !== 'SettleVisit' && command.type !== 'SubmitClaim') return;
  if (command.programme !== 'day-surgery' || !policy.limitsHours()) return;
  for (const field of ['admittedAt', 'dischargedAt'] as const) {
    if (command[field] === undefined) {
      refuse('invalid-command', `${field} is missing: the hours of day surgery decide.`, { field });
    }
  }
}

function decideOnPerson(command: PersonCommand, decision: Decision, policy: Policy): Writes {
  const { states, reversed, person } = decision;
  const { region } = command;
  const target = targetOf(command);
  const context = contextOf(region, states, policy);
  requireForm(command, policy);
  if (command.type === 'EnrolPerson') return one(target, decideEnrolment(command, person, context));
  if (person === undefined) return unknownPerson(command.personId);
  for (const [id, field] of institutionsOf(command)) institutionOf(region, id, states, field);
  if (command.type === 'SettleVisit') {
    const { settled, owner } = decideSettlement(command, person, context);
    if (owner === undefined) return one(target, settled);
    const stream = personStream(region, owner.ownerId);
    const writes = [
      { stream, event: owner.held },
      { stream: target, event: settled },
      { stream, event: owner.captured },
    ];
    return { writes, answering: 1 };
  }
  if (command.type === 'ReverseSettlement') {
    const { reversed: reversal, returned } = decideReversal(command, person, context, settledVisit(reversed));
    const own = { stream: target, event: reversal };
    if (returned === undefined) return { writes: [own], answering: 0 };
    return { writes: [own, { stream: personStream(region, returned.ownerId), event: returned.event }], answering: 0 };
  }
  return one(target, decideOnAccount(command, person, context, reversed));
}

function settledVisit(event: FoldedEvent | undefined): Parameters<typeof decideReversal>[3] {
  if (event?.type === 'VisitSettled')
    return { data: event.data, visitDate: event.occurredOn, revision: event.revision };
  if (event?.type === 'ReimbursementSettled') {
    return { data: event.data, visitDate: event.data.visitDate, revision: event.revision };
  }
  return undefined;
}

function decideOnClaim(command: ClaimCommand, decision: Decision, policy: Policy): Writes {
  const { states, person, actor } = decision;
  const { region } = command;
  const target = targetOf(command);
  const claim = states.state<'claim'>(target);
  requireForm(command, policy);
  if (command.type === 'SubmitClaim') {
    if (person === undefined) return unknownPerson(command.personId);
    for (const [id, field] of institutionsOf(command)) institutionOf(region, id, states, field);
    const context = contextOf(region, states, policy);
    return both(target, command.personId, decideSubmission(command, claim, person, context, actor), region);
  }
  const open = requireOpenClaim(command.claimId, claim);
  const { personId } = open.submitted.visit;
  if (person === undefined) return unknownPerson(personId);
  const context = contextOf(region, states, policy);
  const made =
    command.type === 'ApproveClaim'
      ? decideApproval(command, open, person, context, actor)
      : decideRejection(command, open, context.isYearClosed, actor);
  return both(target, personId, made, region);
}

/** The patient's event answers. Where there is no transaction for both, the claim's goes first (finish-claim.ts). */
function both(claim: string, personId: string, made: ReturnType<typeof decideSubmission>, region: string): Writes {
  const writes = [
    { stream: personStream(region, personId), event: made.person },
    { stream: claim, event: made.claim },
  ];
  return { writes, answering: 0 };
}
