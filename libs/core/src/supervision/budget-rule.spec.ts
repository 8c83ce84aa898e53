import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exact } from '../money/money.ts';
import { computedBudget, type BudgetRule } from './budget-rule.ts';

const RULE: BudgetRule = {
  line: 'ordinary',
  title: { zh: '门诊统筹', en: 'Outpatient pooling' },
  article: '12',
  baseShare: '0.01',
  pensionShare: '0.01',
  pension: 'averagePension',
};

describe('a budget that the document works out', () => {
  it('takes its share of the bases and, for each retired person, of the average pension', () => {
    const bases = [
      { month: '2023-01', bases: '10000.50', contributions: 2, retired: 3 },
      { month: '2023-02', bases: '5000.00', contributions: 1, retired: 0 },
    ];
    expect(computedBudget(RULE, bases, (month) => (month === '2023-01' ? '3012.34' : undefined))).toEqual({
      line: 'ordinary',
      months: [
        // 10000.50 x .01; 3 x 3012.34 x .01
        { ...bases[0], pension: '3012.34', fromBases: '100.005', fromPensions: '90.3702' },
        { ...bases[1], pension: null, fromBases: '50', fromPensions: '0' },
      ],
      fromBases: '150.005',
      fromPensions: '90.3702',
      amount: '240.38', // 240.3752
      missing: [],
    });
  });

  it('names the months that lack the pension, and gives no amount', () => {
    const bases = [{ month: '2023-01', bases: '10000.00', contributions: 2, retired: 1 }];
    expect(computedBudget(RULE, bases, () => undefined)).toMatchObject({
      fromBases: '100',
      amount: null,
      missing: ['2023-01'],
      months: [{ fromPensions: null }],
    });
  });

  it('is the same to the fen, however bases are divided among the months', () => {
    const fen = fc.integer({ min: 0, max: 10 ** 12 });
    fc.assert(
      fc.property(fc.array(fen, { minLength: 1, maxLength: 12 }), (parts) => {
        const yuan = (value: number): string => exact(String(value)).div(100).toFixed(2);
        const basis = (value: number, at: number) => ({
          month: `2023-${String(at + 1).padStart(2, '0')}`,
          bases: yuan(value),
          contributions: 1,
          retired: 0,
        });
        const whole = parts.reduce((sum, part) => sum + part, 0);
        const divided = computedBudget(RULE, parts.map(basis), () => undefined);
        expect(divided.amount).toBe(computedBudget(RULE, [basis(whole, 0)], () => undefined).amount);
      }),
    );
  });
});
