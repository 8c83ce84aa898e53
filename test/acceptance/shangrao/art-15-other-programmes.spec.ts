import { FLEXIBLE_POOLED_ONLY, INSTITUTIONS, ON_JOB, care, certify, publish } from '../../support/commands.ts';
import { examples } from '../../support/examples.ts';
import {
  LOCAL_PROGRAMMES,
  chronicCareExamples,
  localProgrammeExamples,
  unpublishedExamples,
} from '../../support/programme-examples.ts';

const SHANGRAO = { region: 'shangrao', world: [...INSTITUTIONS, LOCAL_PROGRAMMES] };
const COPD = certify('chronic', 'copd');

// Art. 15(1): outside ordinary care, by local figures.
examples(import.meta.url, SHANGRAO, localProgrammeExamples('art. 15(1)'));
examples(import.meta.url, SHANGRAO, chronicCareExamples('art. 15(1)'));
const { world, table } = unpublishedExamples('shangrao');
examples(import.meta.url, { region: 'shangrao', world }, table);

examples(import.meta.url, SHANGRAO, [
  [
    'nothing passes on above a cap',
    [ON_JOB, COPD, care('chronic', 'H1', '5000.00', { condition: 'copd' })],
    'A27: 4700.00 × 70% = 3290.00, at most 2000.00',
    { payments: { chronic: '2000.00' }, cash: '3000.00' },
  ],
  [
    'a pharmacy, with the switch for ordinary care',
    [
      FLEXIBLE_POOLED_ONLY,
      COPD,
      publish({ 'switch.pharmacies': 'on' }),
      care('chronic', 'D1', '400.00', { condition: 'copd', prescription: true }),
    ],
    'art. 18(2) lets pharmacies in for ordinary care',
    { reason: 'pharmacy-not-covered' },
  ],
  [
    'two diseases and a chronic certificate for the same',
    [ON_JOB, certify('two-diseases', 'copd'), COPD, care('two-diseases', 'H1', '200.00', { condition: 'copd' })],
    'only Panzhihua art. 10 ends it: 100.00 × 50%',
    { payments: { 'two-diseases': '50.00' } },
  ],
]);
