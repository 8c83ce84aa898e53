import { INSTITUTIONS, ON_JOB, person, topUp, visit } from '../../support/commands.ts';
import { examples, refused } from '../../support/examples.ts';

// Art. 18, 21, 22: the account pays the own share, what it cannot pay is paid in cash; it never goes below zero.
examples(import.meta.url, { region: 'baoshan', world: INSTITUTIONS }, [
  [
    'the account, then cash',
    [ON_JOB, topUp('100.00'), visit('H3', '300.00', '2023-03-01', { account: {} })],
    '(300.00 − 90.00) × 50% = 105.00; of 195.00 the account 100.00',
    { pooled: '105.00', account: '100.00', cash: '95.00' },
  ],
  [
    'at a pharmacy',
    [ON_JOB, topUp('100.00'), visit('D1', '80.00', '2023-03-01', { account: {} })],
    'not from the pool, but from the account',
    { reason: 'pharmacy-not-covered', account: '80.00', cash: '0.00' },
  ],
  [
    'more than it holds cannot be taken back',
    [
      ON_JOB,
      topUp('100.00'),
      {
        type: 'AdjustAccount',
        adjustmentId: 'A2',
        direction: 'debit',
        amount: '100.01',
        reason: 'x',
        date: '2023-03-01',
      },
    ],
    '100.00 < 100.01',
    refused('insufficient-balance'),
  ],
]);

// Art. 20: carried over and inherited; refunded where a transfer is not possible.
const REFUND = { type: 'RefundAccount', reason: 'no account at the new place', date: '2023-03-01' };
const INHERITANCE = { type: 'InheritAccount', deathDate: '2023-02-20', heir: 'H-1', date: '2023-03-01' };
const TRANSFER = { type: 'TransferAccountOut', to: '510100', date: '2023-03-01' };

examples(import.meta.url, { region: 'baoshan', world: [] }, [
  ['refunded', [ON_JOB, topUp('100.00'), REFUND], 'the whole balance', { paidOut: '100.00' }],
  ['inherited', [ON_JOB, topUp('100.00'), INHERITANCE], 'the whole balance', { paidOut: '100.00' }],
  ['transferred', [ON_JOB, topUp('100.00'), TRANSFER], 'the whole balance', { paidOut: '100.00' }],
  ['paid out twice', [ON_JOB, topUp('100.00'), REFUND, TRANSFER], 'closed', refused('account-closed')],
  [
    'carried over',
    [ON_JOB, topUp('100.00'), { type: 'CarryOverYear', year: 2023 }, person()],
    'the balance goes on',
    { balance: '100.00' },
  ],
]);
