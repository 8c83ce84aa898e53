import {
  FLEXIBLE,
  FLEXIBLE_POOLED_ONLY,
  INSTITUTIONS,
  ON_JOB,
  RETIRED,
  medicines,
  publish,
  retire,
  stay,
  visit,
} from '../../support/commands.ts';
import { examples, refused } from '../../support/examples.ts';

const LOCAL = publish({
  'ordinary.deductible.on-job': '200.00',
  'ordinary.deductible.retired': '100.00',
  'ordinary.rate.on-job.1': '0.60',
  'ordinary.rate.on-job.2': '0.55',
  'ordinary.rate.on-job.3': '0.50',
  'ordinary.rate.retired.1': '0.70',
  'ordinary.rate.retired.2': '0.65',
  'ordinary.rate.retired.3': '0.60',
  'ordinary.cap.on-job': '1500.00',
  'ordinary.cap.retired': '2000.00',
});
const CHONGQING = { region: 'chongqing', world: [...INSTITUTIONS, LOCAL] };

// 2(2)1: local deductible, rates and caps of the natural year.
examples(import.meta.url, CHONGQING, [
  [
    'on-job, tier 1',
    [ON_JOB, visit('H1', '300.00')],
    '(300.00 − 200.00) × 60%',
    { deductible: '200.00', pooled: '60.00' },
  ],
  ['on-job, tier 2', [ON_JOB, visit('H2', '300.00')], '100.00 × 55%', { pooled: '55.00' }],
  ['on-job, tier 3', [ON_JOB, visit('H3', '300.00')], '100.00 × 50%', { pooled: '50.00' }],
  ['flexible as on-job', [FLEXIBLE, visit('H1', '300.00')], '100.00 × 60%', { pooled: '60.00' }],
  ['without an account', [FLEXIBLE_POOLED_ONLY, visit('H1', '300.00')], '覆盖全体: 100.00 × 60%', { pooled: '60.00' }],
  [
    'retired, tier 1',
    [RETIRED, visit('H1', '200.00')],
    '(200.00 − 100.00) × 70%',
    { deductible: '100.00', pooled: '70.00' },
  ],
  ['retired, tier 2', [RETIRED, visit('H2', '200.00')], '100.00 × 65%', { pooled: '65.00' }],
  ['retired, tier 3', [RETIRED, visit('H3', '200.00')], '100.00 × 60%', { pooled: '60.00' }],
  [
    'the cap, on-job',
    [ON_JOB, visit('H1', '3200.00')],
    '3000.00 × 60% = 1800.00, at most 1500.00',
    { pooled: '1500.00' },
  ],
  [
    'the cap, retired',
    [RETIRED, visit('H1', '3100.00')],
    '3000.00 × 70% = 2100.00, at most 2000.00',
    { pooled: '2000.00' },
  ],
  [
    'retired within the year',
    [ON_JOB, visit('H1', '3200.00'), retire('2023-06-30'), visit('H1', '1000.00', '2023-07-01')],
    'A2: 700.00, at most 2000.00 − 1500.00',
    { deductible: '0.00', pooled: '500.00' },
  ],
  [
    'the next year',
    [ON_JOB, visit('H1', '300.00', '2023-12-31'), visit('H1', '300.00', '2024-01-01')],
    'the deductible anew',
    { deductible: '200.00', pooled: '60.00' },
  ],
  [
    'during a stay',
    [ON_JOB, stay('2023-02-25', '2023-03-05', '3000.00'), visit('H1', '300.00')],
    'the document does not exclude it',
    { reason: null, pooled: '60.00' },
  ],
]);

// A more specific name wins, even over a newer one that is less specific.
examples(import.meta.url, CHONGQING, [
  [
    'a newer rate by tier',
    [ON_JOB, publish({ 'ordinary.rate.3': '0.90' }, '2023-02-01'), visit('H3', '300.00')],
    'ordinary.rate.on-job.3 stands: 50%',
    { pooled: '50.00' },
  ],
  [
    'a newer rate of the same name',
    [ON_JOB, publish({ 'ordinary.rate.on-job.3': '0.55' }, '2023-03-01'), visit('H3', '300.00')],
    'from 2023-03-01: 100.00 × 55%',
    { pooled: '55.00' },
  ],
  [
    'the day before it takes effect',
    [ON_JOB, publish({ 'ordinary.rate.on-job.3': '0.55' }, '2023-03-02'), visit('H3', '300.00')],
    '100.00 × 50%',
    { pooled: '50.00' },
  ],
]);

// 2(2)2: pharmacies when a pharmacy rate is in force, internet hospitals from a local switch on.
const PHARMACIES = publish(
  { 'ordinary.rate.on-job.pharmacy': '0.50', 'ordinary.rate.retired.pharmacy': '0.55' },
  '2023-03-01',
);

examples(import.meta.url, CHONGQING, [
  ['pharmacy, no rate', [ON_JOB, medicines('D1', '300.00')], 'no rate in force', { reason: 'pharmacy-not-covered' }],
  [
    'pharmacy, the day before',
    [ON_JOB, PHARMACIES, medicines('D1', '300.00', '2023-02-28')],
    'none yet',
    { reason: 'pharmacy-not-covered' },
  ],
  ['pharmacy', [ON_JOB, PHARMACIES, medicines('D1', '300.00')], '100.00 × 50%', { reason: null, pooled: '50.00' }],
  ['pharmacy, retired', [RETIRED, PHARMACIES, medicines('D1', '200.00')], '100.00 × 55%', { pooled: '55.00' }],
  ['no prescription', [ON_JOB, PHARMACIES, visit('D1', '300.00')], '外配电子处方', { reason: 'no-prescription' }],
  [
    'pharmacy not in pooling',
    [ON_JOB, PHARMACIES, medicines('D0', '300.00')],
    'not eligible',
    { reason: 'institution-not-pooling' },
  ],
  ['hospital not in pooling', [ON_JOB, visit('H0', '300.00')], '2(4)2', { reason: 'institution-not-pooling' }],
  ['internet', [ON_JOB, visit('N2', '300.00')], 'off', { reason: 'internet-not-covered' }],
  [
    'internet, switched on',
    [ON_JOB, publish({ 'switch.internet': 'on' }), visit('N2', '300.00')],
    'as its host of tier 2: 100.00 × 55%',
    { reason: null, pooled: '55.00' },
  ],
]);

// All three are needed; nothing is guessed. The opinion takes effect as its parameters do.
const TWO_OF_THREE = publish({ 'ordinary.deductible': '200.00', 'ordinary.rate': '0.50' });
const LATER = publish({ ...(LOCAL.values as Record<string, string>) }, '2023-07-01');

examples(import.meta.url, { region: 'chongqing', world: INSTITUTIONS }, [
  ['no cap', [ON_JOB, TWO_OF_THREE, visit('H1', '300.00')], 'local', refused('parameter-missing', 'art. 2(2)1')],
  ['none of them', [ON_JOB, visit('H1', '300.00')], 'local', refused('parameter-missing', 'art. 2(2)1')],
  [
    'before they take effect',
    [ON_JOB, LATER, visit('H1', '300.00', '2023-06-30')],
    'local',
    refused('parameter-missing'),
  ],
  ['on the day', [ON_JOB, LATER, visit('H1', '300.00', '2023-07-01')], '100.00 × 60%', { pooled: '60.00' }],
]);
