import { INSTITUTIONS, ON_JOB, medicines, visit } from '../../support/commands.ts';
import { examples } from '../../support/examples.ts';

const HOST_TO_TIER_3 = { type: 'ChangeInstitutionTier', institutionId: 'H2', tier: 3, from: '2023-03-01' };

// Internet hospitals are paid as their host; pharmacies sell negotiated drugs only (art. 29).
examples(import.meta.url, { region: 'baoshan', world: INSTITUTIONS }, [
  [
    'internet hospital',
    [ON_JOB, visit('N2', '160.00')],
    'as tier 2: (160.00 − 60.00) × 55%',
    { deductible: '60.00', pooled: '55.00' },
  ],
  [
    'its host was raised to tier 3',
    [ON_JOB, HOST_TO_TIER_3, visit('N2', '190.00')],
    'as tier 3: (190.00 − 90.00) × 50%',
    { deductible: '90.00', pooled: '50.00' },
  ],
  [
    'the day before its host was raised',
    [ON_JOB, HOST_TO_TIER_3, visit('N2', '160.00', '2023-02-28')],
    'as tier 2: 100.00 × 55%',
    { deductible: '60.00', pooled: '55.00' },
  ],
  ['pharmacy', [ON_JOB, medicines('D1', '160.00')], 'art. 29', { reason: 'pharmacy-not-covered', pooled: '0.00' }],
  ['not in pooling', [ON_JOB, visit('H0', '130.00')], 'art. 23', { reason: 'institution-not-pooling', pooled: '0.00' }],
]);
