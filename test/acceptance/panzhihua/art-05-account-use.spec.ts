import { FLEXIBLE_POOLED_ONLY, INSTITUTIONS, ON_JOB, person, topUp, visit } from '../../support/commands.ts';
import { examples, refused } from '../../support/examples.ts';

const AT_H3 = '2023-03-01';

// Art. 5: the account pays what is left after the pool, up to its balance and the limit that its owner allows (A13).
examples(import.meta.url, { region: 'panzhihua', world: INSTITUTIONS }, [
  [
    'all that it holds, the rest in cash',
    [ON_JOB, topUp('100.00'), visit('H3', '300.00', AT_H3, { account: {} })],
    '(300.00 − 200.00) × 50% = 50.00; of 250.00 the account 100.00',
    { pooled: '50.00', account: '100.00', cash: '150.00' },
  ],
  [
    'no more than is left',
    [ON_JOB, topUp('900.00'), visit('H3', '300.00', AT_H3, { account: {} })],
    '300.00 − 50.00 = 250.00',
    { pooled: '50.00', account: '250.00', cash: '0.00' },
  ],
  [
    'no more than its owner allows',
    [ON_JOB, topUp('100.00'), visit('H3', '300.00', AT_H3, { account: { limit: '30.00' } })],
    'A13: 30.00',
    { pooled: '50.00', account: '30.00', cash: '220.00' },
  ],
  [
    'nothing where it was not asked for',
    [ON_JOB, topUp('100.00'), visit('H3', '300.00')],
    'account absent',
    { pooled: '50.00', account: '0.00', cash: '250.00' },
  ],
  [
    'out-of-scope expense of the visit too',
    [ON_JOB, topUp('500.00'), visit('H3', '300.00', AT_H3, { inScope: '250.00', account: {} })],
    '(250.00 − 200.00) × 50% = 25.00; 300.00 − 25.00 = 275.00 borne by the person',
    { pooled: '25.00', account: '275.00', cash: '0.00' },
  ],
  [
    'an account that does not exist pays nothing',
    [FLEXIBLE_POOLED_ONLY, visit('H3', '300.00', AT_H3, { account: {} })],
    'art. 4(1): no account, no ordinary care; no refusal',
    {
      reason: 'no-account',
      pooled: '0.00',
      account: '0.00',
      cash: '300.00',
      explanation: { 1: { step: 'not-applied', reason: 'no-account', article: 'panzhihua-2022 art. 4 (1), para. 1' } },
    },
  ],
  [
    'a closed account',
    [
      ON_JOB,
      { type: 'TransferAccountOut', to: '330100', date: '2023-02-01' },
      visit('H3', '300.00', AT_H3, { account: {} }),
    ],
    'transferred out before',
    refused('account-closed'),
  ],
  [
    'a reversal gives it back',
    [
      ON_JOB,
      topUp('100.00'),
      visit('H3', '300.00', AT_H3, { visitId: 'V1', account: {} }),
      { type: 'ReverseSettlement', visitId: 'V1', date: '2023-03-05', reason: 'wrong patient' },
      person(),
    ],
    'A11: the account has 100.00 again, and no accumulator is left',
    { balance: '100.00', accumulators: { '2023': { ordinary: { deductible: '0.00', paid: '0.00' } } } },
  ],
]);
