import {
  FLEXIBLE,
  FLEXIBLE_POOLED_ONLY,
  INSTITUTIONS,
  ON_JOB,
  RETIRED,
  retire,
  visit,
} from '../../support/commands.ts';
import { examples } from '../../support/examples.ts';

const ZIBO = { region: 'zibo', world: INSTITUTIONS };
const LAST = '2023-12-31';
const FIRST = '2024-01-01';

// Para. 1: deductibles 50, 500, 700; rates 60%, 60%, 50%; from 2024 five points more for the retired.
examples(import.meta.url, ZIBO, [
  [
    'on-job, tier 1',
    [ON_JOB, visit('H1', '150.00')],
    '(150.00 − 50.00) × 60%',
    { deductible: '50.00', pooled: '60.00' },
  ],
  [
    'on-job, tier 2',
    [ON_JOB, visit('H2', '600.00')],
    '(600.00 − 500.00) × 60%',
    { deductible: '500.00', pooled: '60.00' },
  ],
  [
    'on-job, tier 3',
    [ON_JOB, visit('H3', '800.00')],
    '(800.00 − 700.00) × 50%',
    { deductible: '700.00', pooled: '50.00' },
  ],
  ['flexible, tier 1', [FLEXIBLE, visit('H1', '150.00')], '100.00 × 60%', { pooled: '60.00' }],
  [
    'without an account',
    [FLEXIBLE_POOLED_ONLY, visit('H1', '150.00')],
    'art. 3: all; 100.00 × 60%',
    { pooled: '60.00' },
  ],
  ['retired, tier 1, 2023', [RETIRED, visit('H1', '150.00', LAST)], 'as on-job: 100.00 × 60%', { pooled: '60.00' }],
  ['retired, tier 2, 2023', [RETIRED, visit('H2', '600.00', LAST)], '100.00 × 60%', { pooled: '60.00' }],
  ['retired, tier 3, 2023', [RETIRED, visit('H3', '800.00', LAST)], '100.00 × 50%', { pooled: '50.00' }],
  ['retired, tier 1, 2024', [RETIRED, visit('H1', '150.00', FIRST)], '100.00 × (60% + 5%)', { pooled: '65.00' }],
  ['retired, tier 2, 2024', [RETIRED, visit('H2', '600.00', FIRST)], '100.00 × (60% + 5%)', { pooled: '65.00' }],
  ['retired, tier 3, 2024', [RETIRED, visit('H3', '800.00', FIRST)], '100.00 × (50% + 5%)', { pooled: '55.00' }],
  ['on-job, tier 3, 2024', [ON_JOB, visit('H3', '800.00', FIRST)], '100.00 × 50%', { pooled: '50.00' }],
  [
    'retired from 2024-03-01',
    [ON_JOB, retire('2024-02-29'), visit('H1', '150.00', '2024-03-01')],
    'A2: 65%',
    { pooled: '65.00' },
  ],
  [
    'the day before',
    [ON_JOB, retire('2024-02-29'), visit('H1', '150.00', '2024-02-29')],
    'A2: 60%',
    { pooled: '60.00' },
  ],
]);

// The tiers share one accumulator of what was borne (A4).
examples(import.meta.url, ZIBO, [
  [
    'tier 1, then tier 3',
    [ON_JOB, visit('H1', '150.00'), visit('H3', '750.00', '2023-04-01')],
    '700.00 − 50.00 = 650.00; 100.00 × 50%',
    { deductible: '650.00', pooled: '50.00' },
  ],
  [
    'tier 3, then tier 1',
    [ON_JOB, visit('H3', '800.00'), visit('H1', '100.00', '2023-04-01')],
    'nothing owed: 100.00 × 60%',
    { deductible: '0.00', pooled: '60.00' },
  ],
  [
    'tier 2, then tier 3',
    [ON_JOB, visit('H2', '500.00'), visit('H3', '300.00', '2023-04-01')],
    '700.00 − 500.00 = 200.00; 100.00 × 50%',
    { deductible: '200.00', pooled: '50.00' },
  ],
  [
    'part of one tier, then another',
    [ON_JOB, visit('H3', '300.00'), visit('H2', '300.00', '2023-04-01')],
    '500.00 − 300.00 = 200.00; 100.00 × 60%',
    { deductible: '200.00', pooled: '60.00' },
  ],
]);

// The cap: 3000 in 2023, 4000 from 2024 (A5).
examples(import.meta.url, ZIBO, [
  ['2023', [ON_JOB, visit('H1', '6050.00', LAST)], '6000.00 × 60% = 3600.00, at most 3000.00', { pooled: '3000.00' }],
  ['2024', [ON_JOB, visit('H1', '6050.00', FIRST)], '6000.00 × 60% = 3600.00', { pooled: '3600.00' }],
  [
    '2024, above it',
    [ON_JOB, visit('H1', '7050.00', FIRST)],
    '7000.00 × 60% = 4200.00, at most 4000.00',
    { pooled: '4000.00' },
  ],
  [
    '2023 settled after 2024 began',
    [ON_JOB, visit('H1', '150.00', FIRST), visit('H1', '6050.00', LAST)],
    "A7: 2023's deductible and cap",
    { deductible: '50.00', pooled: '3000.00' },
  ],
]);
