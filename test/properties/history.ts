import fc from 'fast-check';
import { publish, type Step } from '../support/commands.ts';
import { beginningOf, stepOf, WIDE, WORLD } from './steps.ts';

/** What happens between two steps that concern everybody: two families' steps, which are unrelated. */
export interface Phase {
  readonly families: readonly [readonly Step[], readonly Step[]];
  /** Whose turn it is, in another order than the first family's steps before the second's. */
  readonly turns: readonly boolean[];
  readonly wide: readonly Step[];
}

export interface History {
  readonly figures: Figures;
  readonly phases: readonly Phase[];
}

/** Local figures of the history: what its caps are. */
export interface Figures {
  readonly cap: number;
  readonly maximum: number;
  readonly deductible: number;
  readonly rate: number;
}

/** Programmes that ask local parameters somewhere. */
const LOCAL = ['two-diseases', 'chronic', 'special', 'emergency-rescue', 'negotiated-drug', 'day-surgery'];

/** Every figure that some document leaves to others. */
export function publication({ cap, maximum, deductible, rate }: Figures): Step {
  const amounts = (name: string) => ({
    [`${name}.deductible`]: String(deductible),
    [`${name}.rate`]: String(rate),
    [`${name}.cap`]: String(cap),
  });
  return publish({
    averagePension: '3456.78',
    'account.creditRate.flexible': '0.0175',
    'legacy.employerCreditRate.from-age-0': '0.01',
    'legacy.retireeCredit.from-age-0': '90.00',
    'contribution.rate.on-job': '0.08',
    'contribution.rate.flexible': '0.07',
    'contribution.rate.flexible-pooled-only': '0.05',
    'contribution.rate.inpatient-only': '0.05',
    'inpatient.deductible.1': '200.00',
    'inpatient.deductible': String(deductible * 2),
    'inpatient.rate': String(rate),
    'inpatient.yearlyMaximum': String(maximum),
    ...amounts('ordinary'),
    'ordinary.rate.retired': String(Math.min(1, rate + 0.1)),
    ...LOCAL.reduce((all, name) => ({ ...all, ...amounts(name) }), {}),
  });
}

const figures: fc.Arbitrary<Figures> = fc.record({
  cap: fc.constantFrom(0, 300, 2000),
  maximum: fc.constantFrom(500, 6000, 100_000),
  deductible: fc.constantFrom(0, 50, 400),
  rate: fc.constantFrom(0.5, 0.6, 0.875),
});

const first = fc.oneof(stepOf('P', ['C1', 'C2']), stepOf('P', ['C1', 'C2']), stepOf('Q', ['C1', 'C2']));
const second = stepOf('R', ['C3']);

const phase = fc.record({
  families: fc.tuple(fc.array(first, { maxLength: 8 }), fc.array(second, { maxLength: 5 })),
  turns: fc.array(fc.boolean(), { minLength: 13, maxLength: 13 }),
  wide: WIDE,
});

/** Everybody is enrolled first, as far as the plan is offered, most with money in the account; then phases. */
export const history: fc.Arbitrary<History> = fc
  .tuple(
    figures,
    fc.tuple(beginningOf('P'), beginningOf('Q'), beginningOf('R')),
    fc.array(phase, { minLength: 1, maxLength: 4 }),
  )
  .map(([drawn, [p, q, r], phases]) => {
    const enrolment: Phase = {
      families: [[...p, ...q], r],
      turns: [true, false],
      wide: [publication(drawn)],
    };
    return { figures: drawn, phases: [enrolment, ...phases] };
  });

/** A step and its place in the first order, by which its answer is found in the other. */
export interface Placed {
  readonly id: string;
  readonly step: Step;
}

/** The first family's steps before the second's in every phase; or, exchanged, in turns. */
export function inOrder({ phases }: History, exchanged: boolean): readonly Placed[] {
  const world = WORLD.map((step, index) => ({ id: `world-${index}`, step }));
  const happening = phases.flatMap(({ families, turns, wide }, at) => {
    const [one, two] = families.map((steps, family) =>
      steps.map((step, index) => ({ id: `${at}-${family}-${index}`, step })),
    ) as [Placed[], Placed[]];
    const merged: Placed[] = [];
    if (exchanged) {
      for (const secondFirst of turns) {
        const next = secondFirst ? (two.shift() ?? one.shift()) : (one.shift() ?? two.shift());
        if (next !== undefined) merged.push(next);
      }
    }
    const concerningAll = wide.map((step, index) => ({ id: `${at}-wide-${index}`, step }));
    return [...merged, ...one, ...two, ...concerningAll];
  });
  return [...world, ...happening];
}
