import { INSTITUTIONS, ON_JOB, approve, care, certify, claim, publish, stay } from '../../support/commands.ts';
import { examples } from '../../support/examples.ts';
import {
  LOCAL_PROGRAMMES,
  chronicCareExamples,
  localProgrammeExamples,
  unpublishedExamples,
} from '../../support/programme-examples.ts';

const ZIBO = { region: 'zibo', world: [...INSTITUTIONS, LOCAL_PROGRAMMES] };
const COPD = certify('chronic', 'copd');
const treated = (institutionId: string, total: string, more = {}) =>
  care('chronic', institutionId, total, { condition: 'copd', ...more });

// Art. 9, 11: local figures.
examples(import.meta.url, ZIBO, localProgrammeExamples('art. 9, 11'));
examples(import.meta.url, ZIBO, chronicCareExamples('art. 9'));
const { world, table } = unpublishedExamples('zibo');
examples(import.meta.url, { region: 'zibo', world }, table);

// Art. 12: pharmacies at the institutions' rate, deductible and cap shared; internet follow-up.
examples(import.meta.url, ZIBO, [
  [
    'pharmacy',
    [ON_JOB, COPD, treated('D1', '400.00', { prescription: true })],
    '100.00 × 70%',
    { payments: { chronic: '70.00' } },
  ],
  [
    'pharmacy without a prescription',
    [ON_JOB, COPD, treated('D1', '400.00')],
    '外配处方',
    { reason: 'no-prescription' },
  ],
  [
    'special diseases too',
    [ON_JOB, certify('special', 'copd'), care('special', 'D1', '600.00', { condition: 'copd', prescription: true })],
    '慢特病: 100.00 × 80%',
    { payments: { special: '80.00' } },
  ],
  [
    'two diseases not',
    [
      ON_JOB,
      certify('two-diseases', 'copd'),
      care('two-diseases', 'D1', '200.00', { condition: 'copd', prescription: true }),
    ],
    'not named',
    { reason: 'pharmacy-not-covered' },
  ],
  [
    'one deductible for both',
    [ON_JOB, COPD, treated('H2', '200.00'), treated('D1', '200.00', { prescription: true })],
    '合并计算: 300.00 − 200.00 = 100.00; 100.00 × 70%',
    { deductible: '100.00', payments: { chronic: '70.00' } },
  ],
  [
    'one cap for both',
    [ON_JOB, COPD, treated('H2', '3000.00'), treated('D1', '400.00', { prescription: true })],
    '2700.00 × 70% = 1890.00; 280.00, at most 110.00',
    { payments: { chronic: '110.00' } },
  ],
  [
    'a rate by tier does not reach the pharmacy',
    [ON_JOB, COPD, publish({ 'chronic.rate.1': '0.90' }), treated('D1', '400.00', { prescription: true })],
    'asked as tier "pharmacy": 70%',
    { payments: { chronic: '70.00' } },
  ],
  [
    'internet follow-up',
    [ON_JOB, COPD, treated('N2', '400.00')],
    'A36: 100.00 × 70%',
    { payments: { chronic: '70.00' } },
  ],
  [
    'a rescue over the internet',
    [ON_JOB, care('emergency-rescue', 'N2', '500.00')],
    'A36: off',
    { reason: 'internet-not-covered' },
  ],
  [
    'during a stay',
    [ON_JOB, COPD, stay('2023-02-25', '2023-03-05', '3000.00'), treated('H2', '400.00')],
    'art. 8(5) is about ordinary care',
    { reason: null, payments: { chronic: '70.00' } },
  ],
  [
    'no 10% first',
    [ON_JOB, COPD, treated('E2', '400.00')],
    'A9: not registered, not covered',
    { selfPayFirst: '0.00', reason: 'not-registered' },
  ],
]);

// Claims of ordinary care elsewhere keep the 10%.
examples(import.meta.url, ZIBO, [
  [
    'a claim',
    [ON_JOB, claim('E1', '1000.00', '2023-03-01', '2024-05-01'), approve('2024-05-02')],
    '100.00 first; (900.00 − 50.00) × 60%',
    { selfPayFirst: '100.00', pooled: '510.00' },
  ],
]);
