import {
  FLEXIBLE,
  FLEXIBLE_POOLED_ONLY,
  INSTITUTIONS,
  ON_JOB,
  RETIRED,
  enrol,
  retire,
  stay,
  visit,
} from '../../support/commands.ts';
import { examples } from '../../support/examples.ts';

const SHANGRAO = { region: 'shangrao', world: INSTITUTIONS };

// Para. 1 and the table: 600 a year, rates by tier.
examples(import.meta.url, SHANGRAO, [
  [
    'on-job, tier 1',
    [ON_JOB, visit('H1', '700.00')],
    '(700.00 − 600.00) × 60%',
    { deductible: '600.00', pooled: '60.00' },
  ],
  ['on-job, tier 2', [ON_JOB, visit('H2', '700.00')], '100.00 × 55%', { deductible: '600.00', pooled: '55.00' }],
  ['on-job, tier 3', [ON_JOB, visit('H3', '700.00')], '100.00 × 50%', { deductible: '600.00', pooled: '50.00' }],
  ['flexible, tier 2', [FLEXIBLE, visit('H2', '700.00')], '100.00 × 55%', { pooled: '55.00' }],
  ['retired, tier 1', [RETIRED, visit('H1', '700.00')], '100.00 × 65%', { deductible: '600.00', pooled: '65.00' }],
  ['retired, tier 2', [RETIRED, visit('H2', '700.00')], '100.00 × 60%', { pooled: '60.00' }],
  ['retired, tier 3', [RETIRED, visit('H3', '700.00')], '100.00 × 55%', { pooled: '55.00' }],
  [
    'without an account',
    [FLEXIBLE_POOLED_ONLY, visit('H1', '700.00')],
    'art. 11: all insured',
    { reason: null, pooled: '60.00' },
  ],
  [
    'the inpatient-only insured',
    [enrol({ plan: 'inpatient-only' }), visit('H1', '700.00')],
    'art. 11: 含参加国有困难企业职工住院医疗保险人员',
    { reason: null, pooled: '60.00' },
  ],
  [
    'one deductible for the year',
    [ON_JOB, visit('H1', '400.00'), visit('H3', '400.00', '2023-04-01')],
    '600.00 − 400.00 = 200.00; 200.00 × 50%',
    { deductible: '200.00', pooled: '100.00' },
  ],
  [
    'during a stay',
    [ON_JOB, stay('2023-02-25', '2023-03-05', '3000.00'), visit('H1', '700.00')],
    'the document does not exclude it',
    { reason: null, pooled: '60.00' },
  ],
]);

// Para. 2: caps; retirees' benefits from the month after the procedure; nothing goes on into the next year (art. 17).
examples(import.meta.url, SHANGRAO, [
  ['on-job', [ON_JOB, visit('H1', '4000.00')], '3400.00 × 60% = 2040.00, at most 1800.00', { pooled: '1800.00' }],
  [
    'beside an inpatient stay',
    [ON_JOB, stay('2023-02-01', '2023-02-10', '90000.00'), visit('H1', '4000.00')],
    'art. 16: the cap is apart from the yearly maximum',
    { pooled: '1800.00' },
  ],
  ['on-job, at the cap', [ON_JOB, visit('H1', '3600.00')], '3000.00 × 60%', { pooled: '1800.00' }],
  ['retired', [RETIRED, visit('H1', '4000.00')], '3400.00 × 65% = 2210.00, at most 2000.00', { pooled: '2000.00' }],
  [
    'retired within the year',
    [ON_JOB, visit('H1', '4000.00'), retire('2023-06-30'), visit('H1', '400.00', '2023-07-01')],
    '400.00 × 65% = 260.00, at most 2000.00 − 1800.00',
    { deductible: '0.00', pooled: '200.00' },
  ],
  [
    'the day before',
    [ON_JOB, visit('H1', '4000.00'), retire('2023-06-30'), visit('H1', '400.00', '2023-06-30')],
    'on-job: 1800.00 − 1800.00',
    { pooled: '0.00' },
  ],
  [
    'the next year',
    [ON_JOB, visit('H1', '1600.00', '2023-12-31'), visit('H1', '4000.00', '2024-01-01')],
    'art. 17: the unused 1200.00 lapse; the deductible anew, at most 1800.00',
    { deductible: '600.00', pooled: '1800.00' },
  ],
]);
