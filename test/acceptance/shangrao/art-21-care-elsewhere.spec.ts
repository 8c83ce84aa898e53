import { INSTITUTIONS, ON_JOB, medicines, pharmacy, register, suspend, topUp, visit } from '../../support/commands.ts';
import { examples, refused } from '../../support/examples.ts';

const PHARMACY_ELSEWHERE = pharmacy('E0', { area: '330100' });
const WORLD = [...INSTITUTIONS, PHARMACY_ELSEWHERE];

// Para. 2: registered, of any kind, as at home; else the patient pays first and claims.
examples(import.meta.url, { region: 'shangrao', world: WORLD }, [
  ['at home', [ON_JOB, visit('H3', '700.00')], 'para. 1: 100.00 × 50%', { pooled: '50.00' }],
  ['resettled', [ON_JOB, register('resettled'), visit('E3', '700.00')], '100.00 × 50%', { pooled: '50.00' }],
  [
    'long-term resident',
    [ON_JOB, register('long-term-resident'), visit('E2', '700.00')],
    '100.00 × 55%',
    { pooled: '55.00' },
  ],
  ['posted', [ON_JOB, register('long-term-posted'), visit('E1', '700.00')], '100.00 × 60%', { pooled: '60.00' }],
  ['referred', [ON_JOB, register('referred'), visit('E3', '700.00')], '100.00 × 50%', { pooled: '50.00' }],
  ['not registered', [ON_JOB, visit('E3', '700.00')], '零星报销', refused('claim-required', 'art. 21')],
  [
    'not registered, where the pool pays nothing anyway',
    [ON_JOB, topUp('80.00'), visit('E1', '80.00', '2023-03-01', { exclusion: 'third-party', account: {} })],
    'a claim would bring nothing: settled, the account pays',
    { reason: 'third-party', account: '80.00' },
  ],
  [
    'not registered, suspended',
    [ON_JOB, suspend('2023-03-01'), visit('E3', '700.00')],
    'no benefits',
    { reason: 'entitlement-suspended' },
  ],
  [
    'not registered, at a pharmacy',
    [ON_JOB, medicines('E0', '700.00')],
    'art. 18(2)',
    { reason: 'pharmacy-not-covered' },
  ],
]);
