/**
 * A sixth municipality, invented, written as data alone: its rules differ from those of the five in every table, and the ledger uses
 * them without a line of code. The amounts were worked out by hand from the document (yunting/document.txt).
 */
import { beforeAll, expect, test } from '@jest/globals';
import { Policies } from '@gongji/application';
import { Policy } from '@gongji/core';
import { loadPack, loadPacks } from '@gongji/packs';
import { fileURLToPath } from 'node:url';
import {
  care,
  certify,
  claim,
  contribution,
  creditMonth,
  enrol,
  INSTITUTIONS,
  ON_JOB,
  person,
  publish,
  register,
  RETIRED,
  visit,
  type Step,
} from '../support/commands.ts';
import { expectAnswer } from '../support/compare.ts';
import { commandOf } from '../support/examples.ts';
import { answersOf } from '../support/test-ledger.ts';

let policies: Policies;

beforeAll(async () => {
  const { pack, hash } = await loadPack(fileURLToPath(new URL('yunting', import.meta.url)));
  policies = new Policies([new Policy(pack, hash)]);
});

const DEDUCTIBLES = publish({ 'inpatient.deductible.1': '300.00' }, '2023-03-01');
const AGED_48 = enrol({ birthDate: '1975-04-01' });
const AGED_82 = enrol({ birthDate: '1941-01-01', employment: 'retired' });
const AGED_65 = enrol({ birthDate: '1958-03-01', employment: 'retired' });
const copd = { condition: 'copd' };
const gout = certify('chronic', 'gout');

const EXAMPLES: readonly (readonly [
  title: string,
  given: readonly Step[],
  working: string,
  expected: { readonly [field: string]: unknown },
])[] = [
  [
    'art. 2, 3',
    [ON_JOB, contribution('2023-04', '5000.00')],
    '450.00: 75.00 + 375.00',
    { credited: '75.00', pooled: '375.00' },
  ],
  [
    'art. 3, from 45 on',
    [AGED_48, contribution('2023-04', '5000.00')],
    '5000.00 × (1.5% + 0.5%) of 450.00',
    { credited: '100.00', pooled: '350.00' },
  ],
  ['art. 3, retired', [RETIRED, creditMonth('2023-04')], '80.00', { persons: 1, credited: '80.00' }],
  ['art. 3, 80 and over', [AGED_82, creditMonth('2023-04')], '100.00', { persons: 1, credited: '100.00' }],
  [
    'art. 5, tier 3',
    [ON_JOB, visit('H3', '420.00')],
    '(420.00 − 20.00) × 55%',
    { deductible: '20.00', pooled: '220.00' },
  ],
  ['art. 5, retired', [RETIRED, visit('H1', '100.00')], '100.00 × (70% + 10%)', { pooled: '80.00' }],
  ['art. 5, 13, pharmacy', [ON_JOB, visit('D1', '100.00')], 'no prescription: 100.00 × 40%', { pooled: '40.00' }],
  [
    'art. 13, internet',
    [ON_JOB, visit('N2', '100.00')],
    'as tier 1, whatever its host: 100.00 × 70%',
    { pooled: '70.00' },
  ],
  [
    'art. 5, across the cap',
    [ON_JOB, visit('H2', '2000.00')],
    '2000.00 × 65% = 1300.00, at most 1200.00; (2000.00 − 1200.00 ÷ 65%) × 20% = 30.769…',
    { payments: { ordinary: '1200.00', 'ordinary-beyond-cap': '30.77' }, pooled: '1230.77' },
  ],
  [
    'art. 12, not registered',
    [ON_JOB, visit('E1', '100.00')],
    '(100.00 − 20.00) × 70%',
    { selfPayFirst: '20.00', pooled: '56.00' },
  ],
  [
    'art. 12, referred, by claim',
    [
      ON_JOB,
      register('referred'),
      claim('E1', '100.00', '2023-05-01', '2024-06-30'),
      { type: 'ApproveClaim', actor: 'r', claimId: 'C1', date: '2024-07-01' },
    ],
    '100.00 × 70%, on the last day',
    { pooled: '70.00' },
  ],
  [
    'art. 6, beyond its cap',
    [ON_JOB, certify('two-diseases', 'copd'), care('two-diseases', 'H1', '1000.00', copd)],
    '600.00; the rest of 200.00 as ordinary care: × 70%',
    { payments: { 'two-diseases': '600.00', ordinary: '140.00' } },
  ],
  [
    'art. 7, from 65 on',
    [AGED_65, certify('chronic', 'copd'), care('chronic', 'H2', '1200.00', copd)],
    '(1200.00 − 400.00 ÷ 2) × 85%',
    { deductible: '200.00', pooled: '850.00' },
  ],
  [
    'art. 7, two diseases',
    [ON_JOB, certify('chronic', 'copd'), gout, care('chronic', 'H2', '9000.00', copd)],
    '8600.00 × 85% = 7310.00, at most 5000.00',
    { pooled: '5000.00' },
  ],
  [
    'art. 8',
    [ON_JOB, certify('special', 'copd'), care('special', 'H2', '1350.00', copd)],
    '(1350.00 − 350.00) × 88%',
    { pooled: '880.00' },
  ],
  [
    'art. 8, tier 1',
    [ON_JOB, certify('special', 'copd'), care('special', 'H1', '1350.00', copd)],
    'nothing',
    { reason: 'tier-not-covered' },
  ],
  ['art. 9', [ON_JOB, care('emergency-rescue', 'H3', '1000.00')], '1000.00 × 80%', { pooled: '800.00' }],
  [
    'art. 10',
    [ON_JOB, care('negotiated-drug', 'H2', '1000.00', { drug: 'A' })],
    '(1000.00 − 150.00) × 70%',
    { selfPayFirst: '150.00', pooled: '595.00' },
  ],
  [
    'art. 11, 16',
    [
      ON_JOB,
      DEDUCTIBLES,
      care('day-surgery', 'H3', '1150.00', { admittedAt: '2023-03-01T08:00', dischargedAt: '2023-03-03T08:00' }),
    ],
    '(1150.00 − 300.00 ÷ 2) × 82%',
    { deductible: '150.00', pooled: '820.00' },
  ],
  [
    'the account pays the rest, carried over',
    [
      AGED_48,
      contribution('2023-04', '5000.00'),
      { type: 'CarryOverYear', year: 2023 },
      visit('H3', '120.00', '2024-03-01', { account: {} }),
    ],
    'pooled (120.00 − 20.00) × 55%; the account has 100.00 and pays 65.00',
    { pooled: '55.00', account: '65.00', cash: '0.00' },
  ],
  [
    'a new year after the carry-over',
    [ON_JOB, visit('H2', '2000.00'), { type: 'CarryOverYear', year: 2023 }, visit('H2', '2600.00', '2024-03-01')],
    '2600.00 × 65% = 1690.00, at most 1600.00; (2600.00 − 1600.00 ÷ 65%) × 20% = 27.692…',
    { payments: { ordinary: '1600.00', 'ordinary-beyond-cap': '27.69' } },
  ],
  [
    'the year before stays',
    [ON_JOB, visit('H2', '2000.00'), { type: 'CarryOverYear', year: 2023 }, person()],
    '1200.00 and 30.77',
    { accumulators: { '2023': { ordinary: { paid: '1200.00' }, 'ordinary-beyond-cap': { paid: '30.77' } } } },
  ],
];

test.each(EXAMPLES.map(([title, given, working, expected]) => [title, working, given, expected] as const))(
  '%s: %s',
  async (_title, _working, given, expected) => {
    const commands = [...INSTITUTIONS, ...given].map((step, at) => commandOf(step, at, 'yunting'));
    const answers = await answersOf(commands, { policies });
    answers.slice(0, -1).forEach((answer) => {
      expectAnswer(answer, { ok: true });
    });
    expectAnswer(answers.at(-1), { ok: true, result: expected });
  },
);

test('what only goes by claim is refused as a visit, with the article', async () => {
  const steps = [...INSTITUTIONS, ON_JOB, register('referred'), visit('E1', '100.00')];
  const answers = await answersOf(
    steps.map((step, at) => commandOf(step, at, 'yunting')),
    { policies },
  );
  expectAnswer(answers.at(-1), { ok: false, error: { code: 'claim-required' } });
  expect(answers.at(-1)).toMatchObject({ error: { article: 'yunting-2023 art. 12' } });
});

test('its rules differ from those of the five in every table', async () => {
  const five = [...(await loadPacks()).values()];
  for (const { table, by, rows } of policies.of('yunting')?.pack.tables ?? []) {
    const rules = JSON.stringify([by, rows.map(({ when, value, from, until }) => [when, value, from, until])]);
    for (const { pack } of five) {
      const other = pack.tables.find((one) => one.table === table);
      const same = JSON.stringify([
        other?.by,
        other?.rows.map(({ when, value, from, until }) => [when, value, from, until]),
      ]);
      expect({ table, region: pack.region, same: rules === same }).toEqual({ table, region: pack.region, same: false });
    }
  }
});
