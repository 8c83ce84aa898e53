import { yearOf } from '../../calendar/calendar.ts';
import { exact, ZERO, type Exact } from '../../money/money.ts';
import type { Recorded } from '../event.ts';
import { withFact, type Timeline } from '../timeline.ts';
import type { AccumulatorMovement, InsuredEnrolled, PersonEvent } from './events.ts';
import { KnownIds } from './known-ids.ts';
import { restore } from './snapshot.ts';
import { conditionKey, holdKey, originOf, type Accumulator, type BalanceOrigin, type PersonState } from './state.ts';

export type RecordedPersonEvent = PersonEvent & Pick<Recorded, 'revision'>;

export interface FoldOptions {
  /** Keep every id whole, also those before a carry-over: for the rare command that reaches back. */
  readonly allIds?: boolean;
}

/**
 * The state after one more event. Begins with the enrolment or with a carry-over, whichever is met first. Changes the given
 * state in place and returns it.
 */
export function evolvePerson(
  state: PersonState | undefined,
  event: RecordedPersonEvent,
  options: FoldOptions = {},
): PersonState {
  if (event.type === 'InsuredEnrolled') return enrolled(event.data);
  if (event.type === 'YearCarriedOver') {
    if (state === undefined) return restore(event.data.state, event.data.year);
    state.carriedOver = event.data.year;
    state.origin = originOf(state.balance);
    if (options.allIds !== true) state.ids.forget(event.data.state.ids);
    return state;
  }
  if (state === undefined) throw new Error(`${event.type} before the enrolment`);
  apply(state, event);
  return state;
}

function enrolled({ birthDate, plan, from, employment }: InsuredEnrolled): PersonState {
  return {
    birthDate,
    plan,
    enrolledFrom: from,
    employment: [{ from, value: employment }],
    entitlement: [{ from, value: 'entitled' }],
    outOfArea: new Map(),
    certificates: new Map(),
    family: new Map(),
    account: plan === 'pooled-and-account' ? 'open' : 'none',
    balance: ZERO,
    held: new Map(),
    origin: originOf(ZERO),
    accumulators: new Map(),
    stays: [],
    carriedOver: undefined,
    ids: new KnownIds(),
  };
}

type Applied = Exclude<RecordedPersonEvent, { readonly type: 'InsuredEnrolled' | 'YearCarriedOver' }>;

/** Events by what they change: facts with an effective date, care that was given, money of the account. */
const FACTS = [
  'EmploymentChanged',
  'EntitlementSuspended',
  'EntitlementResumed',
  'OutOfAreaCareRegistered',
  'OutOfAreaCareEnded',
  'ConditionCertified',
  'FamilyMemberLinked',
  'FamilyMemberUnlinked',
] as const;

const CARE = [
  'VisitSettled',
  'SettlementReversed',
  'SettlementAbandoned',
  'InpatientStayRecorded',
  'ReimbursementRequested',
  'ReimbursementDeclined',
  'ReimbursementSettled',
] as const;

const HOLDS = ['AccountFundsHeld', 'HeldFundsCaptured', 'HeldFundsReleased'] as const;

type Of<T extends string> = Extract<Applied, { readonly type: T }>;
type FactEvent = Of<(typeof FACTS)[number]>;
type CareEvent = Of<(typeof CARE)[number]>;
type HoldEvent = Of<(typeof HOLDS)[number]>;

function isOneOf<T extends string>(types: readonly T[], event: Applied): event is Of<T> {
  return (types as readonly string[]).includes(event.type);
}

/** True for a fact that tells by itself from which day it holds. */
export function isFact(type: string): boolean {
  return type === 'InsuredEnrolled' || (FACTS as readonly string[]).includes(type);
}

function apply(state: PersonState, event: Applied): void {
  if (isOneOf(CARE, event)) applyCare(state, event);
  else if (isOneOf(FACTS, event)) applyFact(state, event);
  else if (isOneOf(HOLDS, event)) applyHold(state, event);
  else applyMovement(state, event);
}

function applyFact(state: PersonState, event: FactEvent): void {
  const { from } = event.data;
  switch (event.type) {
    case 'EmploymentChanged':
      state.employment = withFact(state.employment, from, event.data.employment);
      return;
    case 'EntitlementSuspended':
    case 'EntitlementResumed': {
      const value = event.type === 'EntitlementSuspended' ? 'suspended' : 'entitled';
      state.entitlement = withFact(state.entitlement, from, value);
      return;
    }
    case 'OutOfAreaCareRegistered':
    case 'OutOfAreaCareEnded': {
      const value = event.type === 'OutOfAreaCareEnded' ? 'ended' : event.data.kind;
      return note(state.outOfArea, event.data.area, from, value);
    }
    case 'ConditionCertified': {
      const { programme, condition, severeMentalDisorder } = event.data;
      return note(state.certificates, conditionKey(programme, condition), from, { severeMentalDisorder });
    }
    case 'FamilyMemberLinked': {
      const { memberId, relation, insuredArea } = event.data;
      return note(state.family, memberId, from, { relation, insuredArea });
    }
    case 'FamilyMemberUnlinked':
      return note(state.family, event.data.memberId, from, 'unlinked');
  }
}

function note<T>(facts: Map<string, Timeline<T>>, key: string, from: string, value: T): void {
  facts.set(key, withFact(facts.get(key) ?? [], from, value));
}

function applyCare(state: PersonState, event: CareEvent): void {
  switch (event.type) {
    case 'VisitSettled':
      accumulate(state, yearOf(event.occurredOn), event.data.moved, 1);
      if (event.data.accountOwner === undefined) move(state, 'spent', exact(event.data.account), -1);
      state.ids.add(`visit:${event.data.visitId}`, event.revision);
      return;
    case 'ReimbursementSettled':
      accumulate(state, yearOf(event.data.visitDate), event.data.moved, 1);
      state.ids.add(`visit:${event.data.visitId}`, event.revision);
      return;
    case 'ReimbursementRequested':
      state.ids.add(`visit:${event.data.visitId}`, event.revision);
      return;
    case 'ReimbursementDeclined':
      state.ids.remove(`visit:${event.data.visitId}`);
      return;
    case 'SettlementAbandoned':
      return;
    case 'SettlementReversed':
      accumulate(state, yearOf(event.data.visitDate), event.data.moved, -1);
      if (event.data.accountOwner === undefined) move(state, 'spent', exact(event.data.account).negated(), -1);
      state.ids.add(`reversal:${event.data.visitId}`, event.revision);
      return;
    case 'InpatientStayRecorded': {
      const { stayId, admittedOn, dischargedOn, pooledPaid } = event.data;
      state.stays.push({ admittedOn, dischargedOn });
      accumulate(state, yearOf(dischargedOn), [{ accumulator: INPATIENT_MAXIMUM, paid: pooledPaid }], 1);
      state.ids.add(`stay:${stayId}`, event.revision);
      return;
    }
  }
}

function applyHold(state: PersonState, event: HoldEvent): void {
  const key = holdKey(event.data.patientId, event.data.visitId);
  switch (event.type) {
    case 'AccountFundsHeld':
      state.held.set(key, exact(event.data.amount));
      return;
    case 'HeldFundsCaptured':
      state.held.delete(key);
      move(state, 'spent', exact(event.data.amount), -1);
      return;
    case 'HeldFundsReleased':
      state.held.delete(key);
      return;
  }
}

/** The accumulator of the inpatient yearly maximum (baoshan art. 9–15). */
export const INPATIENT_MAXIMUM = 'inpatient-maximum';

function applyMovement(state: PersonState, event: Exclude<Applied, FactEvent | CareEvent | HoldEvent>): void {
  switch (event.type) {
    case 'ContributionRecorded':
      move(state, 'credited', exact(event.data.personal).plus(event.data.fromPool), 1);
      state.ids.add(`contribution:${event.data.month}`, event.revision);
      return;
    case 'ContributionReversed':
      move(state, 'credited', exact(event.data.personal).plus(event.data.fromPool).negated(), 1);
      state.ids.remove(`contribution:${event.data.month}`);
      return;
    case 'AccountCredited':
      return applyCredit(state, event);
    case 'AccountDebited':
      return applyDebit(state, event);
    case 'PremiumPaid':
      move(state, 'spent', exact(event.data.amount), -1);
      state.ids.add(`premium:${event.data.premiumId}`, event.revision);
      return;
    case 'AccountTransferredIn':
      move(state, 'credited', exact(event.data.amount), 1);
      state.ids.add(`transfer:${event.data.transferId}`, event.revision);
      return;
    case 'AccountTransferredOut':
    case 'AccountRefunded':
    case 'AccountInherited':
      move(state, 'paidOut', exact(event.data.amount), -1);
      state.account = 'closed';
      return;
  }
}

function applyCredit(state: PersonState, event: Of<'AccountCredited'>): void {
  const amount = exact(event.data.amount);
  switch (event.data.cause) {
    case 'month':
      move(state, 'credited', amount, 1);
      state.ids.add(`credit:${event.data.month}`, event.revision);
      return;
    case 'adjustment':
      move(state, 'adjusted', amount, 1);
      state.ids.add(`adjustment:${event.data.adjustmentId}`, event.revision);
      return;
    case 'reversal':
      return move(state, 'spent', amount.negated(), -1);
  }
}

function applyDebit(state: PersonState, event: Of<'AccountDebited'>): void {
  const amount = exact(event.data.amount);
  if (event.data.cause === 'expense') {
    move(state, 'spent', amount, -1);
    state.ids.add(`expense:${event.data.expenseId}`, event.revision);
    return;
  }
  move(state, 'adjusted', amount.negated(), 1);
  state.ids.add(`adjustment:${event.data.adjustmentId}`, event.revision);
}

/** Books an amount under its heading and moves the balance by it in the given direction. */
function move(state: PersonState, heading: keyof BalanceOrigin, amount: Exact, direction: 1 | -1): void {
  if (amount.isZero()) return;
  state.origin[heading] = state.origin[heading].plus(amount);
  state.balance = direction === 1 ? state.balance.plus(amount) : state.balance.minus(amount);
}

function accumulate(
  state: PersonState,
  year: number,
  movements: readonly AccumulatorMovement[],
  direction: 1 | -1,
): void {
  if (movements.length === 0) return;
  const ofYear = state.accumulators.get(year) ?? new Map<string, Accumulator>();
  state.accumulators.set(year, ofYear);
  for (const { accumulator, deductible, paid } of movements) {
    const holds = ofYear.get(accumulator) ?? { deductible: ZERO, paid: ZERO };
    ofYear.set(accumulator, holds);
    if (deductible !== undefined) holds.deductible = holds.deductible.plus(exact(deductible).times(direction));
    if (paid !== undefined) holds.paid = holds.paid.plus(exact(paid).times(direction));
  }
}
