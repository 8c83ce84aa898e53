/**
 * Input that contradicts itself or what is known: a clear error that names the field, and nothing is changed. Facts with a date of their
 * own (certificates, links, registrations) may be told in any order: which of them holds on a day is told below.
 */
import { describe, expect, test } from '@jest/globals';
import {
  approve,
  care,
  certify,
  claim,
  ELSEWHERE,
  expense,
  INSTITUTIONS,
  link,
  MEMBER,
  ON_JOB,
  premium,
  publish,
  register,
  stay,
  topUp,
  visit,
  type Step,
} from '../support/commands.ts';
import { expectAnswer } from '../support/compare.ts';
import { commandOf } from '../support/examples.ts';
import { answersOf, openTestLedger } from '../support/test-ledger.ts';

type BadInput = readonly [what: string, given: readonly Step[], bad: Step, code: string, field: string];

const HOURS = { admittedAt: '2023-03-01T08:00', dischargedAt: '2023-03-01T07:59' };
const BAOSHAN = publish({
  'inpatient.deductible': '800',
  'inpatient.rate': '0.8',
  'inpatient.yearlyMaximum': '100000',
});
const SETTLED = visit('H2', '100.00', '2023-03-01', { visitId: 'CV1' });

const BAD: readonly BadInput[] = [
  ['a certificate of a day that is none', [], certify('chronic', 'copd', '2023-02-29'), 'invalid-command', 'from'],
  ['a certificate without a condition', [], certify('chronic', ''), 'invalid-command', 'condition'],
  ['a certificate of ordinary care', [], certify('ordinary', 'copd'), 'invalid-command', 'programme'],
  ['a link of a day that is none', [MEMBER], link({ from: '2023-13-01' }), 'invalid-command', 'from'],
  ['a link to oneself', [], link({ memberId: 'P' }), 'invalid-command', 'memberId'],
  ['a relation that is none', [MEMBER], link({ relation: 'cousin' }), 'invalid-command', 'relation'],
  ['a registration of a day that is none', [], register('resettled', '2023-1-1'), 'invalid-command', 'from'],
  ['a registration for no area', [], register('resettled', '2023-01-01', 'Hangzhou'), 'invalid-command', 'area'],
  [
    'a stay that ends before it begins',
    [],
    stay('2023-03-02', '2023-03-01', '1.00'),
    'invalid-command',
    'dischargedOn',
  ],
  ['a birth after the enrolment', [], { ...MEMBER, birthDate: '2022-06-02' }, 'invalid-command', 'birthDate'],
  [
    'a claim for a visit that was settled',
    [SETTLED],
    claim('H2', '100.00', '2023-03-01', '2023-03-10'),
    'already-exists',
    'visitId',
  ],
  [
    'a visit for which a claim is open',
    [claim('H2', '100.00', '2023-03-01', '2023-03-10')],
    SETTLED,
    'already-exists',
    'visitId',
  ],
  [
    'a claim that was settled, once more',
    [claim('H2', '100.00', '2023-03-01', '2023-03-10'), approve('2023-03-12')],
    claim('H2', '100.00', '2023-03-01', '2023-03-13', { claimId: 'C2' }),
    'already-exists',
    'visitId',
  ],
  [
    'an expense for somebody not linked',
    [MEMBER, topUp('9.00')],
    expense('medicine', '1.00', { beneficiaryId: 'M' }),
    'not-family',
    'beneficiaryId',
  ],
  [
    'a premium for somebody not linked',
    [MEMBER, topUp('9.00')],
    premium('long-term-care', '1.00', { beneficiaryId: 'M' }),
    'not-family',
    'beneficiaryId',
  ],
  [
    'a visit from an account that is not linked',
    [MEMBER],
    visit('H2', '9.00', '2023-03-01', { account: { ownerId: 'M' } }),
    'not-family',
    'account.ownerId',
  ],
  ['a drug without a name', [], care('negotiated-drug', 'H2', '9.00'), 'invalid-command', 'drug'],
  ['a drug with an empty name', [], care('negotiated-drug', 'H2', '9.00', { drug: '' }), 'invalid-command', 'drug'],
  ['a disease without a name', [], care('chronic', 'H2', '9.00'), 'invalid-command', 'condition'],
  [
    'day surgery that ends before it begins',
    [],
    care('day-surgery', 'H2', '9.00', HOURS),
    'invalid-command',
    'dischargedAt',
  ],
  [
    'more in scope than in all',
    [],
    visit('H2', '9.00', '2023-03-01', { inScope: '9.01' }),
    'invalid-command',
    'inScope',
  ],
];

test.each(BAD)('%s', async (_what, given, bad, code, field) => {
  const ledger = await openTestLedger();
  try {
    const commands = [...INSTITUTIONS, ON_JOB, ...given, bad].map((step, at) => commandOf(step, at, 'panzhihua'));
    const [last, before] = [commands.at(-1), commands.slice(0, -1)];
    for (const answer of await ledger.answers(before)) expectAnswer(answer, { ok: true });
    const head = await ledger.store.head();
    const [answer] = await ledger.answers([last]);
    expect(answer).toMatchObject({ ok: false, error: { code, field } });
    expect(await ledger.store.head()).toBe(head);
  } finally {
    await ledger.close();
  }
});

test('baoshan: day surgery without its hours (art. 15)', async () => {
  const steps = [BAOSHAN, ...INSTITUTIONS, ON_JOB, care('day-surgery', 'H2', '9.00')];
  const answers = await answersOf(steps.map((step, at) => commandOf(step, at, 'baoshan')));
  expect(answers.at(-1)).toMatchObject({ ok: false, error: { code: 'invalid-command', field: 'admittedAt' } });
});

describe('facts that are told in another order than they hold', () => {
  const seen = visit('E3', '300.00', '2023-06-01');
  const unlink = (from: string): Step => ({ type: 'UnlinkFamilyMember', memberId: 'M', from });
  const end = (from: string): Step => ({ type: 'EndOutOfAreaCare', area: ELSEWHERE, from });
  const ofMember = { ...visit('H2', '9.00', '2023-06-01'), personId: 'M', account: { ownerId: 'P' } };

  test.each<readonly [what: string, steps: readonly Step[], expected: Readonly<Record<string, unknown>>]>([
    ['a registration', [register('resettled', '2023-05-01'), seen], { reason: null }],
    [
      'ended before it begins: it holds',
      [register('resettled', '2023-05-01'), end('2023-04-01'), seen],
      { reason: null },
    ],
    [
      'ended and told afterwards: it holds',
      [end('2023-04-01'), register('resettled', '2023-05-01'), seen],
      { reason: null },
    ],
    [
      'two that overlap: on each day the one that begins later',
      [register('resettled', '2023-01-01'), register('referred', '2023-05-01'), seen],
      { reason: 'not-registered' },
    ],
    [
      'two of the same day: the one recorded later',
      [register('resettled', '2023-05-01'), register('referred', '2023-05-01'), seen],
      { reason: 'not-registered' },
    ],
    [
      'a link that ends before it begins: it holds',
      [MEMBER, topUp('5.00'), link({ from: '2023-05-01' }), unlink('2023-04-01'), ofMember],
      { account: '5.00' },
    ],
    [
      'a certificate told twice holds once',
      [
        certify('chronic', 'copd'),
        certify('chronic', 'copd'),
        publish({ 'chronic.rate': '0.5' }),
        care('chronic', 'H2', '10.00', { condition: 'copd' }),
      ],
      { pooled: '5.00' },
    ],
  ])('%s', async (_what, steps, expected) => {
    const all = [...INSTITUTIONS, ON_JOB, ...steps];
    const answers = await answersOf(all.map((step, at) => commandOf(step, at, 'panzhihua')));
    expectAnswer(answers.at(-1), { ok: true, result: expected });
  });
});
