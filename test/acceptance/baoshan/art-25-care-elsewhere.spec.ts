import { INSTITUTIONS, ON_JOB, RETIRED, TURNING_70, register, visit } from '../../support/commands.ts';
import { examples } from '../../support/examples.ts';

// As at home once registered, referral included; else not covered (A9).
examples(import.meta.url, { region: 'baoshan', world: INSTITUTIONS }, [
  ['resettled, retired', [RETIRED, register('resettled'), visit('E3', '190.00')], '100.00 × 55%', { pooled: '55.00' }],
  ['posted', [ON_JOB, register('long-term-posted'), visit('E2', '160.00')], '100.00 × 55%', { pooled: '55.00' }],
  ['referred', [ON_JOB, register('referred'), visit('E3', '190.00')], '100.00 × 50%', { pooled: '50.00' }],
  [
    'long-term resident',
    [ON_JOB, register('long-term-resident'), visit('E1', '130.00')],
    'A9: 100.00 × 60%',
    { pooled: '60.00' },
  ],
  ['not registered', [ON_JOB, visit('E1', '130.00')], 'A9', { reason: 'not-registered', deductible: '0.00' }],
  [
    'from the 70th birthday on, elsewhere too',
    [TURNING_70, register('resettled'), visit('E3', '190.00', '2023-05-20')],
    '(190.00 − 45.00) × 55%',
    { deductible: '45.00', pooled: '79.75' },
  ],
]);
