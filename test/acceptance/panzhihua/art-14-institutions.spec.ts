import { INSTITUTIONS, ON_JOB, medicines, publish, visit } from '../../support/commands.ts';
import { examples, refused } from '../../support/examples.ts';

// Pharmacies with a transferred prescription, internet hospitals once they are let in, institutions outside outpatient pooling.
examples(import.meta.url, { region: 'panzhihua', world: INSTITUTIONS }, [
  [
    'pharmacy, prescription',
    [ON_JOB, medicines('D1', '300.00')],
    'art. 7: 100.00 × 50%',
    { reason: null, pooled: '50.00' },
  ],
  ['pharmacy, none', [ON_JOB, visit('D1', '300.00')], 'art. 7 流转处方', { reason: 'no-prescription', pooled: '0.00' }],
  ['pharmacy not admitted', [ON_JOB, medicines('D0', '300.00')], 'art. 14', { reason: 'institution-not-pooling' }],
  ['hospital not in pooling', [ON_JOB, visit('H0', '300.00')], 'art. 17', { reason: 'institution-not-pooling' }],
  ['internet hospital', [ON_JOB, visit('N2', '300.00')], 'art. 14: to be explored', { reason: 'internet-not-covered' }],
  [
    'internet hospital, switched on',
    [ON_JOB, publish({ 'switch.internet': 'on' }), visit('N2', '300.00')],
    'paid as its host of tier 2: 100.00 × 60%',
    { reason: null, pooled: '60.00' },
  ],
  [
    'the day before it is switched on',
    [ON_JOB, publish({ 'switch.internet': 'on' }, '2023-03-02'), visit('N2', '300.00')],
    'off until 2023-03-01',
    { reason: 'internet-not-covered' },
  ],
]);

// Agreements and tiers on the day of the visit.
const TO_TIER_3 = { type: 'ChangeInstitutionTier', institutionId: 'H1', tier: 3, from: '2023-03-01' };
const SUSPENDED = { type: 'SuspendDesignation', institutionId: 'H1', from: '2023-03-01' };
const RESUMED = { type: 'ResumeDesignation', institutionId: 'H1', from: '2023-03-10' };
const ENDED = { type: 'EndDesignation', institutionId: 'H1', from: '2023-03-01' };

examples(import.meta.url, { region: 'panzhihua', world: INSTITUTIONS }, [
  [
    'the last day at tier 1',
    [ON_JOB, TO_TIER_3, visit('H1', '300.00', '2023-02-28')],
    '100.00 × 60%',
    { pooled: '60.00' },
  ],
  ['the first day at tier 3', [ON_JOB, TO_TIER_3, visit('H1', '300.00')], '100.00 × 50%', { pooled: '50.00' }],
  [
    'the last day before a suspension',
    [ON_JOB, SUSPENDED, visit('H1', '300.00', '2023-02-28')],
    '100.00 × 60%',
    { pooled: '60.00' },
  ],
  ['suspended', [ON_JOB, SUSPENDED, visit('H1', '300.00')], 'from 2023-03-01', refused('institution-not-designated')],
  ['resumed', [ON_JOB, SUSPENDED, RESUMED, visit('H1', '300.00', '2023-03-10')], '100.00 × 60%', { pooled: '60.00' }],
  [
    'ended for good',
    [ON_JOB, ENDED, RESUMED, visit('H1', '300.00', '2023-04-01')],
    'no return',
    refused('institution-not-designated'),
  ],
  ['before the designation', [ON_JOB, visit('H9', '300.00')], 'unknown', refused('unknown-institution')],
]);
