import { least, money, notNegative, toFen, ZERO, type Exact } from '../money/money.ts';
import type { AccumulatorMovement, CompactStep } from '../ledger/insured-person/events.ts';
import type { Programme, ProgrammeRule } from '../policy/pack.ts';
import { checked, coverageOf } from './coverage.ts';
import {
  belowDeductible,
  cutOffByCap,
  dearerForWantOfRegistration,
  uncoveredForWantOfRegistration,
} from './not-applied.ts';
import type { PooledPart, Visit } from './visit.ts';

const UNMOVED: { readonly deductible: Exact; readonly paid: Exact } = { deductible: ZERO, paid: ZERO };

/** What the steps of one visit add up to while they are walked through. */
class Tally {
  selfPayFirst = ZERO;
  deductible = ZERO;
  readonly payments = new Map<string, Exact>();
  readonly steps: CompactStep[] = [];
  private readonly movements = new Map<string, { deductible: Exact; paid: Exact }>();

  /** Adds what did not apply, where a patient would ask. */
  explain(step: CompactStep | undefined): void {
    if (step !== undefined) this.steps.push(step);
  }

  pay(line: string, amount: Exact): void {
    if (amount.isZero()) return;
    this.payments.set(line, (this.payments.get(line) ?? ZERO).plus(amount));
  }

  move(accumulator: string, heading: 'deductible' | 'paid', amount: Exact): void {
    if (amount.isZero()) return;
    let moved = this.movements.get(accumulator);
    if (moved === undefined) this.movements.set(accumulator, (moved = { deductible: ZERO, paid: ZERO }));
    moved[heading] = moved[heading].plus(amount);
  }

  /** What this visit already moved in an accumulator: a rule that follows another in the same visit must see it. */
  movedIn(accumulator: string): { readonly deductible: Exact; readonly paid: Exact } {
    return this.movements.get(accumulator) ?? UNMOVED;
  }

  pooled(): Exact {
    let sum = ZERO;
    for (const amount of this.payments.values()) sum = sum.plus(amount);
    return sum;
  }

  moved(): readonly AccumulatorMovement[] {
    const moved: AccumulatorMovement[] = [];
    for (const [accumulator, { deductible, paid }] of this.movements) {
      moved.push({
        accumulator,
        deductible: deductible.isZero() ? undefined : money(deductible),
        paid: paid.isZero() ? undefined : money(paid),
      });
    }
    return moved;
  }
}

/**
 * What the pooled fund pays for a visit (POLICY A10): coverage, then the programme's own rule step by step, then what its cap
 * passes on. Each payment line is rounded once, half up to the fen; everything between is exact (A1).
 */
export function pooledPart(visit: Visit): PooledPart {
  const tally = new Tally();
  const coverage = coverageOf(visit);
  if (coverage.covered) {
    payUnder(visit.policy.programme(visit.programme), visit.inScope, visit, tally);
  } else {
    tally.steps.push({ amount: '0.00', reason: coverage.reason, rule: coverage.rule, step: 'not-covered' });
    tally.explain(uncoveredForWantOfRegistration(coverage.reason, visit));
  }
  tally.explain(visit.uncertified);
  return {
    reason: coverage.covered ? null : coverage.reason,
    selfPayFirst: tally.selfPayFirst,
    deductible: tally.deductible,
    payments: tally.payments,
    pooled: tally.pooled(),
    moved: tally.moved(),
    steps: tally.steps,
  };
}

/** Walks an expense through one rule: self-pay-first, deductible, rate, cap, and what lies beyond the cap. */
function payUnder(rule: ProgrammeRule, expense: Exact, visit: Visit, tally: Tally): void {
  const afterFirst = expense.minus(selfPayFirst(rule, expense, visit, tally));
  const { borne, missing } = bearDeductible(rule, afterFirst, visit, tally);
  const { cutOff, rate } = payShare(rule, afterFirst.minus(borne), visit, tally);
  if (!expense.isZero()) tally.explain(belowDeductible(missing, rate));
  if (rule.beyondCap === undefined) return;
  const further = cutOff();
  if (!further.isZero()) passOn(rule.beyondCap, further, visit, tally);
}

function selfPayFirst(rule: ProgrammeRule, expense: Exact, visit: Visit, tally: Tally): Exact {
  if (rule.selfPayFirst === undefined) return ZERO;
  const rate = visit.policy.amount(rule.selfPayFirst.table, visit.facts, visit.on, visit.parameters);
  if (rate.value.isZero()) return ZERO;
  const first = toFen(expense.times(rate.value));
  tally.selfPayFirst = tally.selfPayFirst.plus(first);
  tally.steps.push({
    amount: money(first),
    of: exactText(expense),
    rate: rate.value.toFixed(),
    rule: rate.row,
    step: 'self-pay-first',
  });
  tally.explain(dearerForWantOfRegistration(rule.selfPayFirst.table, expense, first, visit));
  return first;
}

/**
 * The part of the expense that falls under the deductible. A yearly deductible is owed less what the year's accumulator
 * already bore (A4); one per visit is owed each time (A20). What is counted is rounded to the fen, what goes on is exact (A25).
 *
 * @returns what was borne, exactly, and what is still missing to the deductible after it.
 */
function bearDeductible(
  rule: ProgrammeRule,
  expense: Exact,
  visit: Visit,
  tally: Tally,
): { readonly borne: Exact; readonly missing: Exact } {
  if (rule.deductible === undefined) return { borne: ZERO, missing: ZERO };
  const { table, per } = rule.deductible;
  const accumulator = named(rule.deductible.accumulator, visit);
  const standard = visit.policy.amount(table, visit.facts, visit.on, visit.parameters);
  const before = visit.accumulated(accumulator).deductible.plus(tally.movedIn(accumulator).deductible);
  const owed = per === 'visit' ? standard.value : notNegative(standard.value.minus(before));
  const borne = least(owed, expense);
  const counted = toFen(borne);
  tally.deductible = tally.deductible.plus(counted);
  tally.move(accumulator, 'deductible', counted);
  const step = { rule: standard.row, standard: money(toFen(standard.value)), step: 'deductible' };
  const amount = money(counted);
  tally.steps.push(per === 'year' ? { amount, before: money(before), ...step } : { amount, ...step });
  return { borne, missing: owed.minus(borne) };
}

const NOTHING = (): Exact => ZERO;

/**
 * Pays the fund's share up to the cap. @returns the expense that the cap cut off, exactly, and the rate's row. Few rules ask for the former,
 * and the quotient takes longer than all the rest.
 */
function payShare(
  rule: ProgrammeRule,
  expense: Exact,
  visit: Visit,
  tally: Tally,
): { readonly cutOff: () => Exact; readonly rate: string } {
  const { policy, facts, on, parameters } = visit;
  const rate = policy.amount(rule.rate.table, facts, on, parameters);
  const accumulator = named(rule.cap?.accumulator ?? rule.line, visit);
  const cap = capOf(rule, accumulator, visit, tally);
  const share = expense.times(rate.value);
  const capped = cap !== undefined && share.gt(cap.room);
  const paid = capped ? cap.room : toFen(share);
  tally.pay(rule.line, paid);
  tally.move(accumulator, 'paid', paid);
  tally.steps.push({
    amount: money(toFen(share)),
    line: rule.line,
    of: exactText(expense),
    rate: rate.value.toFixed(),
    rule: rate.row,
    step: 'share',
  });
  if (!capped) return { cutOff: NOTHING, rate: rate.row };
  tally.steps.push({
    amount: money(paid),
    before: money(cap.before),
    cap: money(cap.value),
    rule: cap.row,
    step: 'cap',
  });
  tally.explain(cutOffByCap(toFen(share).minus(paid), rate.row));
  return { cutOff: () => expense.minus(cap.room.div(rate.value)), rate: rate.row };
}

/** A rule's cap, what the accumulator already holds against it, and the room that is left; undefined where there is no cap. */
function capOf(
  rule: ProgrammeRule,
  accumulator: string,
  { policy, facts, on, parameters, accumulated }: Visit,
  tally: Tally,
): { readonly row: string; readonly value: Exact; readonly before: Exact; readonly room: Exact } | undefined {
  if (rule.cap === undefined) return undefined;
  const { value, row } = policy.number(rule.cap.table, facts, on, parameters);
  if (value === undefined) return undefined;
  const before = accumulated(accumulator).paid.plus(tally.movedIn(accumulator).paid);
  return { row, value, before, room: notNegative(value.minus(before)) };
}

/** What a cap cut off goes on under another rule of the same visit (panzhihua art. 11, baoshan art. 9). */
function passOn(beyond: NonNullable<ProgrammeRule['beyondCap']>, expense: Exact, visit: Visit, tally: Tally): void {
  const next: Visit = beyond.anew ? { ...visit, programme: beyond.rule as Programme } : visit;
  const facts = { ...visit.facts, ...(beyond.anew ? { programme: beyond.rule as Programme } : {}) };
  const going = { ...next, facts };
  if (beyond.anew && !checked(going).covered) return;
  tally.steps.push({ amount: exactText(expense), rule: `programme/${beyond.rule}`, step: 'beyond-cap' });
  payUnder(visit.policy.programme(beyond.rule), expense, going, tally);
}

function named(accumulator: string, visit: Visit): string {
  return accumulator.includes('{') ? accumulator.replace('{drug}', visit.drug ?? '') : accumulator;
}

/** An exact expense for an explanation: two decimals where they suffice, up to eight where the expense is no round sum. */
function exactText(amount: Exact): string {
  return amount.decimalPlaces() <= 2 ? amount.toFixed(2) : amount.toFixed(8);
}
