import {
  FLEXIBLE,
  FLEXIBLE_POOLED_ONLY,
  INSTITUTIONS,
  ON_JOB,
  RETIRED,
  TURNING_70,
  person,
  publish,
  retire,
  stay,
  suspend,
  visit,
} from '../../support/commands.ts';
import { examples, refused } from '../../support/examples.ts';

const BAOSHAN = { region: 'baoshan', world: INSTITUTIONS };

// Para. 2 and 3: a deductible at every visit (A20), rates by tier, five points more for the retired (A18).
examples(import.meta.url, BAOSHAN, [
  [
    'on-job, tier 1',
    [ON_JOB, visit('H1', '130.00')],
    '(130.00 − 30.00) × 60%',
    { deductible: '30.00', pooled: '60.00' },
  ],
  [
    'on-job, tier 2',
    [ON_JOB, visit('H2', '160.00')],
    '(160.00 − 60.00) × 55%',
    { deductible: '60.00', pooled: '55.00' },
  ],
  [
    'on-job, tier 3',
    [ON_JOB, visit('H3', '190.00')],
    '(190.00 − 90.00) × 50%',
    { deductible: '90.00', pooled: '50.00' },
  ],
  ['flexible, tier 1', [FLEXIBLE, visit('H1', '130.00')], '100.00 × 60%', { pooled: '60.00' }],
  [
    'without an account, tier 3',
    [FLEXIBLE_POOLED_ONLY, visit('H3', '190.00')],
    'art. 4: all; 100.00 × 50%',
    { pooled: '50.00' },
  ],
  [
    'retired, tier 1',
    [RETIRED, visit('H1', '130.00')],
    '100.00 × (60% + 5%)',
    { deductible: '30.00', pooled: '65.00' },
  ],
  [
    'retired, tier 2',
    [RETIRED, visit('H2', '160.00')],
    '100.00 × (55% + 5%)',
    { deductible: '60.00', pooled: '60.00' },
  ],
  [
    'retired, tier 3',
    [RETIRED, visit('H3', '190.00')],
    '100.00 × (50% + 5%)',
    { deductible: '90.00', pooled: '55.00' },
  ],
  ['below the deductible', [ON_JOB, visit('H1', '25.00')], '25.00 < 30.00', { deductible: '25.00', pooled: '0.00' }],
  [
    'every visit bears it',
    [ON_JOB, visit('H1', '130.00'), visit('H1', '130.00')],
    'A20: 30.00 again on the same day',
    { deductible: '30.00', pooled: '60.00' },
  ],
  [
    'the year counts them as a plain sum',
    [ON_JOB, visit('H1', '130.00'), visit('H3', '190.00'), person()],
    '30.00 + 90.00; 60.00 + 50.00',
    { accumulators: { '2023': { ordinary: { deductible: '120.00', paid: '110.00' } } } },
  ],
  [
    'the day before retirement counts',
    [ON_JOB, retire('2023-06-15'), visit('H1', '130.00', '2023-06-30')],
    'A2: 60%',
    { pooled: '60.00' },
  ],
  [
    'the first day of retirement',
    [ON_JOB, retire('2023-06-15'), visit('H1', '130.00', '2023-07-01')],
    'A2: 65%',
    { pooled: '65.00' },
  ],
  [
    'suspended',
    [ON_JOB, suspend('2023-03-01'), visit('H1', '130.00')],
    'no benefits',
    { reason: 'entitlement-suspended' },
  ],
  [
    'during a stay',
    [ON_JOB, stay('2023-02-25', '2023-03-05', '3000.00'), visit('H1', '130.00')],
    'the document does not exclude it: 100.00 × 60%',
    { reason: null, pooled: '60.00' },
  ],
]);

// Half the deductible from the 70th birthday on (A8, A21).
examples(import.meta.url, BAOSHAN, [
  [
    'tier 1, the day before',
    [TURNING_70, visit('H1', '130.00', '2023-05-19')],
    '100.00 × 65%',
    { deductible: '30.00', pooled: '65.00' },
  ],
  [
    'tier 1, the birthday',
    [TURNING_70, visit('H1', '130.00', '2023-05-20')],
    '(130.00 − 15.00) × 65%',
    { deductible: '15.00', pooled: '74.75' },
  ],
  [
    'tier 2, the birthday',
    [TURNING_70, visit('H2', '160.00', '2023-05-20')],
    '(160.00 − 30.00) × 60%',
    { deductible: '30.00', pooled: '78.00' },
  ],
  [
    'tier 3, the birthday',
    [TURNING_70, visit('H3', '190.00', '2023-05-20')],
    '(190.00 − 45.00) × 55%',
    { deductible: '45.00', pooled: '79.75' },
  ],
]);

// Para. 4: above 5000 at the inpatient rate of the tier, within the inpatient yearly maximum (A6, A19).
const INPATIENT = publish({
  'inpatient.rate.1': '0.90',
  'inpatient.rate.2': '0.85',
  'inpatient.rate.3': '0.80',
  'inpatient.yearlyMaximum': '100000.00',
});
const CROSSING = visit('H3', '10290.00', '2023-03-01');

examples(import.meta.url, { region: 'baoshan', world: [...INSTITUTIONS, INPATIENT] }, [
  [
    'the visit that crosses',
    [ON_JOB, CROSSING],
    '10290.00 − 90.00 = 10200.00; 10000.00 × 50% = 5000.00; 200.00 × 80% = 160.00',
    { deductible: '90.00', payments: { ordinary: '5000.00', 'inpatient-maximum': '160.00' }, pooled: '5160.00' },
  ],
  [
    'exactly 5000',
    [ON_JOB, visit('H3', '10090.00')],
    '10000.00 × 50% = 5000.00, nothing above',
    { payments: { ordinary: '5000.00' } },
  ],
  [
    'a visit after it owes the deductible too',
    [ON_JOB, CROSSING, visit('H1', '130.00', '2023-04-01')],
    'A19: 100.00 × 90%',
    { deductible: '30.00', payments: { 'inpatient-maximum': '90.00' } },
  ],
  [
    'a stay uses the maximum up too',
    [ON_JOB, stay('2023-02-01', '2023-02-20', '99900.00'), CROSSING],
    '100000.00 − 99900.00 = 100.00 of the 160.00',
    { payments: { ordinary: '5000.00', 'inpatient-maximum': '100.00' }, pooled: '5100.00' },
  ],
  [
    "a stay counts in its discharge's year",
    [ON_JOB, stay('2022-12-20', '2023-01-03', '100000.00'), CROSSING],
    'nothing left in 2023',
    { payments: { ordinary: '5000.00' } },
  ],
  [
    'a year later',
    [ON_JOB, CROSSING, visit('H1', '130.00', '2024-01-01')],
    'natural year: 100.00 × 60%',
    { payments: { ordinary: '60.00' } },
  ],
]);

examples(import.meta.url, BAOSHAN, [
  ['without an inpatient rate', [ON_JOB, CROSSING], 'local', refused('parameter-missing', 'art. 9 para. 4')],
  ['below 5000 none is needed', [ON_JOB, visit('H3', '10090.00')], '10000.00 × 50%', { pooled: '5000.00' }],
]);
