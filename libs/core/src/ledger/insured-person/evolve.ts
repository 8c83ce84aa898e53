import { yearOf } from '../../calendar/calendar.ts';
import { exact, ZERO, type Exact } from '../../money/money.ts';
import type { Recorded } from '../event.ts';
import { withFact } from '../timeline.ts';
import type { AccumulatorMovement, InsuredEnrolled, PersonEvent } from './events.ts';
import { KnownIds } from './known-ids.ts';
import { restore } from './snapshot.ts';
import { originOf, type BalanceOrigin, type PersonState } from './state.ts';

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
    account: plan === 'pooled-and-account' ? 'open' : 'none',
    balance: ZERO,
    origin: originOf(ZERO),
    accumulators: new Map(),
    stays: [],
    carriedOver: undefined,
    ids: new KnownIds(),
  };
}

type Applied = Exclude<RecordedPersonEvent, { readonly type: 'InsuredEnrolled' | 'YearCarriedOver' }>;

function apply(state: PersonState, event: Applied): void {
  switch (event.type) {
    case 'EmploymentChanged':
    case 'EntitlementSuspended':
    case 'EntitlementResumed':
    case 'OutOfAreaCareRegistered':
    case 'OutOfAreaCareEnded':
      return applyFact(state, event);
    case 'VisitSettled':
    case 'SettlementReversed':
    case 'InpatientStayRecorded':
      return applyCare(state, event);
    default:
      return applyMovement(state, event);
  }
}

type FactEvent = Extract<
  Applied,
  {
    readonly type:
      | 'EmploymentChanged'
      | 'EntitlementSuspended'
      | 'EntitlementResumed'
      | 'OutOfAreaCareRegistered'
      | 'OutOfAreaCareEnded';
  }
>;

function applyFact(state: PersonState, event: FactEvent): void {
  switch (event.type) {
    case 'EmploymentChanged':
      state.employment = withFact(state.employment, event.data.from, event.data.employment);
      return;
    case 'EntitlementSuspended':
      state.entitlement = withFact(state.entitlement, event.data.from, 'suspended');
      return;
    case 'EntitlementResumed':
      state.entitlement = withFact(state.entitlement, event.data.from, 'entitled');
      return;
    case 'OutOfAreaCareRegistered':
    case 'OutOfAreaCareEnded': {
      const { area, from } = event.data;
      const value = event.type === 'OutOfAreaCareEnded' ? 'ended' : event.data.kind;
      state.outOfArea.set(area, withFact(state.outOfArea.get(area) ?? [], from, value));
      return;
    }
  }
}

type CareEvent = Extract<
  Applied,
  { readonly type: 'VisitSettled' | 'SettlementReversed' | 'InpatientStayRecorded' }
>;

function applyCare(state: PersonState, event: CareEvent): void {
  switch (event.type) {
    case 'VisitSettled':
      accumulate(state, yearOf(event.occurredOn), event.data.moved, 1);
      move(state, 'spent', exact(event.data.account), -1);
      state.ids.add(`visit:${event.data.visitId}`, event.revision);
      return;
    case 'SettlementReversed':
      accumulate(state, yearOf(event.data.visitDate), event.data.moved, -1);
      move(state, 'spent', exact(event.data.account).negated(), -1);
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

/** The accumulator of the inpatient yearly maximum (baoshan art. 9–15). */
export const INPATIENT_MAXIMUM = 'inpatient-maximum';

function applyMovement(state: PersonState, event: Exclude<Applied, FactEvent | CareEvent>): void {
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
      if (event.data.cause === 'month') {
        move(state, 'credited', exact(event.data.amount), 1);
        state.ids.add(`credit:${event.data.month}`, event.revision);
      } else {
        move(state, 'adjusted', exact(event.data.amount), 1);
        state.ids.add(`adjustment:${event.data.adjustmentId}`, event.revision);
      }
      return;
    case 'AccountDebited':
      move(state, 'adjusted', exact(event.data.amount).negated(), 1);
      state.ids.add(`adjustment:${event.data.adjustmentId}`, event.revision);
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
  let ofYear = state.accumulators.get(year);
  if (ofYear === undefined) state.accumulators.set(year, (ofYear = new Map()));
  for (const { accumulator, deductible, paid } of movements) {
    let holds = ofYear.get(accumulator);
    if (holds === undefined) ofYear.set(accumulator, (holds = { deductible: ZERO, paid: ZERO }));
    if (deductible !== undefined) holds.deductible = holds.deductible.plus(exact(deductible).times(direction));
    if (paid !== undefined) holds.paid = holds.paid.plus(exact(paid).times(direction));
  }
}
