import { INSTITUTIONS, ON_JOB, visit, type Step } from '../../support/commands.ts';
import { examples, refused } from '../../support/examples.ts';

const SHANGRAO = { region: 'shangrao', world: [...INSTITUTIONS, ON_JOB] };
const FIRST = visit('H1', '700.00', '2023-03-01', { visitId: 'V1' });
const SECOND = visit('H1', '100.00', '2023-03-02', { visitId: 'V2' });
const APRIL = visit('H1', '150.00', '2023-04-01', { visitId: 'V3' });
const reverse = (visitId: string, date: string): Step => ({
  type: 'ReverseSettlement',
  visitId,
  date,
  reason: 'twice',
});
const pay = (month: string, actor = 'accountant'): Step => ({
  type: 'PayInstitution',
  institutionId: 'H1',
  month,
  actor,
});
const approve = (paymentId: string, actor = 'cashier'): Step => ({ type: 'ApprovePayment', paymentId, actor });
const record = (paymentId: string, actor = 'paymaster', date = '2023-04-03'): Step => ({
  type: 'RecordPayment',
  paymentId,
  date,
  reference: 'B-17',
  actor,
});
const APPROVED: readonly Step[] = [FIRST, pay('2023-03'), approve('H1-2023-03-1')];

// Art. 22: what was settled is paid to the institution by the actual cost.
examples(import.meta.url, SHANGRAO, [
  [
    'a month',
    [FIRST, SECOND, APRIL, pay('2023-03')],
    '(700.00 − 600.00) × 60% + 100.00 × 60%',
    { paymentId: 'H1-2023-03-1', amount: '120.00' },
  ],
  [
    'less what was reversed',
    [FIRST, SECOND, reverse('V2', '2023-05-02'), pay('2023-03')],
    '60.00',
    { amount: '60.00' },
  ],
  ['approved', [FIRST, pay('2023-03'), approve('H1-2023-03-1')], 'as proposed', { amount: '60.00' }],
  [
    'what came in after the payment',
    [FIRST, pay('2023-03'), approve('H1-2023-03-1'), SECOND, pay('2023-03')],
    '120.00 − 60.00',
    { paymentId: 'H1-2023-03-2', amount: '60.00' },
  ],
  [
    'a payment that was not approved is not deducted',
    [FIRST, pay('2023-03'), pay('2023-03')],
    'still due',
    { paymentId: 'H1-2023-03-2', amount: '60.00' },
  ],
  [
    'reversed after the payment: not below zero',
    [FIRST, SECOND, pay('2023-03'), approve('H1-2023-03-1'), reverse('V2', '2023-05-02'), pay('2023-03')],
    '120.00 − 60.00 − 120.00',
    { amount: '0.00' },
  ],
  [
    'the next month is due as it is; what is kept back from it is said by its approval',
    [FIRST, SECOND, APRIL, pay('2023-03'), approve('H1-2023-03-1'), reverse('V2', '2023-05-02'), pay('2023-04')],
    '150.00 × 60%',
    { amount: '90.00' },
  ],
  [
    'after the end of the year, and of the designation',
    [
      FIRST,
      { type: 'EndDesignation', institutionId: 'H1', from: '2023-06-01' },
      { type: 'CloseYear', year: 2023 },
      pay('2023-03'),
    ],
    'it is owed all the same',
    { amount: '60.00' },
  ],
  [
    'by the same person',
    [FIRST, pay('2023-03'), approve('H1-2023-03-1', 'accountant')],
    'two people',
    refused('same-actor'),
  ],
  [
    'twice',
    [FIRST, pay('2023-03'), approve('H1-2023-03-1'), approve('H1-2023-03-1')],
    'once',
    refused('already-exists'),
  ],
  ['never proposed', [FIRST, pay('2023-03'), approve('H1-2023-03-2')], 'unknown', refused('unknown-payment')],
  [
    'paid by the bank',
    [...APPROVED, record('H1-2023-03-1')],
    'as approved',
    { paymentId: 'H1-2023-03-1', paid: '60.00' },
  ],
  ['paid twice', [...APPROVED, record('H1-2023-03-1'), record('H1-2023-03-1')], 'once', refused('already-exists')],
  [
    'paid before its approval',
    [FIRST, pay('2023-03'), record('H1-2023-03-1')],
    'approval comes first',
    refused('payment-not-approved'),
  ],
  ['paid by who proposed', [...APPROVED, record('H1-2023-03-1', 'accountant')], 'three people', refused('same-actor')],
  ['paid by who approved', [...APPROVED, record('H1-2023-03-1', 'cashier')], 'three people', refused('same-actor')],
  [
    'paid before the month is over',
    [...APPROVED, record('H1-2023-03-1', 'paymaster', '2023-03-31')],
    'cleared on 2023-04-01',
    refused('invalid-command'),
  ],
  [
    'paid in a closed year',
    [...APPROVED, { type: 'CloseYear', year: 2023 }, record('H1-2023-03-1')],
    'its books are closed',
    refused('year-closed'),
  ],
  [
    'nothing to pay',
    [pay('2023-03'), approve('H1-2023-03-1'), record('H1-2023-03-1')],
    '0.00',
    refused('invalid-command'),
  ],
  [
    'what was paid by the bank is not due again',
    [...APPROVED, record('H1-2023-03-1'), SECOND, pay('2023-03')],
    '120.00 − 60.00',
    { paymentId: 'H1-2023-03-2', amount: '60.00' },
  ],
  ['a payment that is none', [record('H1-2023-03-1')], 'unknown', refused('unknown-payment')],
  [
    'an institution that is none',
    [{ ...pay('2023-03'), institutionId: 'H7' }],
    'unknown',
    refused('unknown-institution'),
  ],
  [
    'a budget for a closed year',
    [
      { type: 'CloseYear', year: 2023 },
      { type: 'SetBudget', year: 2023, line: 'ordinary', amount: '1.00' },
    ],
    'art. 12',
    refused('year-closed'),
  ],
]);
