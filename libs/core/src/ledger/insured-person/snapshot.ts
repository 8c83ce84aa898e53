import type { PlainDate } from '../../calendar/calendar.ts';
import { exact, money } from '../../money/money.ts';
import type { Employment, Plan } from '../../policy/pack.ts';
import type { RegistrationKind } from '../commands.ts';
import type { Timeline } from '../timeline.ts';
import { KnownIds } from './known-ids.ts';
import { originOf, type Accumulator, type FamilyLink, type PersonState, type Stay } from './state.ts';

/** The complete state as `YearCarriedOver` holds it: plain JSON, amounts as text. */
export interface PersonSnapshot {
  readonly birthDate: PlainDate;
  readonly plan: Plan;
  readonly enrolledFrom: PlainDate;
  readonly employment: Timeline<Employment>;
  readonly entitlement: Timeline<'entitled' | 'suspended'>;
  readonly outOfArea: { readonly [area: string]: Timeline<RegistrationKind | 'ended'> };
  readonly certificates: { readonly [condition: string]: Timeline<{ readonly severeMentalDisorder: boolean }> };
  readonly family: { readonly [memberId: string]: Timeline<FamilyLink | 'unlinked'> };
  readonly account: 'open' | 'closed' | 'none';
  readonly balance: string;
  readonly held: { readonly [hold: string]: string };
  /** Where the balance comes from: carried in + credited − spent − paid out + adjusted. */
  readonly origin: {
    readonly carriedIn: string;
    readonly credited: string;
    readonly spent: string;
    readonly paidOut: string;
    readonly adjusted: string;
  };
  readonly accumulators: {
    readonly [year: string]: { readonly [name: string]: { readonly deductible: string; readonly paid: string } };
  };
  readonly stays: readonly Stay[];
  /** Fingerprints of all ids used so far (known-ids.ts). */
  readonly ids: string;
}

/** The state as plain JSON, for the carry-over. */
export function snapshotOf(state: PersonState): PersonSnapshot {
  const { origin } = state;
  return {
    birthDate: state.birthDate,
    plan: state.plan,
    enrolledFrom: state.enrolledFrom,
    employment: state.employment,
    entitlement: state.entitlement,
    outOfArea: Object.fromEntries(state.outOfArea),
    certificates: Object.fromEntries(state.certificates),
    family: Object.fromEntries(state.family),
    account: state.account,
    balance: money(state.balance),
    held: Object.fromEntries([...state.held].map(([hold, amount]) => [hold, money(amount)])),
    origin: {
      carriedIn: money(origin.carriedIn),
      credited: money(origin.credited),
      spent: money(origin.spent),
      paidOut: money(origin.paidOut),
      adjusted: money(origin.adjusted),
    },
    accumulators: Object.fromEntries(
      [...state.accumulators].map(([year, byName]) => [String(year), accumulatorsOf(byName)]),
    ),
    stays: state.stays,
    ids: state.ids.fingerprints(),
  };
}

function accumulatorsOf(byName: ReadonlyMap<string, Accumulator>): {
  readonly [name: string]: { readonly deductible: string; readonly paid: string };
} {
  return Object.fromEntries(
    [...byName].map(([name, { deductible, paid }]) => [name, { deductible: money(deductible), paid: money(paid) }]),
  );
}

/** The state with which loading begins at a carry-over. */
export function restore(snapshot: PersonSnapshot, year: number): PersonState {
  const balance = exact(snapshot.balance);
  return {
    birthDate: snapshot.birthDate,
    plan: snapshot.plan,
    enrolledFrom: snapshot.enrolledFrom,
    employment: snapshot.employment,
    entitlement: snapshot.entitlement,
    outOfArea: new Map(Object.entries(snapshot.outOfArea)),
    certificates: new Map(Object.entries(snapshot.certificates)),
    family: new Map(Object.entries(snapshot.family)),
    account: snapshot.account,
    balance,
    held: new Map(Object.entries(snapshot.held).map(([hold, amount]) => [hold, exact(amount)])),
    origin: originOf(balance),
    accumulators: new Map(
      Object.entries(snapshot.accumulators).map(([of, byName]) => [
        Number(of),
        new Map(
          Object.entries(byName).map(([name, { deductible, paid }]) => [
            name,
            { deductible: exact(deductible), paid: exact(paid) },
          ]),
        ),
      ]),
    ),
    stays: [...snapshot.stays],
    carriedOver: year,
    ids: new KnownIds(snapshot.ids),
  };
}
