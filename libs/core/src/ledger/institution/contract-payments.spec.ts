import { describe, expect, test } from '@jest/globals';
import { Clearing, linesOf } from '../../testing/clearing.ts';

describe('a month by a contract', () => {
  test('of actual cost is due what was settled, less the deposit, each line with its article', () => {
    const clearing = new Clearing().settle('2023-03', '120.00').reverse('2023-03', '20.00');
    clearing.agree('2023-01', 'actual-cost', { depositRate: '0.05' });
    expect(clearing.propose('2023-03')).toEqual({
      paymentId: 'H1-2023-03-1',
      month: '2023-03',
      settled: '120.00',
      reversed: '20.00',
      paidBefore: '0.00',
      amount: '95.00',
      lines: [
        { kind: 'actual-cost', amount: '100.00', article: '22' },
        { kind: 'deposit', amount: '-5.00', article: '19', year: 2023 },
      ],
      cleared: [{ month: '2023-03', amount: '100.00' }],
      contracts: [1],
      upTo: '7',
      proposedBy: 'accountant',
    });
  });

  test('of a total budget is due what has accrued of it; what a dear month leaves open, cheaper ones pay', () => {
    const clearing = new Clearing().settle('2023-01', '150.00').settle('2023-02', '80.00').settle('2023-03', '90.00');
    clearing.agree('2023-01', 'total-budget', { yearlyBudget: '1200.00' });
    // Accrued 100, 200, 300; settled so far 150, 230, 320.
    expect(['2023-01', '2023-02', '2023-03'].map((month) => linesOf(clearing.propose(month)))).toEqual([
      ['actual-cost 150.00', 'method -50.00'],
      ['actual-cost 80.00', 'method 20.00'],
      ['actual-cost 90.00', 'method 10.00'],
    ]);
    expect(clearing.propose('2023-04').amount).toBe('20.00');
    expect(clearing.propose('2023-05').amount).toBe('0.00');
  });

  test('of a total budget from a month on counts the twelfths from there, and each year anew', () => {
    const clearing = new Clearing().settle('2023-10', '500.00').settle('2023-12', '1.00').settle('2024-01', '500.00');
    clearing.agree('2023-10', 'total-budget', { yearlyBudget: '1000.00' });
    expect(['2023-10', '2023-11', '2023-12', '2024-01'].map((month) => clearing.propose(month).amount)).toEqual([
      '83.33',
      '83.34',
      '83.33',
      '83.33',
    ]);
  });

  test('per head is due the heads of the contract, whatever was settled', () => {
    const clearing = new Clearing().settle('2023-03', '120.00');
    clearing.agree('2023-01', 'per-head', { perHead: '2.50', heads: 30 });
    expect(linesOf(clearing.propose('2023-03'))).toEqual(['actual-cost 120.00', 'method -45.00']);
    expect(linesOf(clearing.propose('2023-04'))).toEqual(['actual-cost 0.00', 'method 75.00']);
  });

  test('by the case is due so much for each case that stands, and the actual cost of all else', () => {
    const clearing = new Clearing().settle('2023-03', '120.00').settle('2023-03', '400.00', 'chronic', 3);
    clearing.settle('2023-03', '50.00', 'special').reverse('2023-03', '100.00', 'chronic');
    clearing.agree('2023-01', 'per-disease', { perCase: [{ programme: 'chronic', amount: '130.00' }] });
    // 120 + 50 + 2 × 130 instead of 470.
    expect(linesOf(clearing.propose('2023-03'))).toEqual(['actual-cost 470.00', 'method -40.00']);
  });

  test('is due what is left of it after earlier payments, whose deposits count as paid', () => {
    const clearing = new Clearing().settle('2023-03', '100.00');
    clearing.agree('2023-01', 'actual-cost', { depositRate: '0.05' });
    expect(clearing.pay(clearing.propose('2023-03'))).toBe('95.00');
    expect(linesOf(clearing.propose('2023-03'))).toEqual(['actual-cost 100.00', 'paid-before -100.00']);
    clearing.settle('2023-03', '20.00');
    expect(linesOf(clearing.propose('2023-03'))).toEqual([
      'actual-cost 120.00',
      'paid-before -100.00',
      'deposit -1.00',
    ]);
    clearing.reverse('2023-03', '60.00');
    const overpaid = clearing.propose('2023-03');
    expect([overpaid.amount, ...linesOf(overpaid)]).toEqual([
      '0.00',
      'actual-cost 60.00',
      'paid-before -100.00',
      'overpaid 40.00',
    ]);
  });

  test('without contract is what it always was', () => {
    const clearing = new Clearing().settle('2023-03', '100.00');
    clearing.agree('2023-04', 'actual-cost', { depositRate: '0.05' });
    expect(Object.keys(clearing.propose('2023-03'))).not.toContain('lines');
  });
});

describe('a deduction', () => {
  test('is taken from the month that it is of, as far as that goes, and then from later ones', () => {
    const clearing = new Clearing().settle('2023-03', '30.00').settle('2023-04', '100.00');
    clearing.assess('A1', { month: '2023-03', deduction: '50.00' });
    expect(linesOf(clearing.propose('2023-02'))).toEqual([]);
    const march = clearing.propose('2023-03');
    expect(march.lines?.at(-1)).toEqual({ kind: 'deduction', amount: '-30.00', article: '25', assessmentId: 'A1' });
    expect(clearing.pay(march)).toBe('0.00');
    expect(linesOf(clearing.propose('2023-04'))).toEqual(['actual-cost 100.00', 'deduction -20.00']);
  });

  test('of a rate is of what the month is due', () => {
    const clearing = new Clearing().settle('2023-03', '150.00');
    clearing.agree('2023-01', 'per-head', { perHead: '2.00', heads: 100 });
    clearing.assess('A1', { month: '2023-03', deductionRate: '0.015' });
    expect(linesOf(clearing.propose('2023-03'))).toEqual(['actual-cost 150.00', 'method 50.00', 'deduction -3.00']);
  });

  test('of a year is taken by its clearing alone', () => {
    const clearing = new Clearing().settle('2023-03', '100.00');
    clearing.assess('A1', { year: 2023, deductionRate: '0.02' });
    expect(linesOf(clearing.propose('2023-03'))).toEqual([]);
    expect(linesOf(clearing.clear(2023))).toEqual(['actual-cost 100.00', 'deduction -2.00']);
  });
});

describe("a year's prepayment", () => {
  const begun = (): Clearing => {
    const clearing = new Clearing().settle('2023-11', '40.00').settle('2023-12', '100.00').settle('2024-01', '70.00');
    clearing.agree('2023-01', 'actual-cost', { prepayment: '120.00' });
    return clearing;
  };

  test('is paid on the first day of a month, once a year', () => {
    const clearing = begun();
    expect(clearing.prepay('2023-01')).toMatchObject({
      paymentId: 'H1-2023-01-1',
      kind: 'prepayment',
      amount: '120.00',
      lines: [{ kind: 'prepayment', amount: '120.00', article: '19', year: 2023 }],
    });
    expect(clearing.events.at(-1)?.occurredOn).toBe('2023-01-01');
    const second = clearing.prepay('2023-02');
    expect(clearing.pay(clearing.prepay('2023-01'))).toBe('120.00');
    expect(clearing.pay(second)).toBe('already-exists month');
    expect(clearing.prepay('2023-03')).toBe('already-exists month');
    expect(clearing.pay(clearing.prepay('2024-01'))).toBe('120.00');
  });

  test('is taken back from December on, once the bank has paid it', () => {
    const clearing = begun();
    const prepayment = clearing.prepay('2023-01');
    if (typeof prepayment === 'string') throw new Error(prepayment);
    clearing.approve(prepayment.paymentId);
    expect(linesOf(clearing.propose('2023-12'))).toEqual(['actual-cost 100.00']);
    clearing.record(prepayment.paymentId);
    expect(linesOf(clearing.propose('2023-11'))).toEqual(['actual-cost 40.00']);
    const december = clearing.propose('2023-12');
    expect(linesOf(december)).toEqual(['actual-cost 100.00', 'prepayment-offset -100.00']);
    expect(clearing.pay(december)).toBe('0.00');
    expect(linesOf(clearing.propose('2024-01'))).toEqual(['actual-cost 70.00', 'prepayment-offset -20.00']);
  });

  test('needs a contract that grants one, and an open year', () => {
    const clearing = begun();
    expect(clearing.prepay('2022-12')).toBe('no-contract month');
    clearing.agree('2024-01', 'actual-cost');
    expect(clearing.prepay('2024-01')).toBe('no-contract month');
    clearing.closed.add(2023);
    expect(clearing.prepay('2023-01')).toBe('year-closed month');
  });
});

describe("a year's clearing", () => {
  test('pays what its months are still due and releases the deposit, less deductions and the prepayment', () => {
    const clearing = new Clearing().settle('2023-01', '1000.00').settle('2023-02', '200.00');
    clearing.agree('2023-01', 'actual-cost', { depositRate: '0.05', prepayment: '210.00' });
    clearing.assess('A1', { year: 2023, deduction: '30.00' });
    clearing.pay(clearing.prepay('2023-01'));
    expect(clearing.pay(clearing.propose('2023-01'))).toBe('950.00');
    const cleared = clearing.clear(2023);
    expect(cleared).toMatchObject({ paymentId: 'H1-2023-12-1', month: '2023-12', kind: 'clearing', amount: '10.00' });
    expect(linesOf(cleared)).toEqual([
      'actual-cost 200.00',
      'deposit-released 50.00',
      'deduction -30.00',
      'prepayment-offset -210.00',
    ]);
    expect(clearing.approve(cleared.paymentId)).toMatchObject({
      paid: '10.00',
      parts: { benefits: '0.00', deposit: '10.00', prepayment: '0.00' },
    });
    expect(clearing.clear(2023)).toMatchObject({ amount: '0.00' });
  });

  test('keeps back what was paid too much', () => {
    const clearing = new Clearing().settle('2023-01', '1000.00');
    clearing.agree('2023-01', 'actual-cost', { depositRate: '0.05' });
    clearing.pay(clearing.propose('2023-01'));
    clearing.reverse('2023-01', '20.00');
    expect(clearing.approve(clearing.clear(2023).paymentId)).toMatchObject({
      amount: '50.00',
      withheld: [{ month: '2023-01', amount: '20.00' }],
      paid: '30.00',
      parts: { benefits: '0.00', deposit: '30.00' },
    });
  });
});

describe('what a payment rests on', () => {
  const begun = (): Clearing => {
    const clearing = new Clearing().settle('2023-03', '100.00').settle('2023-04', '100.00');
    clearing.agree('2023-01', 'actual-cost', { depositRate: '0.05' });
    return clearing;
  };

  test('must still hold when it is approved: the contract', () => {
    const clearing = begun();
    const [march, later] = [clearing.propose('2023-03'), clearing.propose('2023-04')];
    clearing.agree('2023-04', 'actual-cost');
    expect(clearing.pay(march)).toBe('95.00');
    expect(clearing.approve(later.paymentId)).toBe('payment-outdated paymentId');
  });

  test('what was paid for the month', () => {
    const clearing = begun();
    const [first, second] = [clearing.propose('2023-03'), clearing.propose('2023-03')];
    expect(clearing.pay(first)).toBe('95.00');
    expect(clearing.approve(second.paymentId)).toBe('payment-outdated paymentId');
  });

  test('what is left of a deduction', () => {
    const clearing = begun();
    clearing.assess('A1', { month: '2023-03', deduction: '10.00' });
    const [march, april] = [clearing.propose('2023-03'), clearing.propose('2023-04')];
    expect(clearing.pay(march)).toBe('85.00');
    expect(clearing.approve(april.paymentId)).toBe('payment-outdated paymentId');
  });

  test('but what was reversed meanwhile is withheld', () => {
    const clearing = begun();
    const march = clearing.propose('2023-03');
    clearing.reverse('2023-03', '40.00');
    expect(clearing.approve(march.paymentId)).toMatchObject({
      amount: '95.00',
      withheld: [{ month: '2023-03', amount: '40.00' }],
      paid: '55.00',
      parts: { benefits: '55.00', deposit: '0.00', prepayment: '0.00' },
    });
  });
});
