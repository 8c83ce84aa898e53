import type { PlainDate } from '../../calendar/calendar.ts';
import { exact, money, toFen, type Exact } from '../../money/money.ts';
import type { Employment, Place } from '../../policy/pack.ts';
import { pooledPart } from '../../settlement/pooled.ts';
import type { PooledPart, Visit } from '../../settlement/visit.ts';
import type { SettleVisit, VisitFields } from '../commands.ts';
import { accountPays, type AccountPayment } from './account-use.ts';
import type { AccountFundsHeld, PersonEvent, VisitAsked, VisitSettled } from './events.ts';
import { requireDated, requireDesignated, requireNew, requirePart, type PersonContext } from './guards.ts';
import type { PersonState } from './state.ts';
import { requireCertificate, visitOf } from './visit-facts.ts';

/** A settled visit, and where another person's account pays, what happens to it: held first, captured once settled. */
export interface SettlementDecision {
  readonly settled: PersonEvent;
  readonly owner?: { readonly ownerId: string; readonly held: PersonEvent; readonly captured: PersonEvent };
}

/** Settles a visit: what the pooled fund pays, what an account pays, what is left in cash. */
export function decideSettlement(command: SettleVisit, state: PersonState, context: PersonContext): SettlementDecision {
  requireNew(state, 'visit', command.visitId, 'visitId');
  requireSettleable(command, state, context);
  const visit = visitOf(command, state, context, 'visit');
  const part = pooledPart(visit);
  const account = accountPays(command, state, context, exact(command.total).minus(part.pooled));
  const { ownerId } = account;
  const own = ownerId === undefined ? state.balance.minus(account.amount) : state.balance;
  const settled: PersonEvent = {
    type: 'VisitSettled',
    occurredOn: command.date,
    data: settledVisit(command, visit, part, account, own),
  };
  if (ownerId === undefined || account.amount.isZero()) return { settled };
  const owner = context.person(ownerId) as PersonState;
  return { settled, owner: { ownerId, ...heldAndCaptured(command, owner, account.amount) } };
}

/** Amounts, year, validity, enrolment, designation, certificate: in the order of COMMANDS.md. */
export function requireSettleable(command: VisitFields, state: PersonState, context: PersonContext): void {
  requirePart(command.total, command.inScope, 'inScope');
  requirePart(command.total, command.examination, 'examination');
  requirePart(command.total, command.outOfCatalogue, 'outOfCatalogue');
  requireDated(state, context, command.date, 'date');
  requireDesignated(context.institution(command.institutionId), command.date);
  requireCertificate(command, state, context);
}

function heldAndCaptured(
  { personId, visitId, date }: SettleVisit,
  owner: PersonState,
  amount: Exact,
): { readonly held: PersonEvent; readonly captured: PersonEvent } {
  const hold = { patientId: personId, visitId, amount: money(amount) };
  return {
    held: { type: 'AccountFundsHeld', occurredOn: date, data: hold },
    captured: captureOf(hold, owner, date),
  };
}

/** What is held for a visit is spent: right after the settlement, or when a crash in between is mended. */
export function captureOf(
  hold: { readonly patientId: string; readonly visitId: string; readonly amount: string },
  owner: PersonState,
  date: PlainDate,
): PersonEvent {
  return {
    type: 'HeldFundsCaptured',
    occurredOn: date,
    data: { ...hold, balance: money(owner.balance.minus(hold.amount)) },
  };
}

/** What is held for a visit that will not be settled is free again. */
export function releaseOf(hold: AccountFundsHeld, date: PlainDate): PersonEvent {
  const { patientId, visitId, amount } = hold;
  return { type: 'HeldFundsReleased', occurredOn: date, data: { patientId, visitId, amount } };
}

/** @param balance of the patient's own account after the visit. */
export function settledVisit(
  command: VisitFields & Pick<SettleVisit, 'account' | 'time'>,
  visit: Visit,
  part: PooledPart,
  account: AccountPayment,
  balance: Exact,
): VisitSettled {
  const { condition, drug, examination, outOfCatalogue } = command;
  return {
    visitId: command.visitId,
    institutionId: command.institutionId,
    programme: visit.programme,
    total: money(visit.total),
    inScope: money(visit.inScope),
    selfPayFirst: money(part.selfPayFirst),
    deductible: money(part.deductible),
    payments: Object.fromEntries([...part.payments].map(([line, amount]) => [line, money(amount)])),
    pooled: money(part.pooled),
    account: money(account.amount),
    cash: money(toFen(visit.total.minus(part.pooled).minus(account.amount))),
    reason: part.reason,
    moved: part.moved,
    facts: factsOf(visit),
    ...askedOf(command),
    steps: [...part.steps, ...account.steps],
    balance: money(balance),
    ...(account.ownerId === undefined || account.amount.isZero() ? {} : { accountOwner: account.ownerId }),
    ...(condition === undefined ? {} : { condition }),
    ...(drug === undefined ? {} : { drug }),
    ...(examination === undefined ? {} : { examination: money(exact(examination)) }),
    ...(outOfCatalogue === undefined ? {} : { outOfCatalogue: money(exact(outOfCatalogue)) }),
  };
}

function askedOf(command: VisitFields & Pick<SettleVisit, 'account' | 'time'>): Pick<VisitSettled, 'asked'> {
  const { time, prescription, prescribingInstitutionId, admittedAt, dischargedAt, exclusion, account } = command;
  const asked: VisitAsked = {
    ...(time === undefined ? {} : { time }),
    ...(prescription === true ? { prescription } : {}),
    ...(prescribingInstitutionId === undefined ? {} : { prescribingInstitutionId }),
    ...(admittedAt === undefined ? {} : { admittedAt }),
    ...(dischargedAt === undefined ? {} : { dischargedAt }),
    ...(exclusion === undefined ? {} : { exclusion }),
    ...(account === undefined ? {} : { account }),
  };
  return Object.keys(asked).length === 0 ? {} : { asked };
}

function factsOf({ facts }: Visit): VisitSettled['facts'] {
  return {
    employment: facts.employment as Employment,
    age: facts.age as number,
    place: facts.place as Place,
    institution: facts.institution as string,
    tier: facts.tier as string,
  };
}
