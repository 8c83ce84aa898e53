import { INSTITUTIONS, ON_JOB, approve, care, certify, claim, person, publish, visit } from '../../support/commands.ts';
import { examples, refused } from '../../support/examples.ts';

const SHANGRAO = { region: 'shangrao', world: INSTITUTIONS };
const CLAIM = claim('E3', '700.00', '2023-03-01', '2023-04-01');
const REJECTED = { type: 'RejectClaim', actor: 'reviewer', claimId: 'C1', date: '2023-04-10', reason: 'no bill' };

// Art. 21(2): without a registration the patient pays first; 享受本市同等的门诊统筹待遇.
examples(import.meta.url, SHANGRAO, [
  [
    'approved',
    [ON_JOB, CLAIM, approve('2023-04-10')],
    '(700.00 − 600.00) × 50%',
    { deductible: '600.00', pooled: '50.00', cash: '650.00' },
  ],
  [
    'counts like a visit',
    [ON_JOB, CLAIM, approve('2023-04-10'), visit('H1', '100.00', '2023-05-01')],
    'nothing owed: 100.00 × 60%',
    { deductible: '0.00', pooled: '60.00' },
  ],
  [
    'by the same person',
    [ON_JOB, CLAIM, approve('2023-04-10', { actor: 'clerk' })],
    'two people',
    refused('same-actor'),
  ],
  ['twice', [ON_JOB, CLAIM, approve('2023-04-10'), approve('2023-04-11')], 'decided before', refused('claim-not-open')],
  ['after a rejection', [ON_JOB, CLAIM, REJECTED, approve('2023-04-11')], 'decided before', refused('claim-not-open')],
  ['never submitted', [ON_JOB, approve('2023-04-11')], 'unknown', refused('unknown-claim')],
  [
    'the same visit settled as well',
    [ON_JOB, CLAIM, visit('H1', '100.00', '2023-03-01', { visitId: 'CV1' })],
    'its id is taken',
    refused('already-exists'),
  ],
  [
    'a rejection frees the visit',
    [ON_JOB, CLAIM, REJECTED, visit('H1', '700.00', '2023-03-01', { visitId: 'CV1' })],
    '100.00 × 60%',
    { pooled: '60.00' },
  ],
  [
    'of last year, approved this year',
    [ON_JOB, claim('E3', '700.00', '2023-12-31', '2024-01-05'), approve('2024-01-10'), person()],
    "A7: 2023's accumulators",
    {
      accumulators: {
        '2023': { ordinary: { deductible: '600.00', paid: '50.00' } },
        '2024': { ordinary: { deductible: '0.00', paid: '0.00' } },
      },
    },
  ],
  [
    'for a year that was closed meanwhile',
    [ON_JOB, CLAIM, { type: 'CloseYear', year: 2023 }, approve('2024-07-01')],
    'no claim for a visit in it',
    refused('year-closed'),
  ],
  [
    'a programme without a registration',
    [
      ON_JOB,
      certify('chronic', 'copd'),
      publish({ 'chronic.rate': '0.70' }),
      { ...claim('E3', '700.00', '2023-03-01', '2023-04-01', { programme: 'chronic', condition: 'copd' }) },
      approve('2023-04-10'),
    ],
    "A9: ordinary care's claims do not touch it",
    { reason: 'not-registered', pooled: '0.00' },
  ],
  [
    'a programme at home',
    [
      ON_JOB,
      certify('chronic', 'copd'),
      publish({ 'chronic.rate': '0.70' }),
      care('chronic', 'H3', '700.00', { condition: 'copd' }),
    ],
    '700.00 × 70%',
    { payments: { chronic: '490.00' } },
  ],
]);
