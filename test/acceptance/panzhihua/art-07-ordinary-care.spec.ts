import {
  FLEXIBLE,
  FLEXIBLE_POOLED_ONLY,
  INSTITUTIONS,
  ON_JOB,
  RETIRED,
  medicines,
  register,
  retire,
  stay,
  suspend,
  visit,
} from '../../support/commands.ts';
import { examples } from '../../support/examples.ts';

const PANZHIHUA = { region: 'panzhihua', world: INSTITUTIONS };

// Para. 2 and 3: deductible of the year 200 (retired 150), rates by tier.
examples(import.meta.url, PANZHIHUA, [
  [
    'on-job, tier 1',
    [ON_JOB, visit('H1', '300.00')],
    'para. 2: 100.00 × 60%',
    { deductible: '200.00', pooled: '60.00' },
  ],
  [
    'on-job, tier 2',
    [ON_JOB, visit('H2', '300.00')],
    'para. 2: 100.00 × 60%',
    { deductible: '200.00', pooled: '60.00' },
  ],
  [
    'on-job, tier 3',
    [ON_JOB, visit('H3', '300.00')],
    'para. 2: 100.00 × 50%',
    { deductible: '200.00', pooled: '50.00' },
  ],
  ['on-job, pharmacy', [ON_JOB, medicines('D1', '300.00')], 'para. 2: 100.00 × 50%', { pooled: '50.00' }],
  ['flexible of class one, tier 1', [FLEXIBLE, visit('H1', '300.00')], 'para. 2: 100.00 × 60%', { pooled: '60.00' }],
  ['flexible of class one, tier 3', [FLEXIBLE, visit('H3', '300.00')], 'para. 2: 100.00 × 50%', { pooled: '50.00' }],
  [
    'retired, tier 1',
    [RETIRED, visit('H1', '250.00')],
    'para. 3: 100.00 × 65%',
    { deductible: '150.00', pooled: '65.00' },
  ],
  [
    'retired, tier 2',
    [RETIRED, visit('H2', '250.00')],
    'para. 3: 100.00 × 65%',
    { deductible: '150.00', pooled: '65.00' },
  ],
  [
    'retired, tier 3',
    [RETIRED, visit('H3', '250.00')],
    'para. 3: 100.00 × 55%',
    { deductible: '150.00', pooled: '55.00' },
  ],
  ['retired, pharmacy', [RETIRED, medicines('D1', '250.00')], 'para. 3: 100.00 × 55%', { pooled: '55.00' }],
  ['the deductible only', [ON_JOB, visit('H1', '200.00')], '200.00 − 200.00', { deductible: '200.00', pooled: '0.00' }],
  [
    'the first fen above it',
    [ON_JOB, visit('H3', '200.01')],
    'A1: 0.01 × 50% = 0.005 → 0.01',
    { deductible: '200.00', pooled: '0.01', cash: '200.00' },
  ],
  [
    'one deductible for the year and all institutions',
    [ON_JOB, visit('H3', '150.00'), visit('H1', '150.00', '2023-04-01')],
    '200.00 − 150.00 = 50.00 still owed; 100.00 × 60%',
    { deductible: '50.00', pooled: '60.00' },
  ],
  [
    'out-of-scope expense does not count',
    [ON_JOB, visit('H1', '500.00', '2023-03-01', { inScope: '450.00' })],
    'A3: (450.00 − 200.00) × 60% = 150.00 of 500.00',
    { deductible: '200.00', pooled: '150.00', cash: '350.00' },
  ],
  [
    'without an account',
    [FLEXIBLE_POOLED_ONLY, visit('H1', '300.00')],
    'para. 1',
    { reason: 'no-account', pooled: '0.00' },
  ],
  ['suspended', [ON_JOB, suspend('2023-03-01'), visit('H1', '300.00')], 'para. 1', { reason: 'entitlement-suspended' }],
  ['suspended a day later', [ON_JOB, suspend('2023-03-02'), visit('H1', '300.00')], 'para. 1', { pooled: '60.00' }],
  [
    'during a stay',
    [ON_JOB, stay('2023-02-25', '2023-03-05', '3000.00'), visit('H1', '300.00')],
    'the document does not exclude it: 100.00 × 60%',
    { reason: null, pooled: '60.00' },
  ],
]);

// The yearly cap limits what the fund pays (A5).
examples(import.meta.url, PANZHIHUA, [
  [
    'on-job',
    [ON_JOB, visit('H1', '2000.00')],
    'para. 2: 1800.00 × 60% = 1080.00, at most 1000.00',
    { pooled: '1000.00' },
  ],
  ['on-job, at the cap', [ON_JOB, visit('H1', '1866.66')], '1666.66 × 60% = 999.996 → 1000.00', { pooled: '1000.00' }],
  ['on-job, below the cap', [ON_JOB, visit('H1', '1866.60')], '1666.60 × 60% = 999.96', { pooled: '999.96' }],
  [
    'retired',
    [RETIRED, visit('H1', '2650.00')],
    'para. 3: 2500.00 × 65% = 1625.00, at most 1500.00',
    { pooled: '1500.00' },
  ],
  [
    'what is left of it',
    [ON_JOB, visit('H1', '1700.00'), visit('H1', '400.00', '2023-04-01')],
    '1500.00 × 60% = 900.00; then 400.00 × 60% = 240.00, at most 100.00',
    { deductible: '0.00', pooled: '100.00', cash: '300.00' },
  ],
  [
    'used up',
    [ON_JOB, visit('H1', '2000.00'), visit('H1', '400.00', '2023-04-01')],
    '1000.00 − 1000.00',
    { reason: null, pooled: '0.00', payments: {}, cash: '400.00' },
  ],
  [
    'a year later',
    [ON_JOB, visit('H1', '2000.00', '2023-12-31'), visit('H1', '300.00', '2024-01-01')],
    'natural year: the deductible anew, 100.00 × 60%',
    { deductible: '200.00', pooled: '60.00' },
  ],
  [
    'a visit of last year, settled late',
    [ON_JOB, visit('H1', '300.00', '2024-01-05'), visit('H1', '300.00', '2023-12-31')],
    "A7: 2023's deductible",
    { deductible: '200.00', pooled: '60.00' },
  ],
]);

// Retirement within the year: accumulators go on (A2).
examples(import.meta.url, PANZHIHUA, [
  [
    'the day before',
    [ON_JOB, retire('2023-06-15'), visit('H1', '300.00', '2023-06-30')],
    '100.00 × 60%',
    { pooled: '60.00' },
  ],
  [
    'the first day',
    [ON_JOB, retire('2023-06-15'), visit('H1', '300.00', '2023-07-01')],
    '150.00 × 65%',
    { pooled: '97.50' },
  ],
  [
    'what was borne stays counted',
    [ON_JOB, retire('2023-06-30'), visit('H1', '300.00', '2023-06-01'), visit('H1', '100.00', '2023-07-01')],
    '200.00 borne, 150.00 owed now: nothing; 100.00 × 65%',
    { deductible: '0.00', pooled: '65.00' },
  ],
  [
    'less borne than the new deductible',
    [ON_JOB, retire('2023-06-30'), visit('H1', '100.00', '2023-06-01'), visit('H1', '150.00', '2023-07-01')],
    '150.00 − 100.00 = 50.00; 100.00 × 65%',
    { deductible: '50.00', pooled: '65.00' },
  ],
  [
    'what was paid stays counted',
    [ON_JOB, retire('2023-06-30'), visit('H1', '2000.00', '2023-06-01'), visit('H1', '1000.00', '2023-07-01')],
    '650.00, at most 1500.00 − 1000.00',
    { pooled: '500.00' },
  ],
]);

// Para. 4: people who live elsewhere are paid there and at home; 等 does not include referral (A16).
examples(import.meta.url, PANZHIHUA, [
  [
    'resettled',
    [ON_JOB, register('resettled'), visit('E3', '300.00')],
    'as at home: 100.00 × 50%',
    { pooled: '50.00' },
  ],
  [
    'long-term resident',
    [ON_JOB, register('long-term-resident'), visit('E3', '300.00')],
    '100.00 × 50%',
    { pooled: '50.00' },
  ],
  ['posted', [RETIRED, register('long-term-posted'), visit('E1', '250.00')], '100.00 × 65%', { pooled: '65.00' }],
  ['back home', [ON_JOB, register('resettled'), visit('H3', '300.00')], '返攀: 100.00 × 50%', { pooled: '50.00' }],
  [
    'referred',
    [ON_JOB, register('referred'), visit('E3', '300.00')],
    'A16',
    { reason: 'not-registered', cash: '300.00' },
  ],
  ['not registered', [ON_JOB, visit('E3', '300.00')], 'A9', { reason: 'not-registered', deductible: '0.00' }],
  [
    'registered for another area',
    [ON_JOB, register('resettled', '2023-01-01', '510100'), visit('E3', '300.00')],
    'A9',
    { reason: 'not-registered' },
  ],
  [
    'before it begins',
    [ON_JOB, register('resettled', '2023-03-02'), visit('E3', '300.00')],
    'A9',
    { reason: 'not-registered' },
  ],
  [
    'on its first day',
    [ON_JOB, register('resettled', '2023-03-01'), visit('E3', '300.00')],
    '100.00 × 50%',
    { pooled: '50.00' },
  ],
  [
    'after it ended',
    [
      ON_JOB,
      register('resettled'),
      { type: 'EndOutOfAreaCare', area: '330100', from: '2023-03-01' },
      visit('E3', '300.00'),
    ],
    'A9',
    { reason: 'not-registered' },
  ],
]);
