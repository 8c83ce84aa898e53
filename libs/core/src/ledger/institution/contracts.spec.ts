import { describe, expect, test } from '@jest/globals';
import { Clearing } from '../../testing/clearing.ts';
import { contractIn } from './contracts.ts';
import type { AgreeContract } from './commands.ts';

describe('a contract', () => {
  test('says from which month on how an institution is paid, with its article, the deposit and the prepayment', () => {
    const clearing = new Clearing();
    clearing.agree('2023-04', 'total-budget', { yearlyBudget: '1200', depositRate: '0.05', prepayment: '100.0' });
    expect(clearing.events).toEqual([
      {
        type: 'ContractAgreed',
        occurredOn: '2023-04-01',
        data: {
          from: '2023-04',
          method: 'total-budget',
          yearlyBudget: '1200.00',
          depositRate: '0.05',
          prepayment: '100.00',
          basis: 'agreement',
          article: '22',
          agreementArticle: '19',
          agreedBy: 'accountant',
        },
      },
    ]);
    expect(contractIn(clearing.state, '2023-03')).toBeUndefined();
    expect(contractIn(clearing.state, '2025-01')).toMatchObject({ method: 'total-budget', number: 1 });
  });

  test('from the same month replaces an earlier one; from a later month it follows it', () => {
    const clearing = new Clearing();
    clearing.agree('2023-01', 'total-budget', { yearlyBudget: '1200.00' });
    clearing.agree('2023-07', 'per-head', { perHead: '2.00', heads: 10 });
    clearing.agree('2023-01', 'actual-cost');
    expect(['2023-01', '2023-06', '2023-07'].map((month) => contractIn(clearing.state, month)?.number)).toEqual([
      3, 3, 2,
    ]);
  });

  const refused: readonly [string, string, AgreeContract['method'], Partial<AgreeContract>, string][] = [
    [
      'before its method is allowed',
      '2022-12',
      'total-budget',
      { yearlyBudget: '1' },
      'terms-not-allowed from art. 22',
    ],
    ['with too high a deposit', '2023-01', 'actual-cost', { depositRate: '0.0501' }, 'terms-not-allowed depositRate'],
    [
      'by the case of another programme',
      '2023-01',
      'per-disease',
      { perCase: [{ programme: 'special', amount: '1' }] },
      'terms-not-allowed perCase art. 15',
    ],
    ['in a closed year', '2021-01', 'actual-cost', {}, 'year-closed from'],
  ];
  test.each(refused)('%s is refused', (_how, from, method, fields, refusal) => {
    const clearing = new Clearing();
    clearing.closed.add(2021);
    expect(clearing.agree(from, method, fields)).toBe(refusal);
  });

  test('by a method that the document does not name, or only for other hospitals, is refused', () => {
    const silent = new Clearing({ methods: [] });
    expect(silent.agree('2023-01', 'actual-cost')).toBe('terms-not-allowed method');
    const clearing = new Clearing();
    const heads = { perHead: '2.00', heads: 10 };
    expect(clearing.agree('2023-01', 'per-head', heads)).toBe('ContractAgreed');
    clearing.tier = 2;
    expect(clearing.agree('2023-01', 'per-head', heads)).toBe('terms-not-allowed method art. 15');
    clearing.tier = undefined;
    expect(clearing.agree('2023-01', 'per-head', heads)).toBe('terms-not-allowed method art. 15');
  });
});

describe('an assessment', () => {
  test('is kept with its score, its reason and the article', () => {
    const clearing = new Clearing();
    clearing.assess('A1', { month: '2023-05', score: '86.5', deduction: '20' });
    expect(clearing.events).toEqual([
      {
        type: 'AssessmentRecorded',
        occurredOn: '2023-06-01',
        data: {
          assessmentId: 'A1',
          month: '2023-05',
          score: '86.50',
          result: 'fair',
          deduction: '20.00',
          reason: 'reports late',
          article: '25',
          recordedBy: 'accountant',
        },
      },
    ]);
  });

  test('in a closed year is refused', () => {
    const clearing = new Clearing();
    clearing.closed.add(2022);
    expect(clearing.assess('A1', { year: 2022, date: '2022-05-01' })).toBe('year-closed date');
  });

  test('is recorded once', () => {
    const clearing = new Clearing();
    expect(clearing.assess('A1', { year: 2023 })).toBe('AssessmentRecorded');
    expect(clearing.assess('A1', { year: 2023 })).toBe('already-exists assessmentId');
  });

  test('deducts only from what the document lets it weigh on', () => {
    const yearly = new Clearing({ methods: [], assessments: { article: '16', weigh: ['clearing'] } });
    expect(yearly.assess('A1', { month: '2023-05' })).toBe('AssessmentRecorded');
    expect(yearly.assess('A2', { month: '2023-05', deduction: '1' })).toBe('terms-not-allowed deduction art. 16');
    expect(yearly.assess('A3', { year: 2023, deductionRate: '0.01' })).toBe('AssessmentRecorded');
    expect(new Clearing({ methods: [] }).assess('A1', { year: 2023 })).toBe('terms-not-allowed assessmentId');
  });
});
