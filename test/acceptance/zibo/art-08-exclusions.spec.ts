import { INSTITUTIONS, ON_JOB, stay, topUp, visit } from '../../support/commands.ts';
import { exclusionExamples } from '../../support/common-examples.ts';
import { examples } from '../../support/examples.ts';

const ZIBO = { region: 'zibo', world: INSTITUTIONS };

examples(
  import.meta.url,
  ZIBO,
  exclusionExamples([
    ['work-injury', 'art. 8(1)', 'may pay'],
    ['third-party', 'art. 8(2)', 'may pay'],
    ['public-health', 'art. 8(3)', 'barred'],
    ['abroad', 'art. 8(4)', 'barred'],
    ['inpatient-stay', 'art. 8(5)', 'may pay'],
    ['other', 'art. 8(6)', 'may pay'],
    ['other-fund', 'art. 8(6), A32', 'may pay'],
    ['check-up', 'art. 8(6), A32', 'may pay'],
    ['maternity', 'art. 8(6), A32', 'may pay'],
    ['fitness', 'art. 13', 'barred'],
    ['wellness', 'art. 13', 'barred'],
  ]),
);

// Art. 8(5), A35: the days strictly between admission and discharge, found from the recorded stay.
const STAY = stay('2023-03-01', '2023-03-05', '3000.00');

examples(import.meta.url, ZIBO, [
  [
    'the day of admission',
    [ON_JOB, STAY, visit('H1', '150.00', '2023-03-01')],
    '100.00 × 60%',
    { reason: null, pooled: '60.00' },
  ],
  [
    'the day after it',
    [ON_JOB, STAY, visit('H1', '150.00', '2023-03-02')],
    'in the stay',
    { reason: 'inpatient-stay', deductible: '0.00' },
  ],
  [
    'the day before discharge',
    [ON_JOB, STAY, visit('H1', '150.00', '2023-03-04')],
    'in the stay',
    { reason: 'inpatient-stay' },
  ],
  [
    'the day of discharge',
    [ON_JOB, STAY, visit('H1', '150.00', '2023-03-05')],
    '100.00 × 60%',
    { reason: null, pooled: '60.00' },
  ],
  [
    'the account may pay meanwhile',
    [ON_JOB, topUp('200.00'), STAY, visit('H1', '150.00', '2023-03-03', { account: {} })],
    '200.00 are there for 150.00',
    { reason: 'inpatient-stay', account: '150.00', cash: '0.00' },
  ],
  [
    'an exclusion told comes first',
    [ON_JOB, STAY, visit('H1', '150.00', '2023-03-03', { exclusion: 'third-party' })],
    'order: exclusion, stay, …',
    { reason: 'third-party' },
  ],
]);
