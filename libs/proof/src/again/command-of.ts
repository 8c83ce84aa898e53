import type { StreamCommand } from '@gongji/application/deciding';
import type { LedgerEvent } from '@gongji/core';
import { regionOf } from '../seals/sealer.ts';
import type { KnownEvent } from './known-event.ts';

type Fact<T extends LedgerEvent['type']> = Extract<LedgerEvent, { readonly type: T }>;

/** A command without what every command has. */
type Told = Omit<StreamCommand, 'commandId' | 'region' | 'actor'> & { readonly [field: string]: unknown };

/**
 * The command that an event answers, as far as the decision asks: what it was told stands in the event. Undefined for events that are
 * part of another's decision, of a region-wide command, or of none.
 *
 * @param override why a late claim was paid, from the claim's own stream.
 */
export function commandOf(event: KnownEvent, override?: string): StreamCommand | undefined {
  const { fact, stream, metadata } = event;
  const id = stream.slice(stream.indexOf('.') + 1);
  const common = { commandId: metadata.commandId, actor: metadata.actor, region: regionOf(stream) };
  if (fact.type === 'VisitSettled') return visit(fact, id, common);
  const told = toldBy(fact, id, override);
  return told === undefined ? undefined : ({ ...told, ...common } as unknown as StreamCommand);
}

/** What every command has. */
type Common = Pick<StreamCommand, 'commandId' | 'region'> & { readonly actor: string };

function toldBy(fact: LedgerEvent, id: string, override: string | undefined): Told | undefined {
  return (
    registerCommand(fact, id) ??
    institutionCommand(fact, id) ??
    accountCommand(fact, id) ??
    careCommand(fact, id, override) ??
    caseCommand(fact, id)
  );
}

/** Persons, parameters, years: the event holds what the command told. */
function registerCommand(fact: LedgerEvent, id: string): Told | undefined {
  const ofPerson = <T extends StreamCommand['type']>(type: T): Told => ({ type, personId: id, ...fact.data });
  switch (fact.type) {
    case 'InsuredEnrolled':
      return ofPerson('EnrolPerson');
    case 'EmploymentChanged':
      return ofPerson('ChangeEmployment');
    case 'EntitlementSuspended':
      return ofPerson('SuspendEntitlement');
    case 'EntitlementResumed':
      return ofPerson('ResumeEntitlement');
    case 'FamilyMemberLinked':
      return ofPerson('LinkFamilyMember');
    case 'FamilyMemberUnlinked':
      return ofPerson('UnlinkFamilyMember');
    case 'OutOfAreaCareRegistered':
      return ofPerson('RegisterOutOfAreaCare');
    case 'OutOfAreaCareEnded':
      return ofPerson('EndOutOfAreaCare');
    case 'ConditionCertified':
      return ofPerson('CertifyCondition');
    case 'ParametersPublished':
      return { type: 'PublishParameters', ...fact.data };
    case 'YearClosed':
      return { type: 'CloseYear', ...fact.data };
    case 'ReconciliationRecorded':
      return reconciliation(fact);
    case 'ReconciliationItemResolved':
      return { type: 'ResolveReconciliationItem', year: Number(id), date: fact.occurredOn, ...fact.data };
    case 'MonthClosed':
      return { type: 'CloseMonth', month: fact.data.month };
    case 'BudgetSet':
      return { type: 'SetBudget', ...fact.data };
    default:
      return undefined;
  }
}

/** Institutions, their contracts and payments. */
function institutionCommand(fact: LedgerEvent, id: string): Told | undefined {
  const ofInstitution = <T extends StreamCommand['type']>(type: T): Told => ({ type, institutionId: id, ...fact.data });
  switch (fact.type) {
    case 'InstitutionDesignated':
      return ofInstitution('DesignateInstitution');
    case 'InstitutionTierChanged':
      return ofInstitution('ChangeInstitutionTier');
    case 'AgencyAssigned':
      return ofInstitution('AssignAgency');
    case 'DesignationSuspended':
      return ofInstitution('SuspendDesignation');
    case 'DesignationResumed':
      return ofInstitution('ResumeDesignation');
    case 'DesignationEnded':
      return ofInstitution('EndDesignation');
    case 'ContractAgreed':
      return ofInstitution('AgreeContract');
    case 'AssessmentRecorded':
      return { ...ofInstitution('RecordAssessment'), date: fact.occurredOn };
    case 'PaymentProposed':
      return proposal(fact, id);
    case 'PaymentApproved':
      return { type: 'ApprovePayment', paymentId: fact.data.paymentId };
    case 'PaymentMade': {
      const { paymentId, reference } = fact.data;
      return { type: 'RecordPayment', paymentId, date: fact.occurredOn, reference };
    }
    default:
      return undefined;
  }
}

function proposal({ data: { month, kind } }: Fact<'PaymentProposed'>, institutionId: string): Told {
  if (kind === 'clearing') return { type: 'ClearInstitution', institutionId, year: Number(month.slice(0, 4)) };
  return { type: kind === 'prepayment' ? 'PayPrepayment' : 'PayInstitution', institutionId, month };
}

function caseCommand(fact: LedgerEvent, caseId: string): Told | undefined {
  const on = { caseId, date: fact.occurredOn };
  switch (fact.type) {
    case 'CaseOpened': {
      const { violation, warnings, visits, institutionId, personId, reason } = fact.data;
      return { type: 'OpenCase', ...on, violation, about: { warnings, visits, institutionId, personId }, reason };
    }
    case 'CaseDecided':
      return { type: 'DecideCase', ...on, ...fact.data };
    case 'CaseHandedOver':
      return { type: 'HandOverCase', ...on, ...fact.data };
    case 'AmountRecovered':
      return { type: 'RecordRecovery', ...on, ...fact.data };
    default:
      return undefined;
  }
}

/** The command told the institution's rows that differ, and where it looked. */
function reconciliation({ data, occurredOn: date }: Fact<'ReconciliationRecorded'>): Told {
  const { institution: totals, items, ...about } = data;
  const rows = items.filter(({ kind }) => kind !== 'totals');
  return { type: 'RecordReconciliation', ...about, date, totals, differences: rows };
}

function accountCommand(fact: LedgerEvent, personId: string): Told | undefined {
  const on = { personId, date: fact.occurredOn };
  switch (fact.type) {
    case 'ContributionRecorded':
      return contribution(fact, personId);
    case 'ContributionReversed':
      return { type: 'ReverseContribution', ...on, month: fact.data.month, reason: fact.data.reason };
    case 'AccountCredited':
    case 'AccountDebited':
      return movement(fact, personId);
    case 'PremiumPaid':
      return { type: 'PayPremium', ...on, ...fact.data };
    case 'AccountTransferredIn':
      return { type: 'TransferAccountIn', ...on, ...fact.data };
    case 'AccountTransferredOut':
      return { type: 'TransferAccountOut', ...on, to: fact.data.to };
    case 'AccountRefunded':
      return { type: 'RefundAccount', ...on, reason: fact.data.reason };
    case 'AccountInherited':
      return { type: 'InheritAccount', ...on, deathDate: fact.data.deathDate, heir: fact.data.heir };
    default:
      return undefined;
  }
}

/** With three rows the whole rate decided what was collected; with two the command told it. */
function contribution({ data, occurredOn }: Fact<'ContributionRecorded'>, personId: string): Told {
  const { month, base, amount, rows } = data;
  return {
    type: 'RecordContribution',
    personId,
    month,
    base,
    paidOn: occurredOn,
    ...(rows.length > 2 ? {} : { amount }),
  };
}

function movement(
  { type, data, occurredOn: date }: Fact<'AccountCredited' | 'AccountDebited'>,
  personId: string,
): Told | undefined {
  if (data.cause === 'expense') return { type: 'PayExpense', personId, date, ...data };
  if (data.cause !== 'adjustment') return undefined;
  const direction = type === 'AccountCredited' ? 'credit' : 'debit';
  return { type: 'AdjustAccount', personId, date, direction, ...data };
}

/** Field by field, without what was decided: most of the log are visits, and copies of all that they hold would cost the most. */
function visit(
  { data, occurredOn: date }: Fact<'VisitSettled'>,
  personId: string,
  { commandId, actor, region }: Common,
): StreamCommand {
  const asked: NonNullable<typeof data.asked> = data.asked ?? {};
  const command = {
    type: 'SettleVisit',
    commandId,
    actor,
    region,
    personId,
    date,
    time: asked.time,
    visitId: data.visitId,
    institutionId: data.institutionId,
    programme: data.programme,
    total: data.total,
    inScope: data.inScope,
    condition: data.condition,
    drug: data.drug,
    examination: data.examination,
    outOfCatalogue: data.outOfCatalogue,
    prescription: asked.prescription,
    prescribingInstitutionId: asked.prescribingInstitutionId,
    admittedAt: asked.admittedAt,
    dischargedAt: asked.dischargedAt,
    exclusion: asked.exclusion,
    account: asked.account,
  };
  return command as StreamCommand;
}

function careCommand(fact: LedgerEvent, personId: string, override: string | undefined): Told | undefined {
  switch (fact.type) {
    case 'InpatientStayRecorded':
      return { type: 'RecordInpatientStay', personId, ...fact.data };
    case 'SettlementReversed': {
      const { visitId, reason } = fact.data;
      return { type: 'ReverseSettlement', personId, date: fact.occurredOn, visitId, reason };
    }
    case 'ReimbursementSettled': {
      const { claimId } = fact.data;
      return { type: 'ApproveClaim', claimId, date: fact.occurredOn, ...(override === undefined ? {} : { override }) };
    }
    default:
      return undefined;
  }
}
