import { INSTITUTIONS, ON_JOB, care, certify, publish } from '../../support/commands.ts';
import { examples } from '../../support/examples.ts';
import {
  LOCAL_PROGRAMMES,
  chronicCareExamples,
  localProgrammeExamples,
  unpublishedExamples,
} from '../../support/programme-examples.ts';

const ORDINARY = publish({
  'ordinary.deductible': '200.00',
  'ordinary.rate.on-job': '0.50',
  'ordinary.rate.retired': '0.60',
  'ordinary.cap': '1500.00',
});
const CHONGQING = { region: 'chongqing', world: [...INSTITUTIONS, LOCAL_PROGRAMMES, ORDINARY] };

// 2(1): local figures; 2(2)3: no double payment between programmes.
examples(import.meta.url, CHONGQING, localProgrammeExamples('2(1)'));
examples(import.meta.url, CHONGQING, chronicCareExamples('2(1)'));
const { world, table } = unpublishedExamples('chongqing');
examples(import.meta.url, { region: 'chongqing', world }, table);

examples(import.meta.url, CHONGQING, [
  [
    'nothing passes on above a cap',
    [ON_JOB, certify('chronic', 'copd'), care('chronic', 'H1', '5000.00', { condition: 'copd' })],
    '2(2)3, A27: 3290.00, at most 2000.00',
    { payments: { chronic: '2000.00' }, cash: '3000.00' },
  ],
  [
    'pharmacy',
    [ON_JOB, certify('chronic', 'copd'), care('chronic', 'D1', '400.00', { condition: 'copd', prescription: true })],
    '2(2)2 lets pharmacies in for ordinary care',
    { reason: 'pharmacy-not-covered' },
  ],
]);
