import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { postingsOf } from '../../bookkeeping/postings.ts';
import { Clearing } from '../../testing/clearing.ts';
import type { PaymentProposed } from './payments.ts';

/** What happens in a year of a hospital, in any order; amounts are fen. */
type Step =
  | { readonly do: 'settle' | 'reverse'; readonly month: number; readonly fen: number; readonly chronic: boolean }
  | {
      readonly do: 'agree';
      readonly month: number;
      readonly fen: number;
      readonly method: number;
      readonly rate: string;
    }
  | { readonly do: 'assess'; readonly month: number; readonly fen: number; readonly byRate: boolean }
  | { readonly do: 'prepay' | 'propose' | 'approve' | 'record'; readonly month: number; readonly fen: number };

const month = fc.integer({ min: 1, max: 12 });
const fen = fc.integer({ min: 0, max: 100_000 });

const STEPS = fc.array(
  fc.oneof(
    fc
      .tuple(fc.constantFrom('settle', 'settle', 'reverse'), month, fen, fc.boolean())
      .map(([what, at, amount, chronic]): Step => ({ do: what, month: at, fen: amount, chronic })),
    fc
      .tuple(month, fen, fc.nat(3), fc.constantFrom('0', '0.01', '0.05'))
      .map(([at, amount, method, rate]): Step => ({ do: 'agree', month: at, fen: amount, method, rate })),
    fc
      .tuple(month, fen, fc.boolean())
      .map(([at, amount, byRate]): Step => ({ do: 'assess', month: at, fen: amount, byRate })),
    fc
      .tuple(fc.constantFrom('prepay', 'propose', 'propose', 'approve', 'approve', 'record'), month, fen)
      .map(([what, at, amount]): Step => ({ do: what, month: at, fen: amount })),
  ),
  { minLength: 5, maxLength: 60 },
);

function yuan(amount: number): string {
  return (amount / 100).toFixed(2);
}

function fenOf(amount: string): number {
  return Math.round(Number(amount) * 100);
}

function sum(amounts: readonly string[]): number {
  return amounts.reduce((total, amount) => total + fenOf(amount), 0);
}

/** A hospital, its visits counted beside by a plain loop, so that nothing is reversed that was not settled. */
class Year {
  readonly clearing = new Clearing();
  readonly proposals: PaymentProposed[] = [];
  private readonly stands = new Map<string, number>();
  private assessed = 0;

  step(step: Step): void {
    const of = `2023-${String(step.month).padStart(2, '0')}`;
    const amount = yuan(step.fen);
    switch (step.do) {
      case 'settle':
      case 'reverse':
        return this.care(step, of);
      case 'agree':
        this.agree(step.method, of, step.fen, step.rate);
        return;
      case 'assess': {
        const what = step.byRate ? { deductionRate: '0.03' } : { deduction: amount };
        this.assessed += 1;
        const period = step.month % 3 === 0 ? { year: 2023 } : { month: of };
        this.clearing.assess(`A${String(this.assessed)}`, { ...period, ...what });
        return;
      }
      case 'prepay': {
        const proposal = this.clearing.prepay(of);
        if (typeof proposal !== 'string') this.proposals.push(proposal);
        return;
      }
      case 'propose':
        this.proposals.push(this.clearing.propose(of));
        return;
      default:
        this.goOn(step.do, step.fen);
    }
  }

  private care({ do: what, fen: amount, chronic }: Extract<Step, { readonly chronic: boolean }>, of: string): void {
    const programme = chronic ? 'chronic' : 'ordinary';
    const key = `${of} ${programme}`;
    const before = this.stands.get(key) ?? 0;
    const moved = what === 'settle' ? amount : Math.min(amount, before);
    this.stands.set(key, before + (what === 'settle' ? moved : -moved));
    if (what === 'settle') this.clearing.settle(of, yuan(moved), programme);
    else this.clearing.reverse(of, yuan(moved), programme, 0);
  }

  private agree(method: number, from: string, amount: number, depositRate: string): void {
    const about = { depositRate, prepayment: yuan(amount) };
    const agreed = [
      () => this.clearing.agree(from, 'actual-cost', about),
      () => this.clearing.agree(from, 'total-budget', { ...about, yearlyBudget: yuan(amount * 6) }),
      () => this.clearing.agree(from, 'per-head', { ...about, perHead: yuan(amount % 700), heads: 40 }),
      () => {
        const perCase = [{ programme: 'chronic', amount: yuan(amount % 9000) }] as const;
        return this.clearing.agree(from, 'per-disease', { ...about, perCase });
      },
    ] as const;
    expect(agreed[method]?.()).toBe('ContractAgreed');
  }

  private goOn(what: 'approve' | 'record', any: number): void {
    const proposal = this.proposals[any % Math.max(1, this.proposals.length)];
    if (proposal === undefined) return;
    if (what === 'approve') this.clearing.approve(proposal.paymentId);
    else this.clearing.record(proposal.paymentId);
  }

  /** Everything that was approved and not made is paid, and the year cleared. */
  end(): void {
    for (const { paymentId } of this.proposals) this.clearing.record(paymentId);
    const last = this.clearing.clear(2023);
    this.proposals.push(last);
    this.clearing.pay(last);
  }
}

/** Fen that stand on the debit side of a book account. */
function booked({ events }: Clearing, bookAccount: string): number {
  return events
    .flatMap((event) => postingsOf(event))
    .filter((posting) => posting.bookAccount === bookAccount)
    .reduce((net, { side, amount }) => net + (side === 'debit' ? fenOf(amount) : -fenOf(amount)), 0);
}

interface Flows {
  /** Money that was approved for the institution. */
  readonly paid: number;
  readonly withheld: number;
  readonly lines: { readonly [kind: string]: number };
}

function flowsOf({ events }: Clearing): Flows {
  const lines: { [kind: string]: number } = {};
  let [paid, withheld] = [0, 0];
  for (const { type, data } of events) {
    if (type !== 'PaymentApproved') continue;
    paid += fenOf(data.paid);
    withheld += sum(data.withheld.map(({ amount }) => amount));
    for (const { kind, amount } of data.lines ?? []) lines[kind] = (lines[kind] ?? 0) + fenOf(amount);
  }
  return { paid, withheld, lines };
}

test(
  'the lines of a payment add up to its amount, what was paid and kept back is what the visits were due less deductions, ' +
    'and the books hold every deposit and prepayment to the fen',
  () => {
    fc.assert(
      fc.property(STEPS, (steps) => {
        const year = new Year();
        for (const step of steps) year.step(step);
        year.end();
        const { clearing } = year;
        for (const { lines, amount, cleared } of year.proposals) {
          expect(fenOf(amount)).toBeGreaterThanOrEqual(0);
          if (lines !== undefined) expect(sum(lines.map((line) => line.amount))).toBe(fenOf(amount));
          for (const each of cleared ?? []) expect(fenOf(each.amount)).toBeGreaterThan(0);
        }
        for (const { type, data } of clearing.events) {
          if (type !== 'PaymentApproved' || data.parts === undefined) continue;
          const parts = Object.values(data.parts) as readonly string[];
          expect(Math.min(...parts.map(fenOf))).toBeGreaterThanOrEqual(0);
          expect(sum(parts)).toBe(fenOf(data.paid));
        }
        const { state } = clearing;
        const { paid, lines } = flowsOf(clearing);
        const of = (kind: string): number => lines[kind] ?? 0;
        const taken = 0 - of('deduction');
        const inAdvance = of('prepayment') + of('prepayment-offset');
        // Nothing is kept back any more, and every month's due is paid off: what is paid is that, less deductions, and advances.
        expect(of('deposit') + of('deposit-released')).toBe(0);
        expect(paid).toBe(sum(Object.values(state.paidFor)) - taken + inAdvance);
        expect(taken).toBe(sum(Object.values(state.deducted)));
        expect(booked(clearing, 'deposits-held')).toBe(0);
        expect(booked(clearing, 'prepayments')).toBe(sum(Object.values(state.advances)));
        expect(booked(clearing, 'expenditure-account')).toBe(0);
        const spent = booked(clearing, 'benefits') + booked(clearing, 'benefits-recovered');
        expect(spent).toBe(sum(Object.values(state.paidFor)) - taken);
      }),
      { numRuns: 300 },
    );
  },
);

/** Twelve months of one contract, each with what it settled and what was reversed of it after it was paid. */
const MONTHS = fc.array(fc.tuple(fen, fc.integer({ min: 0, max: 100 })), { minLength: 12, maxLength: 12 });

test.each(['total-budget', 'per-head'] as const)(
  'a year by %s comes to what the contract says, less deductions',
  (method) => {
    fc.assert(
      fc.property(MONTHS, fen, fc.constantFrom('0', '0.05'), (months, amount, depositRate) => {
        const clearing = new Clearing();
        const terms = method === 'per-head' ? { perHead: yuan(amount), heads: 3 } : { yearlyBudget: yuan(amount * 9) };
        clearing.agree('2023-01', method, { ...terms, depositRate, prepayment: yuan(amount) });
        clearing.assess('A1', { year: 2023, deductionRate: '0.01' });
        const out = [clearing.pay(clearing.prepay('2023-01'))].filter((paid) => paid !== 'no-contract month');
        let cost = 0;
        for (const [at, [settled, percent]] of months.entries()) {
          const of = `2023-${String(at + 1).padStart(2, '0')}`;
          const reversed = Math.floor((settled * percent) / 100);
          clearing.settle(of, yuan(settled));
          out.push(clearing.pay(clearing.propose(of)));
          clearing.reverse(of, yuan(reversed));
          cost += settled - reversed;
        }
        for (let again = 0; again < 3; again += 1) out.push(clearing.pay(clearing.clear(2023)));
        const due = method === 'per-head' ? amount * 3 * 12 : Math.min(cost, amount * 9);
        const { state } = clearing;
        const open = sum(Object.values(state.advances)) + sum(Object.values(state.paidFor)) - due;
        // What the year no longer covers stays with the institution, and is taken back in the next one.
        expect(open).toBeGreaterThanOrEqual(0);
        expect(sum(out)).toBe(due - sum(Object.values(state.deducted)) + open);
        const deducted = sum(Object.values(state.deducted));
        expect(deducted).toBeLessThanOrEqual(Math.round(due / 100));
        if (open === 0 && depositRate === '0.05' && due > 10_000) expect(deducted).toBe(Math.round(due / 100));
      }),
      { numRuns: 200 },
    );
  },
);
