import {
  FLEXIBLE,
  FLEXIBLE_POOLED_ONLY,
  INSTITUTIONS,
  ON_JOB,
  RETIRED,
  contribution,
  creditMonth,
  enrol,
  publish,
  topUp,
  visit,
} from '../../support/commands.ts';
import { creditedMonths } from '../../support/common-examples.ts';
import { examples, refused } from '../../support/examples.ts';

const RATES = publish({
  'contribution.rate.on-job': '0.10',
  'contribution.rate.flexible': '0.09',
  'contribution.rate.flexible-pooled-only': '0.05',
  'account.creditRate.flexible': '0.015',
});

// 2(3)1: what goes into the account.
examples(import.meta.url, { region: 'chongqing', world: [RATES] }, [
  ['an employee without an account', [enrol({ plan: 'pooled-only' })], 'A34', refused('invalid-command', 'art. 2(3)1')],
  ['inpatient-only', [enrol({ plan: 'inpatient-only' })], 'only in Shangrao', refused('invalid-command', 'art. 2(3)1')],
  [
    'an employee',
    [ON_JOB, contribution('2023-03', '5000.00')],
    '5000.00 × 2% = 100.00; 5000.00 × 10% = 500.00 − 100.00',
    { credited: '100.00', pooled: '400.00' },
  ],
  [
    'a flexible worker at the local rate',
    [FLEXIBLE, contribution('2023-03', '4000.00')],
    '4000.00 × 1.5% = 60.00; 4000.00 × 9% = 360.00 − 60.00',
    { credited: '60.00', pooled: '300.00' },
  ],
  [
    'a flexible worker without an account',
    [FLEXIBLE_POOLED_ONLY, contribution('2023-03', '4000.00')],
    '4000.00 × 5% = 200.00',
    { credited: '0.00', pooled: '200.00' },
  ],
]);

examples(import.meta.url, { region: 'chongqing', world: [publish({ averagePension: '3456.78' })] }, [
  [
    '2% of the pension',
    [RETIRED, creditMonth('2023-03')],
    '3456.78 × 2% = 69.1356 → 69.14',
    { persons: 1, credited: '69.14' },
  ],
  ...creditedMonths('69.14'),
]);

examples(import.meta.url, { region: 'chongqing', world: [] }, [
  ['without a pension', [RETIRED, creditMonth('2023-03')], 'local', refused('parameter-missing', 'art. 2(3)1')],
  [
    'flexible, without a rate',
    [FLEXIBLE, contribution('2023-03', '4000.00')],
    'local',
    refused('parameter-missing', 'art. 2(3)1'),
  ],
]);

// 2(3)2: the own share; without the local figures a visit that the pool does not cover can still be paid from the account.
examples(import.meta.url, { region: 'chongqing', world: INSTITUTIONS }, [
  [
    'at a pharmacy that the pool does not cover',
    [ON_JOB, topUp('100.00'), visit('D1', '80.00', '2023-03-01', { account: {} })],
    'the account pays all',
    { reason: 'pharmacy-not-covered', account: '80.00' },
  ],
]);
