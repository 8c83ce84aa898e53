import {
  FLEXIBLE,
  FLEXIBLE_POOLED_ONLY,
  ON_JOB,
  RETIRED,
  contribution,
  enrol,
  publish,
  suspend,
} from '../../support/commands.ts';
import { examples, refused } from '../../support/examples.ts';

const RATES = publish({
  'contribution.rate.on-job': '0.08',
  'contribution.rate.flexible': '0.075',
  'contribution.rate.flexible-pooled-only': '0.055',
});

// Who may be enrolled in which plan (art. 3, 4).
examples(import.meta.url, { region: 'panzhihua', world: [] }, [
  ['an employee with an account', [enrol()], 'art. 4(1)', {}],
  ['a flexible worker of class one', [FLEXIBLE], 'art. 4(1)', {}],
  ['a flexible worker of another class', [FLEXIBLE_POOLED_ONLY], 'art. 4(1), A34: without an account', {}],
  ['retired from another class', [enrol({ employment: 'retired', plan: 'pooled-only' })], 'art. 4(2)', {}],
  ['an employee without an account', [enrol({ plan: 'pooled-only' })], 'A34', refused('invalid-command', 'art. 4')],
  ['inpatient-only', [enrol({ plan: 'inpatient-only' })], 'only in Shangrao', refused('invalid-command', 'art. 4')],
]);

// What is paid for a month: local rates, the personal part into the account, the rest into the pool.
examples(import.meta.url, { region: 'panzhihua', world: [RATES] }, [
  [
    'an employee',
    [ON_JOB, contribution('2023-03', '5000.00')],
    'art. 4(1), A34: 5000.00 × 2% = 100.00; 5000.00 × 8% = 400.00 − 100.00',
    { credited: '100.00', pooled: '300.00' },
  ],
  [
    'an employee, rounded',
    [ON_JOB, contribution('2023-03', '3333.33')],
    'A1: 66.6666 → 66.67; 266.6664 → 266.67 − 66.67',
    { credited: '66.67', pooled: '200.00' },
  ],
  [
    'a flexible worker of class one',
    [FLEXIBLE, contribution('2023-03', '4000.00')],
    'art. 4(1): 4000.00 × 2% = 80.00; 4000.00 × 7.5% = 300.00 − 80.00',
    { credited: '80.00', pooled: '220.00' },
  ],
  [
    'a flexible worker of another class',
    [FLEXIBLE_POOLED_ONLY, contribution('2023-03', '4000.00')],
    'art. 4(1): no account; 4000.00 × 5.5% = 220.00',
    { credited: '0.00', pooled: '220.00' },
  ],
  [
    'all that was collected, as told',
    [ON_JOB, contribution('2023-03', '5000.00', { amount: '350.00' })],
    '350.00 − 100.00',
    { credited: '100.00', pooled: '250.00' },
  ],
  [
    'less than what it credits',
    [ON_JOB, contribution('2023-03', '5000.00', { amount: '99.99' })],
    '99.99 < 100.00',
    refused('invalid-command'),
  ],
  [
    'a suspended person pays too',
    [ON_JOB, suspend('2023-01-01'), contribution('2023-03', '5000.00')],
    'arrears end a suspension',
    { credited: '100.00', pooled: '300.00' },
  ],
  ['a retired person', [RETIRED, contribution('2023-03', '5000.00')], 'pays none', refused('not-contributing')],
  [
    'a month twice',
    [ON_JOB, contribution('2023-03', '5000.00'), contribution('2023-03', '5000.00')],
    'one contribution a month',
    refused('already-exists'),
  ],
  [
    'the last month before retirement',
    [
      ON_JOB,
      { type: 'ChangeEmployment', employment: 'retired', completedOn: '2023-03-15' },
      contribution('2023-03', '5000.00'),
    ],
    'A2: retired from 2023-04-01',
    { credited: '100.00', pooled: '300.00' },
  ],
  [
    'the first month after retirement',
    [
      ON_JOB,
      { type: 'ChangeEmployment', employment: 'retired', completedOn: '2023-03-15' },
      contribution('2023-04', '5000.00'),
    ],
    'A2: retired from 2023-04-01',
    refused('not-contributing'),
  ],
  [
    'taken back and recorded again',
    [
      ON_JOB,
      contribution('2023-03', '5000.00'),
      { type: 'ReverseContribution', month: '2023-03', reason: 'wrong base', date: '2023-03-20' },
      contribution('2023-03', '6000.00'),
    ],
    '6000.00 × 2% = 120.00; 6000.00 × 8% = 480.00 − 120.00',
    { credited: '120.00', pooled: '360.00' },
  ],
]);

// A rate that nobody published is not guessed.
examples(import.meta.url, { region: 'panzhihua', world: [] }, [
  ['without a rate', [ON_JOB, contribution('2023-03', '5000.00')], 'local', refused('parameter-missing', 'art. 4')],
]);
