import { INSTITUTIONS, ON_JOB, visit, type Step } from '../../support/commands.ts';
import { examples, refused } from '../../support/examples.ts';

const SHANGRAO = { region: 'shangrao', world: [...INSTITUTIONS, ON_JOB] };
const VISIT = visit('H1', '700.00', '2024-01-10', { visitId: 'V1' });
const assess = (extra: object): Step => ({
  ...{ type: 'RecordAssessment', institutionId: 'H1', assessmentId: 'A1', result: 'fair', reason: 'late reports' },
  ...{ date: '2024-02-01', ...extra },
});
const pay: Step = { type: 'PayInstitution', institutionId: 'H1', month: '2024-01', actor: 'accountant' };
const clear: Step = { type: 'ClearInstitution', institutionId: 'H1', year: 2024, actor: 'accountant' };
const deducted = (amount: string): object => ({
  kind: 'deduction',
  amount,
  article: 'shangrao-2022 art. 25',
  assessmentId: 'A1',
});

// Art. 25: what an assessment comes to weighs on the year's clearing and on payments.
examples(import.meta.url, SHANGRAO, [
  [
    "an amount off a month's payment",
    [VISIT, assess({ month: '2024-01', score: '86.5', deduction: '12.00' }), pay],
    '60.00 − 12.00',
    { amount: '48.00', lines: [{ kind: 'actual-cost', amount: '60.00' }, deducted('-12.00')] },
  ],
  [
    'a rate of what the month is due',
    [VISIT, assess({ month: '2024-01', deductionRate: '0.02' }), pay],
    '60.00 × 2%',
    { amount: '58.80' },
  ],
  ['an assessment without deduction', [VISIT, assess({ month: '2024-01' }), pay], 'all of it', { amount: '60.00' }],
  [
    "a year's assessment, at the month's payment",
    [VISIT, assess({ year: 2024, deduction: '12.00' }), pay],
    'the clearing takes it',
    { amount: '60.00' },
  ],
  [
    "a year's assessment, at its clearing",
    [VISIT, assess({ year: 2024, deduction: '12.00' }), clear],
    '60.00 − 12.00',
    { amount: '48.00', lines: [{ kind: 'actual-cost', amount: '60.00' }, deducted('-12.00')] },
  ],
  ['twice', [assess({ year: 2024 }), assess({ year: 2024 })], 'once', refused('already-exists')],
  ['of neither month nor year', [assess({})], 'one of them', refused('invalid-command')],
]);
