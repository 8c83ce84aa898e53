import { describe, expect, test } from '@jest/globals';
import { REFUSAL_CODES, type RefusalCode } from '@gongji/core';
import {
  approve,
  care,
  claim,
  contract,
  contribution,
  decideCase,
  expense,
  handOver,
  INSTITUTIONS,
  medical,
  ON_JOB,
  pharmacy,
  openCase,
  publish,
  recover,
  register,
  RETIRED,
  topUp,
  visit,
  FLEXIBLE_POOLED_ONLY,
  type Step,
} from '../support/commands.ts';
import { expectAnswer } from '../support/compare.ts';
import { commandOf } from '../support/examples.ts';
import { answersOf } from '../support/test-ledger.ts';
import { filesBelow, textOf } from '../architecture/sources.ts';

/** How a code comes up: the last step is refused, with the article where a document stands behind it. */
interface Refusal {
  readonly steps: readonly Step[];
  readonly region?: string;
  readonly article?: string;
}

const H2 = medical('H2', 2);
const TRANSFER = { type: 'TransferAccountOut', to: '330100', date: '2023-05-01' };
const REVERSAL = { type: 'ReverseSettlement', visitId: 'V1', date: '2023-03-05', reason: 'wrong person' };
const BAOSHAN_CLAIM = claim('E3', '190.00', '2023-11-01', '2024-04-01');

/** A spec with a test of the code's name, for what commands alone do not bring up. */
interface Elsewhere {
  readonly provenBy: string;
}

/** Each code of the catalogue; a text says why the ledger does not refuse with it yet. */
const REFUSALS: { readonly [code in RefusalCode]: Refusal | Elsewhere | string } = {
  'invalid-command': { steps: [ON_JOB, topUp('1.005')] },
  'command-id-reused': { steps: [ON_JOB, { ...topUp('1.00'), commandId: 'c-1' }] },
  'unknown-region': { steps: [{ ...ON_JOB, region: 'nowhere' }] },
  'unknown-person': { steps: [H2, visit('H2', '10.00')] },
  'unknown-institution': { steps: [ON_JOB, visit('H7', '10.00')] },
  'unknown-visit': { steps: [ON_JOB, REVERSAL] },
  'unknown-claim': { steps: [ON_JOB, approve('2023-04-11')] },
  'unknown-contribution': {
    steps: [ON_JOB, { type: 'ReverseContribution', month: '2023-01', reason: 'twice', date: '2023-02-01' }],
  },
  'unknown-payment': { steps: [H2, { type: 'ApprovePayment', paymentId: 'H2-2023-03-1' }] },
  'unknown-case': { steps: [H2, decideCase('1.00')] },
  'unknown-violation': { steps: [H2, openCase({ violation: 'luck' })] },
  'unknown-authority': { steps: [H2, openCase(), handOver('nobody')] },
  'unknown-reconciliation': {
    steps: [
      {
        type: 'ResolveReconciliationItem',
        year: 2023,
        reconciliationId: 'R',
        item: 1,
        reason: 'r',
        date: '2023-04-01',
      },
    ],
  },
  'payment-not-approved': {
    steps: [
      H2,
      { type: 'PayInstitution', institutionId: 'H2', month: '2023-03', actor: 'accountant' },
      { type: 'RecordPayment', paymentId: 'H2-2023-03-1', date: '2023-04-03', reference: 'B1', actor: 'paymaster' },
    ],
  },
  'payment-outdated': {
    steps: [
      H2,
      { type: 'PayInstitution', institutionId: 'H2', month: '2023-03', actor: 'accountant' },
      contract('H2', '2023-03', 'total-budget', { yearlyBudget: '1200.00' }),
      { type: 'ApprovePayment', paymentId: 'H2-2023-03-1', actor: 'cashier' },
    ],
  },
  'no-contract': { steps: [H2, { type: 'PayPrepayment', institutionId: 'H2', month: '2023-01' }] },
  'terms-not-allowed': {
    region: 'shangrao',
    steps: [H2, contract('H2', '2023-03', 'total-budget', { yearlyBudget: '1200.00' })],
    article: 'art. 22',
  },
  'already-exists': { steps: [ON_JOB, ON_JOB] },
  'not-entitled': { steps: [H2, { ...ON_JOB, from: '2023-03-02' }, visit('H2', '10.00', '2023-03-01')] },
  'not-contributing': { steps: [RETIRED, contribution('2023-01', '5000.00', { amount: '500.00' })] },
  'institution-not-designated': { steps: [{ ...H2, from: '2023-03-02' }, ON_JOB, visit('H2', '10.00', '2023-03-01')] },
  'not-certified': { steps: [H2, ON_JOB, care('chronic', 'H2', '10.00', { condition: 'copd' })], article: 'art. 10' },
  'parameter-missing': { steps: [RETIRED, { type: 'CreditMonth', month: '2023-03' }], article: 'art. 4' },
  'parameter-outside-limits': {
    region: 'chongqing',
    steps: [publish({ 'ordinary.rate.on-job.2': '0.45' })],
    article: 'art. 2(2)1',
  },
  'policy-not-in-force': { steps: [H2, ON_JOB, visit('H2', '10.00', '2022-12-31')], article: 'art. 19' },
  'already-reversed': {
    steps: [H2, ON_JOB, visit('H2', '10.00', '2023-03-01', { visitId: 'V1' }), REVERSAL, REVERSAL],
  },
  'insufficient-balance': { steps: [pharmacy('D1'), ON_JOB, expense('medicine', '1.00')] },
  'use-not-allowed': { steps: [pharmacy('D1'), ON_JOB, topUp('9.00'), expense('fitness', '1.00')], article: 'art. 5' },
  'not-family': {
    steps: [H2, ON_JOB, { ...ON_JOB, personId: 'Q' }, visit('H2', '9.00', '2023-03-01', { account: { ownerId: 'Q' } })],
  },
  'claim-required': { region: 'shangrao', steps: [...INSTITUTIONS, ON_JOB, visit('E3', '700.00')], article: 'art. 21' },
  'claim-too-late': {
    region: 'baoshan',
    steps: [...INSTITUTIONS, ON_JOB, register('resettled'), BAOSHAN_CLAIM, approve('2024-05-10')],
    article: 'art. 25',
  },
  'claim-not-open': {
    region: 'shangrao',
    steps: [
      ...INSTITUTIONS,
      ON_JOB,
      claim('E3', '700.00', '2023-03-01', '2023-04-01'),
      approve('2023-04-10'),
      approve('2023-04-11'),
    ],
  },
  'case-not-open': { steps: [H2, openCase(), decideCase('1.00'), decideCase('2.00')] },
  'case-not-decided': { steps: [H2, openCase(), recover('1.00', 'B1')] },
  'exceeds-decision': { steps: [H2, openCase(), decideCase('1.00'), recover('1.01', 'B1')] },
  'same-actor': {
    region: 'shangrao',
    steps: [
      ...INSTITUTIONS,
      ON_JOB,
      claim('E3', '700.00', '2023-03-01', '2023-04-01'),
      approve('2023-04-10', { actor: 'clerk' }),
    ],
  },
  'incompatible-duties': 'the ledger knows no duties yet',
  'year-closed': { steps: [ON_JOB, { type: 'CloseYear', year: 2023 }, topUp('1.00')] },
  'month-closed': {
    steps: [
      { type: 'CloseMonth', month: '2023-01' },
      { type: 'CloseMonth', month: '2023-01' },
    ],
  },
  'month-open': { steps: [ON_JOB, topUp('1.00', '2023-02-01'), { type: 'CloseMonth', month: '2023-03' }] },
  'account-closed': { steps: [ON_JOB, TRANSFER, topUp('1.00', '2023-06-01')] },
  'no-account': { steps: [FLEXIBLE_POOLED_ONLY, topUp('1.00')] },
  'preview-outdated': { provenBy: 'libs/application/src/preview.spec.ts' }, // it takes a token
  conflict: { provenBy: 'libs/application/src/ledger.spec.ts' }, // it takes another writer
};

const CODES = Object.keys(REFUSAL_CODES) as RefusalCode[];

/** An answer names the article in the form of its document. */
function expectRefusal(
  steps: readonly Step[],
  region: string,
  code: RefusalCode,
  article: string | undefined,
): Promise<void> {
  return answersOf(steps.map((step, at) => commandOf(step, at, region))).then((answers) => {
    answers.slice(0, -1).forEach((answer) => {
      expectAnswer(answer, { ok: true });
    });
    const last = answers.at(-1);
    expectAnswer(last, { ok: false, error: { code } });
    if (last?.ok === false) expect(last.error.article ?? 'no article').toContain(article ?? 'no article');
  });
}

describe('a refusal', () => {
  for (const code of CODES) {
    const refusal = REFUSALS[code];
    if (typeof refusal === 'string') {
      test(`${code}: not yet, for ${refusal}`, () => {
        const core = filesBelow('libs/core/src').filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'));
        expect(core.filter((path) => textOf(path).includes(`refuse('${code}'`))).toEqual([]);
      });
    } else if ('provenBy' in refusal) {
      test(`${code}: see ${refusal.provenBy}`, () => {
        expect(textOf(refusal.provenBy)).toMatch(new RegExp(`(test|it)(\\.each\\(\\w+\\))?\\('${code}\\b`));
      });
    } else {
      const { steps, region = 'panzhihua', article } = refusal;
      test(code, () => expectRefusal(steps, region, code, article), 30_000);
    }
  }
});

test('every code of the catalogue is here', () => {
  expect(Object.keys(REFUSALS).sort()).toEqual([...CODES].sort());
});
