import { INSTITUTIONS, ON_JOB, RETIRED, medicines, publish, visit } from '../../support/commands.ts';
import { examples } from '../../support/examples.ts';

// Para. 2 and 3: pharmacies and internet hospitals wait for a local switch.
const SWITCHES = publish({ 'switch.pharmacies': 'on', 'switch.internet': 'on' }, '2023-03-01');

examples(import.meta.url, { region: 'shangrao', world: [...INSTITUTIONS, SWITCHES] }, [
  [
    'pharmacy, the day before',
    [ON_JOB, medicines('D1', '700.00', '2023-02-28')],
    'off',
    { reason: 'pharmacy-not-covered' },
  ],
  [
    'pharmacy',
    [ON_JOB, medicines('D1', '700.00')],
    'on, paid as tier 1: 100.00 × 60%',
    { reason: null, pooled: '60.00' },
  ],
  ['pharmacy, retired', [RETIRED, medicines('D1', '700.00')], 'as tier 1: 100.00 × 65%', { pooled: '65.00' }],
  ['pharmacy without a prescription', [ON_JOB, visit('D1', '700.00')], '外配处方', { reason: 'no-prescription' }],
  [
    'pharmacy not in pooling',
    [ON_JOB, medicines('D0', '700.00')],
    'not admitted',
    { reason: 'institution-not-pooling' },
  ],
  ['hospital not in pooling', [ON_JOB, visit('H0', '700.00')], 'para. 1', { reason: 'institution-not-pooling' }],
  [
    'internet, the day before',
    [ON_JOB, visit('N2', '700.00', '2023-02-28')],
    'off',
    { reason: 'internet-not-covered' },
  ],
  ['internet', [ON_JOB, visit('N2', '700.00')], 'on, as its host of tier 2: 100.00 × 55%', { pooled: '55.00' }],
]);
