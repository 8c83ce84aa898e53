import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { enrol, World, type Step } from '../../testing/world.ts';
import { exact, money, ZERO, type Exact } from '../../money/money.ts';
import { evolvePerson } from './evolve.ts';
import { personView } from './person-view.ts';
import { snapshotOf } from './snapshot.ts';
import { spendable, type PersonState } from './state.ts';

/** Two persons who may pay for each other: an employee and a retired one. */
const GIVEN: readonly Step[] = [
  enrol(),
  { ...enrol({ employment: 'retired', birthDate: '1953-05-20' }), personId: 'O' },
  { type: 'LinkFamilyMember', personId: 'P', memberId: 'O', relation: 'parent', from: '2023-01-01' },
  { type: 'LinkFamilyMember', personId: 'O', memberId: 'P', relation: 'child', from: '2023-01-01' },
  { type: 'CertifyCondition', programme: 'chronic', condition: 'c', from: '2023-01-01' },
];

const personId = fc.constantFrom('P', 'O');
const id = fc.constantFrom('1', '2', '3', '4', '5', '6');
const date = fc
  .tuple(fc.constantFrom('2023', '2024', '2025'), fc.integer({ min: 1, max: 12 }), fc.constantFrom('01', '15', '28'))
  .map(([year, month, day]) => `${year}-${String(month).padStart(2, '0')}-${day}`);
const month = date.map((day) => day.slice(0, 7));
const amount = fc.oneof(
  fc.integer({ min: 0, max: 300_000 }).map((fen) => money(exact(String(fen)).div(100))),
  fc.constantFrom('0', '0.01', '200.00', '1000.00', '5000.00'),
);
const account = fc.option(
  fc.record({ ownerId: fc.constantFrom('P', 'O'), limit: amount }, { requiredKeys: ['ownerId'] }),
  { nil: undefined },
);

const visit = fc
  .record({
    type: fc.constant('SettleVisit'),
    personId,
    visitId: id,
    institutionId: fc.constantFrom('H1', 'H2', 'H3', 'D1', 'E2', 'X1'),
    date,
    total: amount,
    outside: fc.integer({ min: 0, max: 100 }),
    account,
    about: fc.constantFrom<object>(
      {},
      {},
      { programme: 'chronic', condition: 'c' },
      { programme: 'negotiated-drug', drug: 'X' },
      { programme: 'day-surgery' },
      { exclusion: 'third-party' },
      { exclusion: 'fitness' },
      { prescription: true },
    ),
  })
  .map(({ outside, about, account: pays, ...fields }): Step => {
    const fen = Math.floor(
      exact(fields.total)
        .times(100 - outside)
        .toNumber(),
    );
    const inScope = exact(String(fen)).div(100).toFixed(2);
    return { ...fields, ...about, inScope, ...(pays === undefined ? {} : { account: pays }) };
  });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: visit },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('ReverseSettlement'),
      personId,
      visitId: id,
      date,
      reason: fc.constant('r'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant('RecordContribution'), personId, month, base: amount, paidOn: date }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('ReverseContribution'), personId, month, reason: fc.constant('r'), date }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('CreditMonth'), personId, month }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('AdjustAccount'),
      personId,
      adjustmentId: id,
      direction: fc.constantFrom('credit', 'debit'),
      amount,
      reason: fc.constant('r'),
      date,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('TransferAccountIn'),
      personId,
      transferId: id,
      amount,
      from: fc.constant('510400'),
      date,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('PayExpense'),
      personId,
      expenseId: id,
      institutionId: fc.constant('D1'),
      kind: fc.constant('medicine'),
      beneficiaryId: personId,
      amount,
      date,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('PayPremium'),
      personId,
      premiumId: id,
      product: fc.constant('long-term-care'),
      amount,
      date,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constantFrom('SuspendEntitlement', 'ResumeEntitlement'), personId, from: date }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('ChangeEmployment'),
      personId,
      employment: fc.constantFrom('on-job', 'retired'),
      completedOn: date,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('RegisterOutOfAreaCare'),
      personId,
      kind: fc.constant('resettled'),
      area: fc.constant('330100'),
      from: date,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('CarryOverYear'), personId, year: fc.constantFrom(2023, 2024) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('RefundAccount'), personId, reason: fc.constant('r'), date }) },
);

const history = fc.array(step, { minLength: 1, maxLength: 40, size: 'max' });
const RUNS = { numRuns: 150 };
const PERSONS = ['P', 'O'] as const;
const CAP = { 'chronic.cap': '900.00', 'chronic.deductible': '100.00' };

function played(steps: readonly Step[], after?: (world: World, when: Step) => void): World {
  const world = new World(CAP).given(...GIVEN);
  for (const when of steps) {
    world.when(when);
    after?.(world, when);
  }
  return world;
}

function stateOf(world: World, person: string): PersonState {
  return world.state(person) as PersonState;
}

describe('whatever happens', () => {
  test('a state restored from the last carry-over equals the state folded from the beginning', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const world = played(steps);
        for (const person of PERSONS) {
          const events = world.history(person);
          const last = events.findLastIndex(({ type }) => type === 'YearCarriedOver');
          let restored: PersonState | undefined;
          for (const event of events.slice(Math.max(last, 0))) {
            // As the store gives it back: nothing of the state in memory is shared.
            restored = evolvePerson(restored, JSON.parse(JSON.stringify(event)) as typeof event);
          }
          expect(snapshotOf(restored as PersonState)).toEqual(snapshotOf(stateOf(world, person)));
          expect(restored?.carriedOver).toBe(stateOf(world, person).carriedOver);
          let whole: PersonState | undefined;
          for (const event of events) whole = evolvePerson(whole, event, { allIds: true });
          const { ids: _ids, ...rest } = snapshotOf(whole as PersonState);
          expect(snapshotOf(stateOf(world, person))).toMatchObject(rest);
        }
      }),
      RUNS,
    );
  });

  test('no balance is ever below zero, and each is what its origin says', () => {
    fc.assert(
      fc.property(history, (steps) => {
        played(steps, (world) => {
          for (const person of PERSONS) {
            const state = stateOf(world, person);
            const { carriedIn, credited, spent, paidOut, adjusted } = state.origin;
            expect(state.balance.isNegative() && !state.balance.isZero()).toBe(false);
            expect(spendable(state).eq(state.balance)).toBe(true); // nothing stays set aside
            expect(money(carriedIn.plus(credited).minus(spent).minus(paidOut).plus(adjusted))).toBe(
              money(state.balance),
            );
            expect(state.balance.decimalPlaces()).toBeLessThanOrEqual(2);
          }
        });
      }),
      RUNS,
    );
  });

  test('no accumulator is below zero, above its cap or above its deductible', () => {
    const most: { readonly [name: string]: readonly [deductible: string, paid: string] } = {
      ordinary: ['200.00', '1000.00'],
      chronic: ['100.00', '900.00'],
      'negotiated-drug:X': ['300.00', '0'],
      'negotiated-drug': ['0', '999999.00'], // no cap: what was paid stands under the line
      'day-surgery': ['999999.00', '999999.00'],
    };
    fc.assert(
      fc.property(history, (steps) => {
        played(steps, (world) => {
          for (const person of PERSONS) {
            for (const byName of stateOf(world, person).accumulators.values()) {
              for (const [name, { deductible, paid }] of byName) {
                const [mostDeductible, mostPaid] = most[name] ?? ['0', '0'];
                expect(deductible.gte(0) && paid.gte(0)).toBe(true);
                expect(deductible.lte(mostDeductible) && paid.lte(mostPaid)).toBe(true);
              }
            }
          }
        });
      }),
      RUNS,
    );
  });

  test('the parts of every settlement add up to its total, and its lines to the pooled part', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const world = played(steps);
        for (const person of PERSONS) {
          for (const event of world.history(person)) {
            if (event.type !== 'VisitSettled') continue;
            const { total, inScope, pooled, account: paid, cash, payments, reason } = event.data;
            expect(money(exact(pooled).plus(paid).plus(cash))).toBe(total);
            expect(money(Object.values(payments).reduce((sum, line) => sum.plus(line), ZERO))).toBe(pooled);
            for (const part of [pooled, paid, cash]) expect(part).toMatch(/^\d+\.\d\d$/);
            expect(exact(pooled).lte(inScope)).toBe(true);
            expect(Object.values(payments)).not.toContain('0.00');
            if (reason !== null) expect([pooled, event.data.moved]).toEqual(['0.00', []]);
          }
        }
      }),
      RUNS,
    );
  });

  test('a reversal right after a visit leaves everybody as they were', () => {
    fc.assert(
      fc.property(history, visit, (steps, when) => {
        const world = played(steps);
        const before = PERSONS.map((person) => personView(stateOf(world, person)));
        const settle = { ...when, visitId: 'new' };
        if (!world.when(settle).ok) return;
        world.given({
          type: 'ReverseSettlement',
          personId: when.personId,
          visitId: 'new',
          date: when.date,
          reason: 'r',
        });
        expect(PERSONS.map((person) => personView(stateOf(world, person)))).toEqual(before);
      }),
      RUNS,
    );
  });

  test('what an event says of the balance is the balance after it', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const world = played(steps);
        for (const person of PERSONS) {
          let state: PersonState | undefined;
          for (const event of world.history(person)) {
            state = evolvePerson(state, event);
            const { balance } = event.data as { readonly balance?: string };
            if (balance !== undefined) expect(balance).toBe(money(state.balance));
          }
        }
      }),
      RUNS,
    );
  });

  test('a refused command changes nothing', () => {
    fc.assert(
      fc.property(history, step, (steps, when) => {
        const world = played(steps);
        const before = PERSONS.map((person) => [snapshotOf(stateOf(world, person)), world.history(person).length]);
        const outcome = world.when(when);
        if (outcome.ok && outcome.value.length > 0) return;
        expect(PERSONS.map((person) => [snapshotOf(stateOf(world, person)), world.history(person).length])).toEqual(
          before,
        );
      }),
      RUNS,
    );
  });

  test('no money comes from nowhere: what the accounts hold is what went in less what went out', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const world = played(steps);
        let sum: Exact = ZERO;
        for (const person of PERSONS) {
          for (const event of world.history(person)) {
            if (event.type === 'ContributionRecorded') sum = sum.plus(event.data.personal).plus(event.data.fromPool);
            if (event.type === 'ContributionReversed') sum = sum.minus(event.data.personal).minus(event.data.fromPool);
            if (event.type === 'AccountCredited' && event.data.cause !== 'reversal') sum = sum.plus(event.data.amount);
            if (event.type === 'AccountTransferredIn') sum = sum.plus(event.data.amount);
            if (event.type === 'VisitSettled') sum = sum.minus(event.data.account);
            if (event.type === 'SettlementReversed') sum = sum.plus(event.data.account);
            if (event.type === 'AccountDebited' || event.type === 'PremiumPaid') sum = sum.minus(event.data.amount);
            if (event.type === 'AccountRefunded') sum = sum.minus(event.data.amount);
          }
        }
        const held = PERSONS.reduce((all, person) => all.plus(stateOf(world, person).balance), ZERO);
        expect(money(held)).toBe(money(sum));
      }),
      RUNS,
    );
  });
});

test('the random histories are worth something: most commands are accepted, of every kind', () => {
  const accepted = new Map<string, number>();
  let tried = 0;
  for (const steps of fc.sample(history, { numRuns: 200, seed: 7 })) {
    const world = new World(CAP).given(...GIVEN);
    for (const when of steps) {
      tried += 1;
      const outcome = world.when(when);
      if (outcome.ok && outcome.value.length > 0) accepted.set(when.type, (accepted.get(when.type) ?? 0) + 1);
    }
  }
  const all = [...accepted.values()].reduce((sum, count) => sum + count, 0);
  expect([...accepted.keys()].length).toBeGreaterThanOrEqual(14);
  expect(all / tried).toBeGreaterThan(0.35);
  expect(accepted.get('ReverseSettlement')).toBeGreaterThan(50);
});

test('nothing happens to a person before the enrolment', () => {
  const event = {
    type: 'EntitlementSuspended',
    occurredOn: '2023-01-01',
    data: { from: '2023-01-01' },
    revision: 0,
  } as const;
  expect(() => evolvePerson(undefined, event)).toThrow('EntitlementSuspended before the enrolment');
});
