import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Clearing } from '../../testing/clearing.ts';
import { duePayments, type DuePayment } from './due-payments.ts';
import { linesOfPayment } from './payment-lines.ts';
import type { PaymentProposed } from './payments.ts';

const MONTHS = ['2023-10', '2023-11', '2023-12', '2024-01', '2024-12'];

const month = fc.constantFrom(...MONTHS);
const yuan = fc.integer({ min: 0, max: 30_000 }).map((fen) => (fen / 100).toFixed(2));
const programme = fc.constantFrom('ordinary', 'chronic', 'special');
const terms = {
  'actual-cost': {},
  'total-budget': { yearlyBudget: '1800.00' },
  'per-head': { perHead: '2.50', heads: 30 },
  'per-disease': { perCase: [{ programme: 'chronic', amount: '130.00' }] },
} as const;

/** One thing that happens to a hospital. */
type Happening = (hospital: Clearing, id: string) => unknown;

const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.tuple(month, yuan, programme).map(
    ([of, sum, as]): Happening =>
      (to) =>
        to.settle(of, sum, as),
  ),
  fc.tuple(month, yuan, programme).map(
    ([of, sum, as]): Happening =>
      (to) =>
        to.reverse(of, sum, as),
  ),
  fc
    .tuple(
      month,
      fc.constantFrom(...(Object.keys(terms) as (keyof typeof terms)[])),
      fc.constantFrom('0', '0.05'),
      yuan,
    )
    .map(
      ([from, method, depositRate, prepayment]): Happening =>
        (to) =>
          to.agree(from, method, { ...terms[method], depositRate, prepayment }),
    ),
  fc.tuple(month, yuan).map(
    ([of, deduction]): Happening =>
      (to, id) =>
        to.assess(id, { month: of, deduction }),
  ),
  fc.constantFrom(2023, 2024).map(
    (year): Happening =>
      (to, id) =>
        to.assess(id, { year, deductionRate: '0.02' }),
  ),
  month.map(
    (of): Happening =>
      (to) =>
        to.pay(to.propose(of)),
  ),
  month.map(
    (of): Happening =>
      (to) =>
        to.pay(to.prepay(of)),
  ),
  fc.constantFrom(2023, 2024).map(
    (year): Happening =>
      (to) =>
        to.pay(to.clear(year)),
  ),
  fc.constantFrom(2023, 2024).map(
    (year): Happening =>
      (to) =>
        to.closed.add(year),
  ),
);

function worked(proposal: PaymentProposed): DuePayment {
  return { amount: proposal.amount, lines: linesOfPayment(proposal) };
}

describe('what payments would come to if they were proposed now', () => {
  it('is what they come to when they are, by every kind of contract and after whatever has happened', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 25 }), (happenings) => {
        const hospital = new Clearing();
        happenings.forEach((each, at) => each(hospital, `A${String(at)}`));
        const { state, closed, payable } = hospital;
        for (const of of MONTHS) {
          const { due, prepayment, clearing } = duePayments(of, payable, state, (year) => closed.has(year));
          expect([of, due]).toEqual([of, worked(hospital.propose(of))]);
          const prepaid = hospital.prepay(of);
          expect([of, prepayment]).toEqual([of, typeof prepaid === 'string' ? null : worked(prepaid)]);
          const cleared = of.endsWith('-12') ? worked(hospital.clear(Number(of.slice(0, 4)))) : null;
          expect([of, clearing]).toEqual([of, cleared]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is shown line by line, with the prepayment and the clearing where there may be one', () => {
    const hospital = new Clearing().settle('2023-12', '100.00');
    hospital.agree('2023-01', 'actual-cost', { depositRate: '0.05', prepayment: '9.00' });
    const ask = (of: string) => duePayments(of, hospital.payable, hospital.state, () => false);
    expect(ask('2023-12')).toEqual({
      due: {
        amount: '95.00',
        lines: [
          { kind: 'actual-cost', amount: '100.00', article: '22' },
          { kind: 'deposit', amount: '-5.00', article: '19', year: 2023 },
        ],
      },
      prepayment: { amount: '9.00', lines: [{ kind: 'prepayment', amount: '9.00', article: '19', year: 2023 }] },
      clearing: { amount: '100.00', lines: [{ kind: 'actual-cost', amount: '100.00', article: '22' }] },
    });
    expect(ask('2022-12').prepayment).toBeNull();
    hospital.pay(hospital.prepay('2023-01'));
    expect(ask('2023-12')).toMatchObject({ due: { amount: '86.00' }, prepayment: null, clearing: { amount: '91.00' } });
  });
});
