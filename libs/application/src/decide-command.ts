import {
  deciding,
  decideAdjustment,
  decideContribution,
  decideContributionReversal,
  decideDesignation,
  decideDesignationChange,
  decideEmploymentChange,
  decideEnrolment,
  decideEntitlementChange,
  decidePayOut,
  decidePublication,
  decideRegistration,
  decideRegistrationEnd,
  decideReversal,
  decideSettlement,
  decideStay,
  decideTierChange,
  decideTransferIn,
  decideYearClosing,
  fundStream,
  institutionStream,
  parametersStream,
  personStream,
  refuse,
  yearOf,
  type InstitutionState,
  type LedgerEvent,
  type Outcome,
  type PersonContext,
  type PersonEvent,
  type PersonState,
  type Policy,
} from '@gongji/core';
import type { PersonCommand, StreamCommand } from './command.ts';
import type { Policies } from './policies.ts';
import type { FoldedEvent, StateOf, StreamKind } from './writer/stream-kinds.ts';

/** Reads states that were loaded before. */
export interface States {
  state<K extends StreamKind>(stream: string): StateOf[K];
}

/** The stream that a command is decided on and appended to. */
export function targetOf(command: StreamCommand): string {
  const { region } = command;
  switch (command.type) {
    case 'PublishParameters':
      return parametersStream(region);
    case 'DesignateInstitution':
    case 'ChangeInstitutionTier':
    case 'SuspendDesignation':
    case 'ResumeDesignation':
    case 'EndDesignation':
      return institutionStream(region, command.institutionId);
    case 'CloseYear':
      return fundStream(region, command.year);
    default:
      return personStream(region, command.personId);
  }
}

/** The business date whose year must be open, where the command has one. */
function datedOn(command: StreamCommand): string | undefined {
  if ('date' in command) return command.date;
  if (command.type === 'RecordContribution') return command.paidOn;
  return command.type === 'RecordInpatientStay' ? command.dischargedOn : undefined;
}

function institutionsOf(command: StreamCommand): readonly string[] {
  if (command.type === 'DesignateInstitution') {
    return command.hostInstitutionId === undefined ? [] : [command.hostInstitutionId];
  }
  if (command.type === 'RecordInpatientStay') return [command.institutionId];
  if (command.type !== 'SettleVisit') return [];
  const { institutionId, prescribingInstitutionId } = command;
  return prescribingInstitutionId === undefined ? [institutionId] : [institutionId, prescribingInstitutionId];
}

/**
 * The streams beside its own that a command's decision consults. Asked again until nothing is missing: the host of an internet
 * hospital is known only when the hospital is.
 *
 * @param loaded the state of an institution that is in memory.
 */
export function consultedBy(
  command: StreamCommand,
  loaded: (stream: string) => InstitutionState | undefined,
): readonly string[] {
  const { region } = command;
  const streams: string[] = [];
  for (const id of institutionsOf(command)) {
    const stream = institutionStream(region, id);
    streams.push(stream);
    const host = loaded(stream)?.designated.hostInstitutionId;
    if (host !== undefined) streams.push(institutionStream(region, host));
  }
  if ('personId' in command) streams.push(parametersStream(region));
  const date = datedOn(command);
  if (date !== undefined) streams.push(fundStream(region, yearOf(date)));
  return streams;
}

/** Ids that a command uses or refers to, as the person's state keeps them (known-ids.ts in the core). */
export function idsOf(command: StreamCommand): readonly string[] {
  switch (command.type) {
    case 'SettleVisit':
      return [`visit:${command.visitId}`];
    case 'ReverseSettlement':
      return [`visit:${command.visitId}`, `reversal:${command.visitId}`];
    case 'RecordContribution':
    case 'ReverseContribution':
      return [`contribution:${command.month}`];
    case 'AdjustAccount':
      return [`adjustment:${command.adjustmentId}`];
    case 'TransferAccountIn':
      return [`transfer:${command.transferId}`];
    case 'RecordInpatientStay':
      return [`stay:${command.stayId}`];
    default:
      return [];
  }
}

/** The id whose event the decision needs whole: what a reversal takes back. */
export function idToReverse(command: StreamCommand): string | undefined {
  if (command.type === 'ReverseSettlement') return `visit:${command.visitId}`;
  return command.type === 'ReverseContribution' ? `contribution:${command.month}` : undefined;
}

export interface Decision {
  readonly command: StreamCommand;
  readonly policies: Policies;
  /** The target's state; a person's with every id whole where the command reaches back behind a carry-over. */
  readonly target: StateOf[StreamKind];
  readonly states: States;
  /** The event that the command takes back. */
  readonly reversed: FoldedEvent | undefined;
}

/** Decides a command on loaded states: one event, or the refusal. */
export function decide(decision: Decision): Outcome<LedgerEvent> {
  return deciding(() => {
    const { command, policies } = decision;
    const policy = policies.of(command.region);
    if (policy === undefined) return refuse('unknown-region', `No rules for the region ${command.region}.`, { field: 'region' });
    return 'personId' in command ? decideForPerson(command, decision, policy) : decideOther(command, decision, policy);
  });
}

function decideOther(
  command: Exclude<StreamCommand, PersonCommand>,
  { policies, target, states }: Decision,
  policy: Policy,
): LedgerEvent {
  if (command.type === 'PublishParameters') {
    return decidePublication(command, target as StateOf['policy'], policy, policies.parameters);
  }
  if (command.type === 'CloseYear') return decideYearClosing(command, target as StateOf['fund']);
  const institution = target as StateOf['institution'];
  if (command.type === 'DesignateInstitution') {
    for (const id of institutionsOf(command)) institutionOf(command.region, id, states, 'hostInstitutionId');
    return decideDesignation(command, institution, policy.pack.division);
  }
  if (institution === undefined) return unknownInstitution(command.institutionId, 'institutionId');
  return command.type === 'ChangeInstitutionTier'
    ? decideTierChange(command, institution)
    : decideDesignationChange(command);
}

function unknownInstitution(id: string, field: string): never {
  return refuse('unknown-institution', `No institution ${id} was designated in the region.`, { field });
}

function institutionOf(region: string, id: string, states: States, field: string): InstitutionState {
  return states.state<'institution'>(institutionStream(region, id)) ?? unknownInstitution(id, field);
}

function contextOf(region: string, states: States, policy: Policy): PersonContext {
  return {
    policy,
    parameters: states.state<'policy'>(parametersStream(region)),
    isYearClosed: (year) => states.state<'fund'>(fundStream(region, year)).closed,
    institution: (id) => institutionOf(region, id, states, 'institutionId'),
  };
}

function decideForPerson(command: PersonCommand, decision: Decision, policy: Policy): PersonEvent {
  const { states, reversed } = decision;
  const context = contextOf(command.region, states, policy);
  const person = decision.target as PersonState | undefined;
  if (command.type === 'EnrolPerson') return decideEnrolment(command, person, context);
  if (person === undefined) {
    return refuse('unknown-person', `Nobody with the personId ${command.personId} is enrolled.`, { field: 'personId' });
  }
  for (const [at, id] of institutionsOf(command).entries()) {
    institutionOf(command.region, id, states, at === 0 ? 'institutionId' : 'prescribingInstitutionId');
  }
  switch (command.type) {
    case 'ChangeEmployment':
      return decideEmploymentChange(command);
    case 'SuspendEntitlement':
    case 'ResumeEntitlement':
      return decideEntitlementChange(command);
    case 'RegisterOutOfAreaCare':
      return decideRegistration(command);
    case 'EndOutOfAreaCare':
      return decideRegistrationEnd(command);
    case 'RecordInpatientStay':
      return decideStay(command, person, context);
    case 'SettleVisit':
      return decideSettlement(command, person, context);
    case 'ReverseSettlement':
      return decideReversal(command, person, context, reversed?.type === 'VisitSettled' ? reversed : undefined);
    default:
      return decideMovement(command, person, context, reversed);
  }
}

type MovementCommand = Extract<
  PersonCommand,
  {
    readonly type:
      | 'RecordContribution'
      | 'ReverseContribution'
      | 'AdjustAccount'
      | 'TransferAccountIn'
      | 'TransferAccountOut'
      | 'RefundAccount'
      | 'InheritAccount';
  }
>;

function decideMovement(
  command: MovementCommand,
  person: PersonState,
  context: PersonContext,
  reversed: FoldedEvent | undefined,
): PersonEvent {
  switch (command.type) {
    case 'RecordContribution':
      return decideContribution(command, person, context);
    case 'ReverseContribution': {
      const recorded = reversed?.type === 'ContributionRecorded' ? reversed.data : undefined;
      return decideContributionReversal(command, person, context, recorded);
    }
    case 'AdjustAccount':
      return decideAdjustment(command, person, context);
    case 'TransferAccountIn':
      return decideTransferIn(command, person, context);
    default:
      return decidePayOut(command, person, context);
  }
}
