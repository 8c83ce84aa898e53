import type { CompactStep } from '../ledger/insured-person/events.ts';
import { deciding } from '../ledger/refusal.ts';
import { money, toFen, ZERO, type Exact } from '../money/money.ts';
import type { Facts } from '../policy/pack.ts';
import { TABLES } from '../policy/table-names.ts';
import type { Visit } from './visit.ts';

/** Why a rule that a patient would ask for did not apply. */
export type NotAppliedReason =
  'below-deductible' | 'cap-used-up' | 'not-registered' | 'referred' | 'no-certificate' | 'no-account' | 'held';

/**
 * A step that says what did not apply and why, written only where a patient would ask.
 *
 * @param rule the row that would have applied: its article is named.
 * @param amount what is missing to the deductible, or what is not paid because of it, in yuan; zero where there is no such sum.
 */
export function notApplied(
  reason: NotAppliedReason,
  rule: string,
  amount: Exact,
  inputs: { readonly [input: string]: string } = {},
): CompactStep {
  return { amount: money(amount), ...inputs, reason, rule, step: 'not-applied' };
}

/** @param missing to the deductible after the visit, in yuan; @param rate the row that pays above it. */
export function belowDeductible(missing: Exact, rate: string): CompactStep | undefined {
  const sum = toFen(missing);
  return sum.isZero() ? undefined : notApplied('below-deductible', rate, sum);
}

/** @param unpaid the part of the fund's share above the cap, in yuan; @param rate the row that gave the share. */
export function cutOffByCap(unpaid: Exact, rate: string): CompactStep | undefined {
  return unpaid.isZero() ? undefined : notApplied('cap-used-up', rate, unpaid);
}

/** The pooled fund does not cover the visit for its place: the row that would cover it with a registration. */
export function uncoveredForWantOfRegistration(reason: string, visit: Visit): CompactStep | undefined {
  const want = wantOf(visit);
  if (want === undefined || reason !== 'not-registered') return undefined;
  const registered = visit.policy.word(TABLES.coveragePlace, want.registered, visit.on, visit.parameters);
  return registered.value === 'covered' ? notApplied(want.reason, registered.row, ZERO) : undefined;
}

/** The patient pays more first for the visit's place: the row that would ask less with a registration, and how much less. */
export function dearerForWantOfRegistration(
  table: string,
  expense: Exact,
  first: Exact,
  visit: Visit,
): CompactStep | undefined {
  const want = wantOf(visit);
  if (want === undefined) return undefined;
  const registered = deciding(() => visit.policy.amount(table, want.registered, visit.on, visit.parameters));
  if (!registered.ok) return undefined; // an explanation needs no parameter that the settlement does not need
  const more = first.minus(toFen(expense.times(registered.value.value)));
  return more.gt(ZERO) ? notApplied(want.reason, registered.value.row, more) : undefined;
}

/** A visit elsewhere without a lasting registration, and its facts if there were one. */
function wantOf({
  facts,
}: Visit): { readonly reason: 'not-registered' | 'referred'; readonly registered: Facts } | undefined {
  if (facts.place !== 'unregistered' && facts.place !== 'referred') return undefined;
  const reason = facts.place === 'referred' ? 'referred' : 'not-registered';
  return { reason, registered: { ...facts, place: 'resettled' } };
}
