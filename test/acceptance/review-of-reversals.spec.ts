/**
 * POLICY A11: settlements after a reversed one stand; the review lists those that would have come out otherwise without it, with the
 * difference. In every example the visit V1 is the one that is taken back, before or after the others.
 */
import { describe, expect, test } from '@jest/globals';
import { personsWithReversals, reviewReversals, type Review } from '@gongji/proof';
import {
  approve,
  claim,
  enrol,
  expense,
  INSTITUTIONS,
  link,
  medical,
  ON_JOB,
  pharmacy,
  publish,
  topUp,
  visit,
  type Step,
} from '../support/commands.ts';
import { commandOf } from '../support/examples.ts';
import { openTestLedger, policies, type TestLedger } from '../support/test-ledger.ts';

/** A visit of P by its id: institution, total, and what else. */
function seen(
  visitId: string,
  institutionId: string,
  total: string,
  extra: Readonly<Record<string, unknown>> = {},
): Step {
  return visit(institutionId, total, '2023-03-01', { visitId, ...extra });
}

function takenBack(visitId: string, date = '2023-03-20'): Step {
  return { type: 'ReverseSettlement', visitId, date, reason: 'wrong person' };
}

async function after<T>(region: string, steps: readonly Step[], look: (ledger: TestLedger) => Promise<T>): Promise<T> {
  const ledger = await openTestLedger();
  try {
    const answers = await ledger.answers(steps.map((step, at) => commandOf(step, at, region)));
    expect(answers.filter(({ ok }) => !ok)).toEqual([]);
    return await look(ledger);
  } finally {
    await ledger.close();
  }
}

function reviewAfter(
  region: string,
  steps: readonly Step[],
  of: { readonly personId?: string; readonly visitId?: string } = {},
): Promise<Review> {
  return after(region, steps, async ({ store }) => {
    const head = await store.head();
    const review = await reviewReversals(store, await policies(), { region, personId: 'P', ...of });
    expect(await store.head()).toBe(head);
    return review;
  });
}

/** "V2 60.00/0.00/40.00 -> 0.00/0.00/100.00": pooled, account and cash, as they stand and as they would have been. */
function lines({ settlements }: Review): readonly string[] {
  const told = ({ pooled, account, cash }: Review['difference']): string => `${pooled}/${account}/${cash}`;
  return settlements.map(({ visitId, found, expected }) => `${visitId} ${told(found)} -> ${told(expected)}`);
}

const H2 = medical('H2', 2);
const CHONGQING = publish({
  'ordinary.deductible': '100',
  'ordinary.rate': '0.5',
  'ordinary.rate.retired': '0.6',
  'ordinary.cap': '500',
});
const BAOSHAN = publish({
  'inpatient.deductible': '800',
  'inpatient.rate': '0.8',
  'inpatient.yearlyMaximum': '100000',
});

type Table = readonly (readonly [
  region: string,
  what: string,
  steps: readonly Step[],
  working: string,
  expected: readonly string[],
])[];

const EXAMPLES: Table = [
  [
    'panzhihua',
    'the deductible of 200 that V1 bore: the next visit would have owed it, a visit after the reversal less',
    [H2, ON_JOB, seen('V1', 'H2', '300.00'), seen('V2', 'H2', '100.00'), takenBack('V1'), seen('V3', 'H2', '150.00')],
    'V2 100 × 60% = 60, without V1 all 100 deductible; V3 150 deductible, without V1 100 of it: 50 × 60% = 30',
    ['V2 60.00/0.00/40.00 -> 0.00/0.00/100.00', 'V3 0.00/0.00/150.00 -> 30.00/0.00/120.00'],
  ],
  [
    'panzhihua',
    'the account pays more of the visit that the pooled fund pays less of',
    [
      ...[H2, ON_JOB, topUp('500.00'), seen('V1', 'H2', '300.00')],
      ...[seen('V2', 'H2', '100.00', { account: {} }), takenBack('V1')],
    ],
    'V2 40 of the account; without V1 100',
    ['V2 60.00/40.00/0.00 -> 0.00/100.00/0.00'],
  ],
  [
    'shangrao',
    'the cap of 1800 that V1 used up: (4200 − 600) × 50%',
    [...INSTITUTIONS, ON_JOB, seen('V1', 'H3', '4200.00'), seen('V2', 'H3', '800.00'), takenBack('V1')],
    'V2 nothing is left; without V1 (800 − 600) × 50% = 100',
    ['V2 0.00/0.00/800.00 -> 100.00/0.00/700.00'],
  ],
  [
    'shangrao',
    'a claim after V1, which bore the deductible of 600',
    [
      ...[...INSTITUTIONS, ON_JOB, seen('V1', 'H3', '600.00')],
      ...[claim('E3', '700.00', '2023-03-05', '2023-03-10'), approve('2023-03-12'), takenBack('V1')],
    ],
    'CV1 700 × 50% = 350; without V1 (700 − 600) × 50% = 50',
    ['CV1 350.00/0.00/350.00 -> 50.00/0.00/650.00'],
  ],
  [
    'chongqing',
    'a local cap of 500 that V1 used up: (1100 − 100) × 50%',
    [CHONGQING, H2, ON_JOB, seen('V1', 'H2', '1100.00'), seen('V2', 'H2', '300.00'), takenBack('V1')],
    'V2 nothing is left; without V1 (300 − 100) × 50% = 100',
    ['V2 0.00/0.00/300.00 -> 100.00/0.00/200.00'],
  ],
  [
    'baoshan',
    'a deductible a visit: nothing hangs on V1',
    [BAOSHAN, ...INSTITUTIONS, ON_JOB, seen('V1', 'H1', '100.00'), seen('V2', 'H1', '100.00'), takenBack('V1')],
    'V2 (100 − 30) × 60% = 42, with V1 or without',
    [],
  ],
  [
    'baoshan',
    'above the cap of 5000 the inpatient rate pays: (10090 − 90) × 50% fills it',
    [BAOSHAN, ...INSTITUTIONS, ON_JOB, seen('V1', 'H3', '10090.00'), seen('V2', 'H3', '1090.00'), takenBack('V1')],
    'V2 (1090 − 90) × 80% = 800; without V1 1000 × 50% = 500',
    ['V2 800.00/0.00/290.00 -> 500.00/0.00/590.00'],
  ],
  [
    'zibo',
    'one deductible for all tiers: V1 bore 700 at tier 3, more than the 50 of tier 1',
    [...INSTITUTIONS, ON_JOB, seen('V1', 'H3', '800.00'), seen('V2', 'H1', '100.00'), takenBack('V1')],
    'V2 100 × 60% = 60; without V1 (100 − 50) × 60% = 30',
    ['V2 60.00/0.00/40.00 -> 30.00/0.00/70.00'],
  ],
];

test.each(EXAMPLES)('%s: %s', async (region, _what, steps, _working, expected) => {
  const review = await reviewAfter(region, steps);
  expect(lines(review)).toEqual(expected);
});

test('a row says what stands, what would stand, the difference, and the article where the two part', async () => {
  const [, , steps] = EXAMPLES[0] as Table[number];
  const review = await reviewAfter('panzhihua', steps);
  expect(review).toMatchObject({
    region: 'panzhihua',
    personId: 'P',
    reversals: [
      {
        visitId: 'V1',
        visitDate: '2023-03-01',
        reversedOn: '2023-03-20',
        paid: { pooled: '60.00', account: '0.00', cash: '240.00', payments: { ordinary: '60.00' } },
      },
    ],
    difference: { pooled: '-30.00', account: '0.00', cash: '30.00' },
    movements: [],
    leftOut: [],
  });
  expect(review.settlements[0]).toMatchObject({
    visitDate: '2023-03-01',
    difference: { pooled: '-60.00', account: '0.00', cash: '60.00' },
  });
  expect(review.settlements[0]?.steps[0]).toMatchObject({
    article: 'panzhihua-2022 art. 7 para. 2',
    found: { step: 'deductible', amount: '0.00' },
    expected: { step: 'deductible', amount: '100.00' },
  });
});

test('baoshan: the sum stands, but on other lines where both rates are the same', async () => {
  const sameRate = publish({
    'inpatient.deductible': '800',
    'inpatient.rate': '0.5',
    'inpatient.yearlyMaximum': '100000',
  });
  const steps = [sameRate, ...INSTITUTIONS, ON_JOB, seen('V1', 'H3', '10090.00'), seen('V2', 'H3', '1090.00')];
  const { settlements, difference } = await reviewAfter('baoshan', [...steps, takenBack('V1')]);
  expect(difference).toEqual({ pooled: '0.00', account: '0.00', cash: '0.00' });
  expect(settlements).toMatchObject([
    {
      visitId: 'V2',
      found: { pooled: '500.00', payments: { 'inpatient-maximum': '500.00' } },
      expected: { pooled: '500.00', payments: { ordinary: '500.00' } },
    },
  ]);
});

describe('several reversals', () => {
  // V1 bears 150 of the 200, V2 the other 50, V3 nothing; 2 and 3 would bear what is missing.
  const steps = [
    ...[H2, ON_JOB, seen('V1', 'H2', '150.00'), seen('V2', 'H2', '150.00'), seen('V3', 'H2', '300.00')],
    ...[takenBack('V1'), takenBack('V2')],
  ];

  test('are taken out together: V3 bears all of the deductible', async () => {
    const review = await reviewAfter('panzhihua', steps);
    expect(review.reversals.map(({ visitId }) => visitId)).toEqual(['V1', 'V2']);
    expect(lines(review)).toEqual(['V3 180.00/0.00/120.00 -> 60.00/0.00/240.00']);
  });

  test('or one alone: V2, though taken back itself, would have borne 150', async () => {
    const review = await reviewAfter('panzhihua', steps, { visitId: 'V1' });
    expect(review.reversals.map(({ visitId }) => visitId)).toEqual(['V1']);
    expect(lines(review)).toEqual(['V3 180.00/0.00/120.00 -> 150.00/0.00/150.00']);
  });
});

describe('the account', () => {
  test('an expense that it could not have paid', async () => {
    // V2: 40 of the account's 100, and 60 go for medicines; without V1 the account pays all 100 of V2.
    const review = await reviewAfter('panzhihua', [
      ...[H2, pharmacy('D1'), ON_JOB, topUp('100.00'), seen('V1', 'H2', '200.00')],
      ...[seen('V2', 'H2', '100.00', { account: {} }), expense('medicine', '60.00'), takenBack('V1')],
    ]);
    expect(review.movements).toMatchObject([
      { type: 'AccountDebited', found: '60.00', expected: '0.00', refusal: { code: 'insufficient-balance' } },
    ]);
  });

  test('of a family member, which V1 had emptied; what else its owner did is left to a review of its own', async () => {
    const review = await reviewAfter('panzhihua', [
      ...[H2, ON_JOB, enrol({ personId: 'O' }), { ...topUp('240.00'), personId: 'O' }],
      link({ personId: 'O', memberId: 'P', relation: 'child' }),
      seen('V1', 'H2', '300.00', { account: { ownerId: 'O' } }),
      ...[seen('V2', 'H2', '500.00', { account: { ownerId: 'O' } }), takenBack('V1')],
    ]);
    // V2 500 × 60% = 300 and an empty account; without V1 (500 − 200) × 60% = 180, and 240 of the account
    expect(lines(review)).toEqual(['V2 300.00/0.00/200.00 -> 180.00/240.00/80.00']);
    expect(review.leftOut).toEqual([{ reason: 'owner', personId: 'O', visitId: null }]);
  });

  test('of the person, when it paid for a family member in between', async () => {
    const review = await reviewAfter('panzhihua', [
      ...[H2, ON_JOB, topUp('100.00'), enrol({ personId: 'M', from: '2022-06-01' }), link()],
      seen('V1', 'H2', '70.00', { account: {} }),
      ...[seen('W1', 'H2', '80.00', { personId: 'M', account: { ownerId: 'P' } }), takenBack('V1')],
    ]);
    expect(review.settlements).toEqual([]);
    expect(review.leftOut).toEqual([{ reason: 'family-visit', personId: 'M', visitId: 'W1' }]);
  });
});

test('a reversal in the next year, behind a carry-over', async () => {
  const review = await reviewAfter('panzhihua', [
    ...[H2, ON_JOB, seen('V1', 'H2', '300.00'), seen('V2', 'H2', '100.00'), { type: 'CarryOverYear', year: 2023 }],
    ...[takenBack('V1', '2024-01-10'), visit('H2', '300.00', '2024-02-01', { visitId: 'V3' })],
  ]);
  expect(lines(review)).toEqual(['V2 60.00/0.00/40.00 -> 0.00/0.00/100.00']);
});

test('where nothing was taken back, there is nothing to review', async () => {
  const steps = [H2, ON_JOB, seen('V1', 'H2', '300.00'), seen('V2', 'H2', '100.00')];
  const nothing = { reversals: [], settlements: [], movements: [], difference: { pooled: '0.00' } };
  expect(await reviewAfter('panzhihua', steps)).toMatchObject(nothing);
  expect(await reviewAfter('panzhihua', [...steps, takenBack('V1')], { visitId: 'V2' })).toMatchObject(nothing);
});

test('persons of a region with a reversal in a period are told once each', async () => {
  const of = (personId: string, step: Step): Step => ({ ...step, personId });
  const steps = [
    H2,
    ...['P', 'Q', 'R'].map((personId) => of(personId, ON_JOB)),
    ...['V1', 'V2'].map((visitId) => seen(visitId, 'H2', '10.00')),
    ...[takenBack('V1', '2023-04-02'), takenBack('V2', '2023-04-03')],
    ...[of('R', seen('V1', 'H2', '10.00')), of('R', takenBack('V1', '2023-05-01'))],
  ];
  await after('panzhihua', steps, async ({ store }) => {
    const persons = async (...[region, period]: [string, { from?: string; to?: string }?]): Promise<string[]> => {
      const found: string[] = [];
      for await (const { personId } of personsWithReversals(store, region, period)) found.push(personId);
      return found;
    };
    expect(await persons('panzhihua')).toEqual(['P', 'R']);
    expect(await persons('panzhihua', { from: '2023-04-03', to: '2023-04-30' })).toEqual(['P']);
    expect(await persons('panzhihua', { from: '2023-04-04' })).toEqual(['R']);
    expect(await persons('zibo')).toEqual([]);
  });
});
