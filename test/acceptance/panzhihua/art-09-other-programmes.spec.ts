import {
  FLEXIBLE_POOLED_ONLY,
  INSTITUTIONS,
  ON_JOB,
  RETIRED,
  care,
  certify,
  medicines,
  person,
  register,
  visit,
} from '../../support/commands.ts';
import { examples, refused } from '../../support/examples.ts';
import {
  LOCAL_PROGRAMMES,
  chronicCareExamples,
  localProgrammeExamples,
  unpublishedExamples,
} from '../../support/programme-examples.ts';

const PANZHIHUA = { region: 'panzhihua', world: [...INSTITUTIONS, LOCAL_PROGRAMMES] };

examples(import.meta.url, PANZHIHUA, localProgrammeExamples('art. 6, 9, 10'));
examples(import.meta.url, PANZHIHUA, chronicCareExamples('art. 10'));
const { world, table } = unpublishedExamples('panzhihua');
examples(import.meta.url, { region: 'panzhihua', world }, table);

// Art. 10: a certificate for chronic or special disease ends the two diseases' benefit for the same condition.
const HYPERTENSION = certify('two-diseases', 'hypertension');
const MEDICINES = care('two-diseases', 'H1', '200.00', { condition: 'hypertension' });

examples(import.meta.url, PANZHIHUA, [
  [
    'two diseases',
    [ON_JOB, HYPERTENSION, MEDICINES],
    '(200.00 − 100.00) × 50%',
    { payments: { 'two-diseases': '50.00' } },
  ],
  [
    'after a chronic certificate',
    [ON_JOB, HYPERTENSION, certify('chronic', 'hypertension', '2023-03-01'), MEDICINES],
    '不得重复享受待遇',
    refused('not-certified', 'art. 10'),
  ],
  [
    'the day before it',
    [ON_JOB, HYPERTENSION, certify('chronic', 'hypertension', '2023-03-02'), MEDICINES],
    'still open on 2023-03-01',
    { payments: { 'two-diseases': '50.00' } },
  ],
  [
    'a chronic certificate for another disease',
    [ON_JOB, HYPERTENSION, certify('chronic', 'copd'), MEDICINES],
    'each disease for itself',
    { payments: { 'two-diseases': '50.00' } },
  ],
  [
    'at a pharmacy',
    [ON_JOB, HYPERTENSION, { ...MEDICINES, institutionId: 'D1', prescription: true }],
    'art. 14',
    { reason: 'pharmacy-not-covered' },
  ],
]);

// Art. 11: what exceeds the cap goes on as ordinary care, for those who have it (A25).
const ABOVE = care('two-diseases', 'H1', '1000.00', { condition: 'hypertension' });

examples(import.meta.url, PANZHIHUA, [
  [
    'above the cap',
    [ON_JOB, HYPERTENSION, ABOVE],
    '600.00 fill the cap of 300.00; 1000.00 − 100.00 − 600.00 = 300.00 go on: (300.00 − 200.00) × 60%',
    { deductible: '300.00', payments: { 'two-diseases': '300.00', ordinary: '60.00' }, pooled: '360.00' },
  ],
  [
    'above the cap, retired',
    [RETIRED, HYPERTENSION, ABOVE],
    '(300.00 − 150.00) × 65%',
    { deductible: '250.00', payments: { 'two-diseases': '300.00', ordinary: '97.50' } },
  ],
  [
    'the ordinary deductible was borne',
    [ON_JOB, HYPERTENSION, visit('H1', '200.00'), ABOVE],
    '300.00 × 60%',
    { deductible: '100.00', payments: { 'two-diseases': '300.00', ordinary: '180.00' } },
  ],
  [
    'counted apart',
    [ON_JOB, HYPERTENSION, ABOVE, person()],
    'ordinary: 200.00 and 60.00; two diseases: 100.00 and 300.00',
    {
      accumulators: {
        '2023': {
          ordinary: { deductible: '200.00', paid: '60.00' },
          'two-diseases': { deductible: '100.00', paid: '300.00' },
        },
      },
    },
  ],
  [
    'without an account',
    [FLEXIBLE_POOLED_ONLY, HYPERTENSION, ABOVE],
    'no ordinary care',
    { payments: { 'two-diseases': '300.00' } },
  ],
  [
    'elsewhere, referred',
    [ON_JOB, HYPERTENSION, register('referred'), { ...ABOVE, institutionId: 'E1' }],
    'the programme as at home; ordinary care is not covered there',
    { payments: { 'two-diseases': '300.00' } },
  ],
  [
    'in a hospital without pooling',
    [ON_JOB, HYPERTENSION, { ...ABOVE, institutionId: 'H0' }],
    'ordinary care is not covered there',
    { payments: { 'two-diseases': '300.00' } },
  ],
  [
    'the rest that passes on is exact',
    [ON_JOB, HYPERTENSION, medicines('D1', '200.00'), { ...ABOVE, total: '700.01', inScope: '700.01' }],
    '0.01 above the cap: × 60% = 0.006 → 0.01',
    { payments: { 'two-diseases': '300.00', ordinary: '0.01' } },
  ],
]);
