import {
  caseStream,
  claimStream,
  clearingDay,
  firstDayOf,
  fundStream,
  institutionStream,
  isCaseCommand,
  parametersStream,
  personStream,
  prepaymentDay,
  readPaymentId,
  yearOf,
  type PlainMonth,
  type RecordPayment,
  type VisitFields,
} from '@gongji/core';
import type { Command, PaymentCommand, StreamCommand, ViewedCommand } from './command.ts';
import type { FoldedEvent, LedgerState, StateOf, StreamKind } from './writer/stream-kinds.ts';

/** The stream that a command is about. */
export function targetOf(command: StreamCommand): string {
  const { region } = command;
  if (isCaseCommand(command)) return caseStream(region, command.caseId);
  switch (command.type) {
    case 'PublishParameters':
      return parametersStream(region);
    case 'DesignateInstitution':
    case 'ChangeInstitutionTier':
    case 'AssignAgency':
    case 'SuspendDesignation':
    case 'ResumeDesignation':
    case 'EndDesignation':
    case 'AgreeContract':
    case 'RecordAssessment':
    case 'PayInstitution':
    case 'PayPrepayment':
    case 'ClearInstitution':
      return institutionStream(region, command.institutionId);
    case 'ApprovePayment':
    case 'RecordPayment':
      return institutionStream(region, paidInstitution(command));
    case 'CloseYear':
    case 'SetBudget':
    case 'ResolveReconciliationItem':
      return fundStream(region, command.year);
    case 'RecordReconciliation':
      return fundStream(region, yearOf(command.date));
    case 'CloseMonth':
      return fundStream(region, yearOf(command.month));
    case 'SubmitClaim':
    case 'ApproveClaim':
    case 'RejectClaim':
      return claimStream(region, command.claimId);
    default:
      return personStream(region, command.personId);
  }
}

/** The institution that a payment is for. What is no payment's id names none: then it stands for an institution that does not exist. */
export function paidInstitution(command: PaymentCommand | RecordPayment): string {
  if ('institutionId' in command) return command.institutionId;
  return readPaymentId(command.paymentId)?.institutionId ?? command.paymentId;
}

/** Reads a state that may not be in memory yet. */
export type Peek = (stream: string) => LedgerState;

function peeked<K extends StreamKind>(peek: Peek, stream: string): StateOf[K] | undefined {
  return peek(stream) as StateOf[K] | undefined;
}

/** The visit of the claim that a command decides, once the claim is in memory. */
function claimedVisit(command: StreamCommand, peek: Peek): VisitFields | undefined {
  if (command.type !== 'ApproveClaim' && command.type !== 'RejectClaim') return undefined;
  return peeked<'claim'>(peek, targetOf(command))?.submitted.visit;
}

/** The stream of the person whom a command concerns; for a claim's decision once the claim is in memory. */
export function personStreamOf(command: StreamCommand, peek: Peek): string | undefined {
  if ('personId' in command) return personStream(command.region, command.personId);
  const visit = claimedVisit(command, peek);
  return visit === undefined ? undefined : personStream(command.region, visit.personId);
}

/** Institutions that a command names, each with the field that names it. */
export function institutionsOf(
  command: StreamCommand | VisitFields,
): readonly (readonly [id: string, field: string])[] {
  const named: (readonly [string, string])[] = [];
  if ('visitId' in command && 'total' in command) {
    named.push([command.institutionId, 'institutionId']);
    if (command.prescribingInstitutionId !== undefined) {
      named.push([command.prescribingInstitutionId, 'prescribingInstitutionId']);
    }
    return named;
  }
  if (!('type' in command)) return named;
  if (
    command.type === 'RecordInpatientStay' ||
    command.type === 'PayExpense' ||
    command.type === 'RecordReconciliation'
  ) {
    named.push([command.institutionId, 'institutionId']);
  }
  if (command.type === 'OpenCase' && command.about.institutionId !== undefined) {
    named.push([command.about.institutionId, 'about.institutionId']);
  }
  if (command.type === 'DesignateInstitution' && command.hostInstitutionId !== undefined) {
    named.push([command.hostInstitutionId, 'hostInstitutionId']);
  }
  return named;
}

/** Persons whom a case is about. */
function personsOfCase(command: StreamCommand): readonly string[] {
  if (command.type !== 'OpenCase') return [];
  const { personId, visits = [] } = command.about;
  return [...(personId === undefined ? [] : [personId]), ...visits.map((visit) => visit.personId)];
}

/** Business dates whose years must be open. */
function datesOf(command: StreamCommand, visit: VisitFields | undefined): readonly string[] {
  const dates: string[] = visit === undefined ? [] : [visit.date];
  if ('date' in command) dates.push(command.date);
  if (command.type === 'AgreeContract') dates.push(firstDayOf(command.from));
  if (command.type === 'RecordContribution') dates.push(command.paidOn);
  if (command.type === 'RecordInpatientStay') dates.push(command.dischargedOn);
  return dates;
}

/**
 * Every stream whose state a decision reads, its target first. Asked again until nothing is missing: the host of an internet hospital
 * is known only when the hospital is, a claim's patient only when the claim is.
 */
export function streamsOf(command: StreamCommand, peek: Peek): readonly string[] {
  const { region } = command;
  const streams: string[] = [];
  const add = (stream: string): void => {
    if (!streams.includes(stream)) streams.push(stream);
  };
  const visit = claimedVisit(command, peek);
  add(targetOf(command));
  const person = personStreamOf(command, peek);
  if (person !== undefined) {
    add(person);
    add(parametersStream(region));
  }
  if (command.type === 'SettleVisit' && command.account?.ownerId !== undefined) {
    add(personStream(region, command.account.ownerId));
  }
  for (const id of personsOfCase(command)) add(personStream(region, id));
  for (const [id] of institutionsOf(visit ?? command)) {
    const stream = institutionStream(region, id);
    add(stream);
    const host = peeked<'institution'>(peek, stream)?.designated.hostInstitutionId;
    if (host !== undefined) add(institutionStream(region, host));
  }
  if (isPayment(command)) for (const stream of yearsOfPayment(command, peek)) add(stream);
  for (const date of datesOf(command, visit)) add(fundStream(region, yearOf(date)));
  return streams;
}

/** Streams of rules and registers: their revisions are named in what is decided on them. */
export function isConsulted(stream: string): boolean {
  return stream.startsWith('policy-') || stream.startsWith('institution-');
}

/** Ids that a command uses or refers to, as the person's state keeps them (known-ids.ts in the core). */
export function idsOf(command: StreamCommand): readonly string[] {
  switch (command.type) {
    case 'SettleVisit':
    case 'SubmitClaim':
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
    case 'PayExpense':
      return [`expense:${command.expenseId}`];
    case 'PayPremium':
      return [`premium:${command.premiumId}`];
    default:
      return [];
  }
}

/** The id whose event the decision needs whole: what a reversal takes back. */
export function idToReverse(command: StreamCommand): string | undefined {
  if (command.type === 'ReverseSettlement') return `visit:${command.visitId}`;
  return command.type === 'ReverseContribution' ? `contribution:${command.month}` : undefined;
}

/** The stream of the person whose account paid for the settlement that is taken back, where it is not the patient's own. */
export function payerOf({ region }: StreamCommand, reversed: FoldedEvent): string | undefined {
  if (reversed.type !== 'VisitSettled' || reversed.data.accountOwner === undefined) return undefined;
  return personStream(region, reversed.data.accountOwner);
}

const PAYMENTS: ReadonlySet<string> = new Set<PaymentCommand['type']>([
  'PayInstitution',
  'PayPrepayment',
  'ClearInstitution',
  'ApprovePayment',
]);

export function isPayment(command: StreamCommand): command is PaymentCommand {
  return PAYMENTS.has(command.type);
}

/** True for a command whose decision asks the views, which are brought to the head of the log first. */
export function asksViews(command: StreamCommand): command is ViewedCommand {
  return isPayment(command) || command.type === 'CloseMonth' || command.type === 'RecordReconciliation';
}

/** The month of a payment; a year's clearing is its last. */
function monthOfPayment(command: PaymentCommand): PlainMonth | undefined {
  if (command.type === 'ApprovePayment') return readPaymentId(command.paymentId)?.month;
  return command.type === 'ClearInstitution' ? `${String(command.year)}-12` : command.month;
}

/** The years up to the open one in which a payment is dated, whatever it is for. */
function yearsOfPayment(command: PaymentCommand, peek: Peek): readonly string[] {
  const { region } = command;
  const month = monthOfPayment(command);
  if (month === undefined) return [];
  const streams: string[] = [];
  const isYearClosed = (year: number): boolean => {
    const stream = fundStream(region, year);
    streams.push(stream);
    return peeked<'fund'>(peek, stream)?.closed ?? false;
  };
  prepaymentDay(month, isYearClosed);
  clearingDay(month, isYearClosed);
  return streams;
}

/** True for a command that is decided on streams; the others ask, or concern a whole region. */
export function isStreamCommand(command: Command): command is StreamCommand {
  return !['GetPerson', 'GetFund', 'CreditMonth', 'CarryOverYear'].includes(command.type);
}
