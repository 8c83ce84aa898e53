import { INSTITUTIONS, ON_JOB, medicines, topUp, visit } from '../../support/commands.ts';
import { examples, refused } from '../../support/examples.ts';

// Art. 7(1): the own share at designated institutions; a pharmacy is paid by the account only while the pool does not cover it.
examples(import.meta.url, { region: 'shangrao', world: INSTITUTIONS }, [
  [
    'the account, then cash',
    [ON_JOB, topUp('500.00'), visit('H3', '800.00', '2023-03-01', { account: {} })],
    '(800.00 − 600.00) × 50% = 100.00; of 700.00 the account 500.00',
    { pooled: '100.00', account: '500.00', cash: '200.00' },
  ],
  [
    'at a pharmacy',
    [ON_JOB, topUp('500.00'), { ...medicines('D1', '80.00'), account: {} }],
    'art. 18(2): not yet in the pool',
    { reason: 'pharmacy-not-covered', account: '80.00' },
  ],
]);

// Art. 9: paid out to the heirs in one sum, moved along with the insurance.
const INHERITANCE = { type: 'InheritAccount', deathDate: '2023-02-20', heir: 'H-1', date: '2023-03-01' };

examples(import.meta.url, { region: 'shangrao', world: [] }, [
  ['inherited', [ON_JOB, topUp('500.00'), INHERITANCE], 'the whole balance', { paidOut: '500.00' }],
  [
    'transferred in',
    [ON_JOB, { type: 'TransferAccountIn', transferId: 'T1', amount: '321.00', from: '510400', date: '2023-03-01' }],
    '0.00 + 321.00',
    { balance: '321.00' },
  ],
  ['after the inheritance', [ON_JOB, INHERITANCE, topUp('1.00', '2023-04-01')], 'closed', refused('account-closed')],
  [
    'paid before the death',
    [ON_JOB, { ...INHERITANCE, deathDate: '2023-03-02' }],
    '2023-03-02 lies after 2023-03-01',
    refused('invalid-command'),
  ],
]);
