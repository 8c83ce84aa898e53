import { INSTITUTIONS, ON_JOB, approve, claim, register } from '../../support/commands.ts';
import { examples, refused } from '../../support/examples.ts';

const BAOSHAN = { region: 'baoshan', world: INSTITUTIONS };
const HERE = [ON_JOB, register('resettled')];
const WORKING = '(190.00 − 90.00) × 50%';

// Art. 25: a bill from elsewhere is handed in by 31 March of the next year (A33); a reviewer may override with a reason.
examples(import.meta.url, BAOSHAN, [
  [
    'at home, at any time',
    [ON_JOB, claim('H3', '190.00', '2023-11-01', '2024-05-01'), approve('2024-05-10')],
    `art. 21: ${WORKING}`,
    { pooled: '50.00' },
  ],
  [
    'elsewhere, on 31 March',
    [...HERE, claim('E3', '190.00', '2023-11-01', '2024-03-31'), approve('2024-05-10')],
    WORKING,
    { pooled: '50.00' },
  ],
  [
    'elsewhere, on 1 April',
    [...HERE, claim('E3', '190.00', '2023-11-01', '2024-04-01'), approve('2024-05-10')],
    '逾期申报的，原则上不予报销',
    refused('claim-too-late', 'art. 25'),
  ],
  [
    'elsewhere, on 1 April, for a reason',
    [
      ...HERE,
      claim('E3', '190.00', '2023-11-01', '2024-04-01'),
      approve('2024-05-10', { override: 'in hospital since March' }),
    ],
    `原则上: ${WORKING}`,
    { pooled: '50.00' },
  ],
  [
    'the claim stays open',
    [
      ...HERE,
      claim('E3', '190.00', '2023-11-01', '2024-04-01'),
      { type: 'RejectClaim', actor: 'reviewer', claimId: 'C1', date: '2024-05-10', reason: 'late' },
    ],
    'and can be rejected',
    {},
  ],
  [
    'elsewhere, of this year',
    [...HERE, claim('E3', '190.00', '2024-01-02', '2024-04-01'), approve('2024-05-10')],
    WORKING,
    { pooled: '50.00' },
  ],
  [
    'elsewhere, not registered',
    [ON_JOB, claim('E3', '190.00', '2023-11-01', '2023-12-01'), approve('2023-12-10')],
    'A9',
    { reason: 'not-registered' },
  ],
]);
