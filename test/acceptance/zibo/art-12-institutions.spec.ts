import { INSTITUTIONS, ON_JOB, medicines, publish, topUp, visit } from '../../support/commands.ts';
import { examples } from '../../support/examples.ts';

// Pharmacies and internet follow-up are for chronic and special diseases; ordinary internet visits wait for a switch (A36).
examples(import.meta.url, { region: 'zibo', world: INSTITUTIONS }, [
  ['pharmacy', [ON_JOB, medicines('D1', '150.00')], '慢特病 only', { reason: 'pharmacy-not-covered', pooled: '0.00' }],
  [
    'pharmacy, from the account',
    [ON_JOB, topUp('100.00'), { ...medicines('D1', '150.00'), account: {} }],
    'art. 13: the account pays what it holds',
    { reason: 'pharmacy-not-covered', account: '100.00', cash: '50.00' },
  ],
  ['internet', [ON_JOB, visit('N2', '600.00')], 'A36: off', { reason: 'internet-not-covered' }],
  [
    'internet, switched on',
    [ON_JOB, publish({ 'switch.internet': 'on' }), visit('N2', '600.00')],
    'as its host of tier 2: 100.00 × 60%',
    { reason: null, deductible: '500.00', pooled: '60.00' },
  ],
  ['hospital not in pooling', [ON_JOB, visit('H0', '150.00')], 'art. 16', { reason: 'institution-not-pooling' }],
]);
