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

/**
 * The event's data, members in the order in which the log keeps them: what is in order need not be sorted before it is hashed.
 *
 * @param balance of the patient's own account after the visit.
 */
export function settledVisit(
  command: VisitFields & Pick<SettleVisit, 'account' | 'time'>,
  visit: Visit,
  part: PooledPart,
  account: AccountPayment,
  balance: Exact,
): VisitSettled {
  const { condition, drug, examination, outOfCatalogue } = command;
  const payments: { [line: string]: string } = {};
  for (const [line, amount] of part.payments) payments[line] = money(amount);
  const settled: VisitSettled = {
    account: money(account.amount),
    asked: askedOf(command),
    balance: money(balance),
    cash: money(toFen(visit.total.minus(part.pooled).minus(account.amount))),
    condition,
    deductible: money(part.deductible),
    drug,
    examination: examination === undefined ? undefined : money(exact(examination)),
    facts: factsOf(visit),
    inScope: money(visit.inScope),
    institutionId: command.institutionId,
    moved: part.moved,
    outOfCatalogue: outOfCatalogue === undefined ? undefined : money(exact(outOfCatalogue)),
    payments,
    pooled: money(part.pooled),
    programme: visit.programme,
    reason: part.reason,
    selfPayFirst: money(part.selfPayFirst),
    steps: account.steps.length === 0 ? part.steps : [...part.steps, ...account.steps],
    total: money(visit.total),
    visitId: command.visitId,
  };
  const { ownerId } = account;
  return ownerId === undefined || account.amount.isZero() ? settled : { ...settled, accountOwner: ownerId };
}

/** What the command told beside facts and amounts; undefined where that is nothing. */
function askedOf(command: VisitFields & Pick<SettleVisit, 'account' | 'time'>): VisitAsked | undefined {
  const { prescription, prescribingInstitutionId, admittedAt, dischargedAt, exclusion, account, time } = command;
  const asked = {
    account,
    admittedAt,
    dischargedAt,
    exclusion,
    prescribingInstitutionId,
    prescription: prescription === true ? prescription : undefined,
    time,
  };
  return isNothing(asked) ? undefined : asked;
}

function isNothing(told: { readonly [name: string]: unknown }): boolean {
  for (const name in told) if (told[name] !== undefined) return false;
  return true;
}

function factsOf({ facts }: Visit): VisitSettled['facts'] {
  return {
    age: facts.age as number,
    employment: facts.employment as Employment,
    institution: facts.institution as string,
    place: facts.place as Place,
    tier: facts.tier as string,
  };
}
