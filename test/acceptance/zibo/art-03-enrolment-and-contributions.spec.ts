import { FLEXIBLE, FLEXIBLE_POOLED_ONLY, ON_JOB, contribution, enrol, publish } from '../../support/commands.ts';
import { examples, refused } from '../../support/examples.ts';

const LOCAL = publish({
  'contribution.rate.on-job': '0.08',
  'contribution.rate.flexible': '0.07',
  'contribution.rate.flexible-pooled-only': '0.05',
  'legacy.employerCreditRate.from-age-0': '0.01',
  'legacy.employerCreditRate.from-age-45': '0.02',
});
/** 45 on 2023-05-20. */
const TURNING_45 = enrol({ birthDate: '1978-05-20' });

// Art. 3: who is insured.
examples(import.meta.url, { region: 'zibo', world: [] }, [
  ['an employee with an account', [ON_JOB], 'art. 3', {}],
  ['a flexible worker', [FLEXIBLE], 'art. 3', {}],
  ['a flexible worker without an account', [FLEXIBLE_POOLED_ONLY], 'A34', {}],
  ['an employee without one', [enrol({ plan: 'pooled-only' })], 'A34', refused('invalid-command', 'art. 3')],
  ['inpatient-only', [enrol({ plan: 'inpatient-only' })], 'only in Shangrao', refused('invalid-command', 'art. 3')],
]);

// Art. 5: the personal 2%; in 2023 also half of the former employer part, by age; from 2024 nothing of it.
examples(import.meta.url, { region: 'zibo', world: [LOCAL] }, [
  [
    'an employee of 42, 2023',
    [ON_JOB, contribution('2023-03', '5000.00')],
    '5000.00 × 2% = 100.00, half of 1%: 25.00; 400.00 − 125.00',
    { credited: '125.00', pooled: '275.00' },
  ],
  [
    'the month in which 45 is reached on the 20th',
    [TURNING_45, contribution('2023-05', '5000.00')],
    'A8: 44 on 2023-05-01: 100.00 + 25.00',
    { credited: '125.00', pooled: '275.00' },
  ],
  [
    'the month after it',
    [TURNING_45, contribution('2023-06', '5000.00')],
    '45 on 2023-06-01: 100.00 + half of 2%: 50.00',
    { credited: '150.00', pooled: '250.00' },
  ],
  [
    'the last month of 2023, paid in 2024',
    [ON_JOB, contribution('2023-12', '5000.00', { paidOn: '2024-01-10' })],
    'A30: the rules of 2023: 100.00 + 25.00',
    { credited: '125.00', pooled: '275.00' },
  ],
  [
    'the first month of 2024, paid in 2023',
    [ON_JOB, contribution('2024-01', '5000.00', { paidOn: '2023-12-28' })],
    'A30: the rules of 2024: 100.00',
    { credited: '100.00', pooled: '300.00' },
  ],
  [
    'rounded line by line',
    [ON_JOB, contribution('2023-03', '3333.33')],
    'A1: 66.6666 → 66.67; 16.66665 → 16.67; 266.6664 → 266.67 − 83.34',
    { credited: '83.34', pooled: '183.33' },
  ],
  [
    'a flexible worker',
    [FLEXIBLE, contribution('2023-03', '4000.00')],
    'A12: 80.00, nothing of an employer; 4000.00 × 7% = 280.00 − 80.00',
    { credited: '80.00', pooled: '200.00' },
  ],
  [
    'a flexible worker without an account',
    [FLEXIBLE_POOLED_ONLY, contribution('2023-03', '4000.00')],
    '4000.00 × 5% = 200.00',
    { credited: '0.00', pooled: '200.00' },
  ],
  [
    'taken back',
    [
      ON_JOB,
      contribution('2023-03', '5000.00'),
      { type: 'ReverseContribution', month: '2023-03', reason: 'wrong base', date: '2023-04-01' },
    ],
    'both parts come back',
    { credited: '125.00', pooled: '275.00' },
  ],
]);

examples(import.meta.url, { region: 'zibo', world: [publish({ 'contribution.rate.on-job': '0.08' })] }, [
  [
    '2023 without the former rates',
    [ON_JOB, contribution('2023-03', '5000.00')],
    'local',
    refused('parameter-missing', 'art. 5'),
  ],
  ['2024 needs none', [ON_JOB, contribution('2024-01', '5000.00')], '100.00 of 400.00', { credited: '100.00' }],
]);
