/**
 * What the review says of later settlements is what a ledger answers that was told the same commands without the reversed visits. The
 * number of histories is GONGJI_REVIEWS (default 100, a fifth for each region); GONGJI_SEED (default 1) draws others.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonical, type Json } from '@gongji/core';
import { REGIONS } from '@gongji/packs';
import { reviewReversals } from '@gongji/proof';
import { approve, certify, claim, enrol, expense, topUp, visit, type Step } from '../support/commands.ts';
import { publication, type Placed } from './history.ts';
import { ManyRegions, type Told } from './many-regions.ts';
import { WORLD } from './steps.ts';

const HISTORIES = Number(process.env.GONGJI_REVIEWS ?? 100);
const SEED = Number(process.env.GONGJI_SEED ?? 1);

let shared: ManyRegions;
let differing = 0;

beforeAll(async () => {
  shared = await ManyRegions.open();
});

afterAll(() => shared.close());

/** Care that moves accumulators or the account, and whether and how many steps later it is taken back. */
interface Care {
  readonly kind: 'visit' | 'claim' | 'expense';
  readonly institutionId: string;
  readonly programme: string;
  readonly yuan: number;
  readonly account: boolean;
  readonly reversedAfter: number | undefined;
}

const care: fc.Arbitrary<Care> = fc.record({
  kind: fc.constantFrom('visit', 'visit', 'visit', 'visit', 'claim', 'expense'),
  institutionId: fc.constantFrom('H1', 'H2', 'H3'),
  programme: fc.constantFrom('ordinary', 'ordinary', 'ordinary', 'chronic', 'special', 'emergency-rescue'),
  yuan: fc.oneof(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 900, max: 12_000 })),
  account: fc.boolean(),
  reversedAfter: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
});

const drawn = fc.record({
  figures: fc.record({
    cap: fc.constantFrom(300, 2000),
    maximum: fc.constantFrom(6000, 100_000),
    deductible: fc.constantFrom(50, 400),
    rate: fc.constantFrom(0.5, 0.875),
  }),
  employment: fc.constantFrom('on-job', 'retired'),
  cares: fc.array(care, { minLength: 2, maxLength: 9 }),
  /** After how many of them the year is carried over; the rest is dated in the next. */
  carriedAfter: fc.integer({ min: 0, max: 12 }),
});

function stepsOf({ kind, institutionId, programme, yuan, account }: Care, at: number, date: string): readonly Step[] {
  const visitId = `V${String(at)}`;
  const total = `${String(yuan)}.37`;
  const more = { visitId, programme, ...(['chronic', 'special'].includes(programme) ? { condition: 'copd' } : {}) };
  if (kind === 'expense') return [expense('medicine', `${String(yuan % 300)}.00`, { expenseId: visitId, date })];
  if (kind === 'visit') return [visit(institutionId, total, date, { ...more, ...(account ? { account: {} } : {}) })];
  const claimId = `C${String(at)}`;
  return [claim(institutionId, total, date, date, { ...more, claimId }), approve(date, { claimId })];
}

type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

/** The steps, each with the visit that it is about where that was ever taken back. */
function history(of: Drawn): readonly (Placed & { visitId?: string })[] {
  const planned: { readonly at: number; readonly step: Step; readonly visitId?: string }[] = [];
  of.cares.forEach((each, at) => {
    const isLater = at >= of.carriedAfter;
    const date = `${isLater ? '2024' : '2023'}-03-0${String(at + 1)}`;
    const isReversed = each.kind !== 'expense' && each.reversedAfter !== undefined;
    const about = isReversed ? { visitId: `V${String(at)}` } : {};
    if (at === of.carriedAfter) planned.push({ at: at - 0.5, step: { type: 'CarryOverYear', year: 2023 } });
    planned.push(...stepsOf(each, at, date).map((step) => ({ at, step, ...about })));
    if (!isReversed) return;
    const reversal = { type: 'ReverseSettlement', visitId: `V${String(at)}`, date: '2024-06-01', reason: 'reason' };
    planned.push({ at: at + (each.reversedAfter ?? 0) + 0.7, step: reversal, ...about });
  });
  const beginning: readonly Step[] = [
    ...WORLD,
    publication(of.figures),
    enrol({ birthDate: '1953-05-20', employment: of.employment, from: '2022-01-01' }),
    topUp('700.00'),
    ...['chronic', 'special'].map((programme) => certify(programme, 'copd', '2022-12-31')),
  ];
  const steps = [
    ...beginning.map((step) => ({ step })),
    ...planned.sort((one, other) => one.at - other.at).map(({ step, ...about }) => ({ ...about, step })),
  ];
  const isOfNobody = (type: string): boolean => /^(Publish|Designate|Carry|Approve)/.test(type);
  return steps.map(({ step, ...about }, index) => ({
    ...about,
    id: String(index),
    step: isOfNobody(step.type) ? step : { personId: 'P', ...step },
  }));
}

/** What each step paid, by lines, account and cash, and for an expense its amount; what was refused has none. */
function paidBy({ answers }: Told): ReadonlyMap<string, string> {
  const paid = new Map<string, string>();
  for (const [id, answer] of answers) {
    if (!answer.ok) continue;
    const { payments = {}, account, cash = '' } = answer.result;
    if (account !== undefined) paid.set(id, canonical([payments, account, cash] as Json));
  }
  return paid;
}

/** All reversed visits together, and the first of them alone. */
async function agrees(region: string, of: Drawn): Promise<void> {
  const steps = history(of);
  const told = await shared.play(region, steps, { reopening: false });
  const reversed = steps.flatMap(({ visitId }) => (visitId === undefined ? [] : [visitId]));
  for (const visitId of [undefined, ...reversed.slice(0, 1)]) await agreesWithout(visitId, { region, steps, told });
}

interface Played {
  readonly region: string;
  readonly steps: ReturnType<typeof history>;
  readonly told: Told;
}

async function agreesWithout(visitId: string | undefined, { region, steps, told: played }: Played): Promise<void> {
  const about = { region: played.region, personId: 'P', ...(visitId === undefined ? {} : { visitId }) };
  const review = await shared.look((store, policies) => reviewReversals(store, policies, about));
  const kept = steps.filter((each) => (visitId === undefined ? each.visitId === undefined : each.visitId !== visitId));
  const [was, would] = [paidBy(played), paidBy(await shared.play(region, kept, { reopening: false }))];
  // What was refused is not in the log and cannot be decided again: where it is accepted now, the two part for good.
  if (kept.some(({ id }) => !was.has(id) && would.has(id))) return;
  const standing = kept.filter(({ step, visitId: reversed }) => reversed === undefined && step.type !== 'PayExpense');
  const expected = standing.flatMap(({ id }) => (was.get(id) === would.get(id) ? [] : [would.get(id)]));
  const told = review.settlements.map(({ expected: { payments, account, cash } }) =>
    canonical([payments, account, cash]),
  );
  expect(told).toEqual(expected);
  const refused = kept.filter(({ id }) => was.has(id) && !would.has(id));
  expect(review.movements.filter(({ refusal }) => refusal !== null)).toHaveLength(refused.length);
  differing += expected.length;
}

test.each(REGIONS)(
  '%s: the review agrees with a ledger that was never told of the reversed visits',
  async (region) => {
    const seed = SEED * REGIONS.length + REGIONS.indexOf(region);
    const runs = { numRuns: Math.ceil(HISTORIES / REGIONS.length), seed };
    await fc.assert(
      fc.asyncProperty(drawn, (of) => agrees(region, of)),
      runs,
    );
  },
  60_000 + HISTORIES * 1000,
);

test('settlements came out otherwise now and then', () => {
  expect(differing).toBeGreaterThan(HISTORIES / 10);
});
