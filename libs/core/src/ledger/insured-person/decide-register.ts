import { firstOfNextMonth } from '../../calendar/calendar.ts';
import { exact, money } from '../../money/money.ts';
import { TABLES } from '../../policy/table-names.ts';
import type {
  CertifyCondition,
  ChangeEmployment,
  ChangeEntitlement,
  EndOutOfAreaCare,
  EnrolPerson,
  LinkFamilyMember,
  RecordInpatientStay,
  RegisterOutOfAreaCare,
  UnlinkFamilyMember,
} from '../commands.ts';
import { refuse } from '../refusal.ts';
import type { PersonEvent } from './events.ts';
import { requireEnrolled, requireNew, requireYearOpen, type PersonContext } from './guards.ts';
import type { PersonState } from './state.ts';

/** Enrols a person. Registers may start before the document is in force; the rules then ask from its first day on. */
export function decideEnrolment(
  command: EnrolPerson,
  state: PersonState | undefined,
  { policy, parameters }: PersonContext,
): PersonEvent {
  const { personId, birthDate, employment, plan, from } = command;
  if (state !== undefined) {
    refuse('already-exists', `The person ${personId} was enrolled before.`, { field: 'personId' });
  }
  if (birthDate > from) {
    refuse('invalid-command', `birthDate ${birthDate} lies after the enrolment ${from}.`, { field: 'birthDate' });
  }
  const admitted = policy.word(TABLES.planAdmitted, { employment, plan }, policy.pack.inForce.from, parameters);
  if (admitted.value !== 'admitted') {
    refuse('invalid-command', `The plan ${plan} is not offered to ${employment} persons.`, {
      field: 'plan',
      article: policy.articleOf(admitted.row),
    });
  }
  return { type: 'InsuredEnrolled', occurredOn: from, data: { birthDate, employment, plan, from } };
}

export function decideEmploymentChange(command: ChangeEmployment): PersonEvent {
  const { employment, completedOn } = command;
  const from = firstOfNextMonth(completedOn);
  return { type: 'EmploymentChanged', occurredOn: from, data: { employment, completedOn, from } };
}

export function decideEntitlementChange(command: ChangeEntitlement): PersonEvent {
  const type = command.type === 'SuspendEntitlement' ? 'EntitlementSuspended' : 'EntitlementResumed';
  return { type, occurredOn: command.from, data: { from: command.from } };
}

export function decideRegistration(command: RegisterOutOfAreaCare): PersonEvent {
  const { kind, area, from } = command;
  return { type: 'OutOfAreaCareRegistered', occurredOn: from, data: { kind, area, from } };
}

export function decideRegistrationEnd(command: EndOutOfAreaCare): PersonEvent {
  const { area, from } = command;
  return { type: 'OutOfAreaCareEnded', occurredOn: from, data: { area, from } };
}

export function decideCertificate(command: CertifyCondition): PersonEvent {
  const { programme, condition, severeMentalDisorder = false, from } = command;
  return {
    type: 'ConditionCertified',
    occurredOn: from,
    data: { programme, condition, severeMentalDisorder, from },
  };
}

/** Links a spouse, parent or child (baoshan art. 18: as in the Civil Code). The member need not be insured here. */
export function decideLink(command: LinkFamilyMember, divisionOfRegion: string): PersonEvent {
  const { personId, memberId, relation, insuredArea = divisionOfRegion, from } = command;
  if (memberId === personId) {
    refuse('invalid-command', 'Nobody is a family member of their own.', { field: 'memberId' });
  }
  return { type: 'FamilyMemberLinked', occurredOn: from, data: { memberId, relation, insuredArea, from } };
}

export function decideUnlink({ memberId, from }: UnlinkFamilyMember): PersonEvent {
  return { type: 'FamilyMemberUnlinked', occurredOn: from, data: { memberId, from } };
}

/** Records a stay that was settled elsewhere. Its business date is the discharge. */
export function decideStay(command: RecordInpatientStay, state: PersonState, context: PersonContext): PersonEvent {
  const { stayId, institutionId, admittedOn, dischargedOn, pooledPaid } = command;
  requireNew(state, 'stay', stayId, 'stayId');
  if (admittedOn > dischargedOn) {
    refuse('invalid-command', `dischargedOn ${dischargedOn} lies before admittedOn ${admittedOn}.`, {
      field: 'dischargedOn',
    });
  }
  requireYearOpen(context, dischargedOn, 'dischargedOn');
  requireEnrolled(state, dischargedOn, 'dischargedOn');
  return {
    type: 'InpatientStayRecorded',
    occurredOn: dischargedOn,
    data: { stayId, institutionId, admittedOn, dischargedOn, pooledPaid: money(exact(pooledPaid)) },
  };
}
