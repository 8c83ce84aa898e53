import type { PlainDate } from '../../calendar/calendar.ts';
import { money, ZERO, type Exact } from '../../money/money.ts';
import type { Employment, Plan } from '../../policy/pack.ts';
import type { FamilyRelation, RegistrationKind } from '../commands.ts';
import type { Timeline } from '../timeline.ts';
import type { KnownIds } from './known-ids.ts';

/** What a year's accumulator holds. */
export interface Accumulator {
  /** What the person bore of deductibles; for a per-visit deductible a plain sum. */
  deductible: Exact;
  /** What the pooled fund paid. */
  paid: Exact;
}

export interface Stay {
  readonly admittedOn: PlainDate;
  readonly dischargedOn: PlainDate;
}

/** A family member for whom the account may pay. */
export interface FamilyLink {
  readonly relation: FamilyRelation;
  readonly insuredArea: string;
}

/** Movements of the account since the last carry-over: where the balance comes from. */
export interface BalanceOrigin {
  carriedIn: Exact;
  credited: Exact;
  spent: Exact;
  paidOut: Exact;
  adjusted: Exact;
}

/**
 * An insured person as the stream tells it. The fold (evolve.ts) owns the object and changes it in place: a settlement must
 * not cost more the longer the history is.
 */
export interface PersonState {
  readonly birthDate: PlainDate;
  readonly plan: Plan;
  readonly enrolledFrom: PlainDate;
  employment: Timeline<Employment>;
  entitlement: Timeline<'entitled' | 'suspended'>;
  /** Registrations by area; undefined ends one. */
  outOfArea: Map<string, Timeline<RegistrationKind | 'ended'>>;
  /** Certificates by programme and condition, as `conditionKey` joins them. */
  certificates: Map<string, Timeline<{ readonly severeMentalDisorder: boolean }>>;
  /** Links by family member. */
  family: Map<string, Timeline<FamilyLink | 'unlinked'>>;
  account: 'open' | 'closed' | 'none';
  balance: Exact;
  /** Of the balance, what is set aside for family members' visits, by `holdKey`. */
  held: Map<string, Exact>;
  origin: BalanceOrigin;
  /** By year, then by accumulator. */
  accumulators: Map<number, Map<string, Accumulator>>;
  stays: Stay[];
  /** The last year whose books were closed. */
  carriedOver: number | undefined;
  readonly ids: KnownIds;
}

/** What the account can still spend: the balance less what is set aside. */
export function spendable(state: PersonState): Exact {
  let left = state.balance;
  for (const amount of state.held.values()) left = left.minus(amount);
  return left;
}

export function conditionKey(programme: string, condition: string): string {
  return `${programme}/${condition}`;
}

/** One visit of one family member. */
export function holdKey(patientId: string, visitId: string): string {
  return JSON.stringify([patientId, visitId]);
}

/** Balance of an account that may not exist. */
export function balanceText(state: PersonState): string {
  return money(state.balance);
}

export function accumulatorOf(state: PersonState, year: number, name: string): Readonly<Accumulator> {
  return state.accumulators.get(year)?.get(name) ?? EMPTY;
}

const EMPTY: Readonly<Accumulator> = { deductible: ZERO, paid: ZERO };

/** A fresh origin: everything that is there was carried in. */
export function originOf(balance: Exact): BalanceOrigin {
  return { carriedIn: balance, credited: ZERO, spent: ZERO, paidOut: ZERO, adjusted: ZERO };
}
