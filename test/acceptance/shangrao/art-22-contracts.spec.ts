import { contract, INSTITUTIONS, ON_JOB, visit, type Step } from '../../support/commands.ts';
import { examples, refused } from '../../support/examples.ts';

const SHANGRAO = { region: 'shangrao', world: [...INSTITUTIONS, ON_JOB] };
/** 60.00 and 90.00 by the pooled fund, above the year's deductible of 600.00. */
const JANUARY = visit('H1', '700.00', '2024-01-10', { visitId: 'V1' });
const FEBRUARY = visit('H1', '150.00', '2024-02-10', { visitId: 'V2' });
const agree = (method: string, extra: object, from = '2024-01'): Step => contract('H1', from, method, { ...extra });
const pay = (month: string): Step => ({ type: 'PayInstitution', institutionId: 'H1', month, actor: 'accountant' });
const approve = (paymentId: string): Step => ({ type: 'ApprovePayment', paymentId, actor: 'cashier' });
const clear: Step = { type: 'ClearInstitution', institutionId: 'H1', year: 2024, actor: 'accountant' };
const line = (kind: string, amount: string, article: string): object => ({
  ...{ kind, amount },
  article: `shangrao-2022 art. ${article}`,
});
const deposit = (kind: string, amount: string): object => ({ ...line(kind, amount, '19'), year: 2024 });
const prepay = (month = '2024-01'): Step => ({
  type: 'PayPrepayment',
  institutionId: 'H1',
  month,
  actor: 'accountant',
});
const record = (paymentId: string): Step => ({
  ...{ type: 'RecordPayment', paymentId, date: '2024-02-05', reference: 'B-17' },
  actor: 'paymaster',
});

// Art. 22: after a year of actual cost the city adjusts how institutions are paid; art. 19: by agreement with each.
examples(import.meta.url, SHANGRAO, [
  [
    'actual cost with a deposit',
    [JANUARY, agree('actual-cost', { depositRate: '0.05' }), pay('2024-01')],
    '60.00 − 60.00 × 5%',
    { amount: '57.00', lines: [line('actual-cost', '60.00', '22'), deposit('deposit', '-3.00')] },
  ],
  [
    'a total budget, in the first month',
    [JANUARY, FEBRUARY, agree('total-budget', { yearlyBudget: '600.00' }), pay('2024-01')],
    'one twelfth of 600.00',
    { amount: '50.00', lines: [line('actual-cost', '60.00', '22'), line('method', '-10.00', '22')] },
  ],
  [
    'a total budget, in the second month',
    [JANUARY, FEBRUARY, agree('total-budget', { yearlyBudget: '600.00' }), pay('2024-02')],
    'two twelfths, 100.00, less the 50.00 of January: 150.00 were settled',
    { amount: '50.00', lines: [line('actual-cost', '90.00', '22'), line('method', '-40.00', '22')] },
  ],
  [
    'a total budget, in a month without visits',
    [JANUARY, FEBRUARY, agree('total-budget', { yearlyBudget: '600.00' }), pay('2024-03')],
    'three twelfths are 150.00, as much as was settled: 50.00 more',
    { amount: '50.00' },
  ],
  [
    'so much a head',
    [JANUARY, agree('per-head', { perHead: '2.50', heads: 30 }), pay('2024-01')],
    '30 × 2.50',
    { amount: '75.00', lines: [line('actual-cost', '60.00', '22'), line('method', '15.00', '22')] },
  ],
  [
    'from a later month on',
    [JANUARY, agree('per-head', { perHead: '2.50', heads: 30 }, '2024-02'), pay('2024-01')],
    'January by actual cost',
    { amount: '60.00' },
  ],
  [
    'another method in the year of trial',
    [agree('per-head', { perHead: '2.50', heads: 30 }, '2023-12')],
    'art. 22: actual cost for a year',
    refused('terms-not-allowed', '22'),
  ],
  ['a deposit of six percent', [agree('actual-cost', { depositRate: '0.06' })], '5%', refused('terms-not-allowed')],
  [
    'a prepayment',
    [agree('actual-cost', { prepayment: '40.00' }), prepay()],
    'as agreed',
    { paymentId: 'H1-2024-01-1', amount: '40.00', lines: [deposit('prepayment', '40.00')] },
  ],
  ['a prepayment that nobody agreed on', [agree('actual-cost', {}), prepay()], 'none', refused('no-contract')],
  [
    'a prepayment, twice',
    [agree('actual-cost', { prepayment: '40.00' }), prepay(), approve('H1-2024-01-1'), prepay('2024-02')],
    'once a year',
    refused('already-exists'),
  ],
  [
    'the clearing of the year',
    [
      ...[JANUARY, FEBRUARY, agree('actual-cost', { depositRate: '0.05', prepayment: '40.00' }), prepay()],
      ...[approve('H1-2024-01-1'), record('H1-2024-01-1'), pay('2024-01'), approve('H1-2024-01-2'), clear],
    ],
    'February 90.00 + deposit 3.00 − prepayment 40.00',
    {
      paymentId: 'H1-2024-12-1',
      amount: '53.00',
      lines: [
        line('actual-cost', '90.00', '22'),
        deposit('deposit-released', '3.00'),
        deposit('prepayment-offset', '-40.00'),
      ],
    },
  ],
  [
    'a payment proposed before the contract',
    [JANUARY, pay('2024-01'), agree('actual-cost', { depositRate: '0.05' }), approve('H1-2024-01-1')],
    'to be proposed anew',
    refused('payment-outdated'),
  ],
  [
    'an institution that is none',
    [contract('H7', '2024-01', 'actual-cost')],
    'unknown',
    refused('unknown-institution'),
  ],
  ['in a closed year', [{ type: 'CloseYear', year: 2024 }, agree('actual-cost', {})], 'closed', refused('year-closed')],
]);
