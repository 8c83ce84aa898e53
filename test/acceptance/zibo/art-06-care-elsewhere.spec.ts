import { INSTITUTIONS, ON_JOB, RETIRED, person, register, visit } from '../../support/commands.ts';
import { examples } from '../../support/examples.ts';

const ARTICLE = 'zibo-2022 art. 6 para. 2 (A16)';
const ZIBO = { region: 'zibo', world: INSTITUTIONS };

// Para. 2: long-term as at home at the same tier, temporary with 10% first (A15, A16).
examples(import.meta.url, ZIBO, [
  [
    'long-term resident',
    [ON_JOB, register('long-term-resident'), visit('E1', '150.00')],
    '100.00 × 60%',
    { selfPayFirst: '0.00', pooled: '60.00' },
  ],
  [
    'resettled',
    [RETIRED, register('resettled'), visit('E3', '800.00')],
    'A16: 100.00 × 50%',
    { selfPayFirst: '0.00', pooled: '50.00' },
  ],
  [
    'posted',
    [ON_JOB, register('long-term-posted'), visit('E2', '600.00')],
    'A16: 100.00 × 60%',
    { selfPayFirst: '0.00', pooled: '60.00' },
  ],
  [
    'not registered',
    [ON_JOB, visit('E1', '1000.00')],
    '1000.00 × 10% = 100.00 first; 900.00 − 50.00 = 850.00 × 60%',
    { reason: null, selfPayFirst: '100.00', deductible: '50.00', pooled: '510.00', cash: '490.00' },
  ],
  [
    'not registered: says what a registration would have spared, and where that is written',
    [ON_JOB, visit('E1', '1000.00')],
    '1000.00 × 10% − 0',
    { explanation: { 1: { step: 'not-applied', reason: 'not-registered', amount: '100.00', article: ARTICLE } } },
  ],
  [
    'referred: says the same of a lasting registration',
    [ON_JOB, register('referred'), visit('E3', '1000.00')],
    'A16: 1000.00 × 10% − 0',
    { explanation: { 1: { step: 'not-applied', reason: 'referred', amount: '100.00' } } },
  ],
  [
    'referred',
    [ON_JOB, register('referred'), visit('E3', '1000.00')],
    'A16: 100.00 first; 900.00 − 700.00 = 200.00 × 50%',
    { selfPayFirst: '100.00', deductible: '700.00', pooled: '100.00', cash: '900.00' },
  ],
  [
    'the 10% is rounded as a line of its own',
    [ON_JOB, visit('E1', '150.05')],
    'A15: 15.005 → 15.01; 135.04 − 50.00 = 85.04 × 60% = 51.024',
    { selfPayFirst: '15.01', pooled: '51.02', cash: '99.03' },
  ],
  [
    'the 10% does not count as deductible',
    [ON_JOB, visit('E1', '1000.00'), person()],
    'A15: 50.00, not 150.00',
    { accumulators: { '2023': { ordinary: { deductible: '50.00', paid: '510.00' } } } },
  ],
]);
