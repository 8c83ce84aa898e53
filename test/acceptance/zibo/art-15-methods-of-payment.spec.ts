import { certify, contract, INSTITUTIONS, ON_JOB, publish, visit, type Step } from '../../support/commands.ts';
import { examples, refused } from '../../support/examples.ts';

const LOCAL = publish({ 'chronic.rate': '0.70', 'chronic.deductible': '0' });
const ZIBO = { region: 'zibo', world: [...INSTITUTIONS, ON_JOB, LOCAL, certify('chronic', 'copd')] };
const care = (visitId: string, total: string, day: string): Step =>
  visit('H2', total, day, { visitId, programme: 'chronic', condition: 'copd' });
const VISITS = [care('V1', '100.00', '2023-03-01'), care('V2', '200.00', '2023-03-02')];
const TAKEN_BACK: Step = { type: 'ReverseSettlement', visitId: 'V2', date: '2023-03-05', reason: 'twice' };
const pay: Step = { type: 'PayInstitution', institutionId: 'H2', month: '2023-03', actor: 'accountant' };
const byCase = contract('H2', '2023-01', 'per-disease', { perCase: [{ programme: 'chronic', amount: '80.00' }] });

// Art. 15: mainly by the head, beside it by the disease.
examples(import.meta.url, ZIBO, [
  [
    'chronic care by the case',
    [...VISITS, byCase, pay],
    '2 × 80.00 instead of 70.00 + 140.00',
    {
      amount: '160.00',
      lines: [
        { kind: 'actual-cost', amount: '210.00', article: 'zibo-2022 art. 15' },
        { kind: 'method', amount: '-50.00', article: 'zibo-2022 art. 15' },
      ],
    },
  ],
  ['less a case that was reversed', [...VISITS, byCase, TAKEN_BACK, pay], '1 × 80.00', { amount: '80.00' }],
  [
    'so much a head',
    [...VISITS, contract('H2', '2023-01', 'per-head', { perHead: '3.00', heads: 100 }), pay],
    '100 × 3.00',
    { amount: '300.00' },
  ],
  [
    'a total budget',
    [contract('H2', '2023-01', 'total-budget', { yearlyBudget: '1.00' })],
    'the document does not name it',
    refused('terms-not-allowed'),
  ],
  [
    'ordinary care by the case',
    [contract('H2', '2023-01', 'per-disease', { perCase: [{ programme: 'two-diseases', amount: '1.00' }] })],
    'art. 15: chronic and special',
    refused('terms-not-allowed', '15'),
  ],
]);
