import { INSTITUTIONS, ON_JOB, type Step } from '../../support/commands.ts';
import { examples, refused } from '../../support/examples.ts';

const assess = (extra: object): Step => ({
  ...{ type: 'RecordAssessment', institutionId: 'H2', assessmentId: 'A1', result: 'fair', reason: 'late reports' },
  ...{ date: '2023-06-01', ...extra },
});

// Art. 16: the result of an assessment weighs on the year's clearing, not on a month's payment.
examples(import.meta.url, { region: 'zibo', world: [...INSTITUTIONS, ON_JOB] }, [
  ["off the year's clearing", [assess({ year: 2023, deductionRate: '0.02' })], 'allowed', {}],
  ['of a month, without deduction', [assess({ month: '2023-05', score: '90' })], 'allowed', {}],
  [
    "off a month's payment",
    [assess({ month: '2023-05', deduction: '1.00' })],
    'the document says clearing',
    refused('terms-not-allowed', '16'),
  ],
]);
