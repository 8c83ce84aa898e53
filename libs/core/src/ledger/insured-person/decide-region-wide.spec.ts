import { describe, expect, test } from '@jest/globals';
import { enrol, topUp, visit, World, type Step } from '../../testing/world.ts';

const RETIRED = enrol({ employment: 'retired', birthDate: '1953-05-20' }); // 70 on 2023-05-20
const MARCH: Step = { type: 'CreditMonth', month: '2023-03' };
const suspend = (from: string): Step => ({ type: 'SuspendEntitlement', from });
const resume = (from: string): Step => ({ type: 'ResumeEntitlement', from });
const retire = (completedOn: string): Step => ({ type: 'ChangeEmployment', employment: 'retired', completedOn });

function amountOf(world: World, when: Step): string {
  const outcome = world.when(when);
  if (!outcome.ok) return outcome.refusal.code;
  const event = outcome.value[0]?.event;
  return event?.type === 'AccountCredited' ? event.data.amount : 'nothing';
}

describe('a retired person’s month', () => {
  // 3456.78 x 2% = 69.1356 -> 69.14; from 70 on 3456.78 x 2.5% = 86.4195 -> 86.42.
  test.each<readonly [title: string, given: readonly Step[], when: Step, credited: string]>([
    ['below 70', [RETIRED], MARCH, '69.14'],
    ['in the month of the 70th birthday: 69 on its first day', [RETIRED], { ...MARCH, month: '2023-05' }, '69.14'],
    ['the month after', [RETIRED], { ...MARCH, month: '2023-06' }, '86.42'],
    ['twice', [RETIRED, MARCH], MARCH, 'nothing'],
    ['another month', [RETIRED, MARCH], { ...MARCH, month: '2023-04' }, '69.14'],
    ['on-job', [enrol()], MARCH, 'nothing'],
    ['retired in the month before', [enrol(), retire('2023-02-28')], MARCH, '69.14'],
    ['retired in the month itself', [enrol(), retire('2023-03-01')], MARCH, 'nothing'],
    ['without an account', [enrol({ employment: 'retired', plan: 'pooled-only' })], MARCH, 'nothing'],
    ['with a closed account', [RETIRED, { type: 'RefundAccount', reason: 'r', date: '2023-02-01' }], MARCH, 'nothing'],
    ['suspended on its first day', [RETIRED, suspend('2023-03-01')], MARCH, 'nothing'],
    ['suspended from its second day on', [RETIRED, suspend('2023-03-02')], MARCH, '69.14'],
    ['resumed on its first day', [RETIRED, suspend('2023-02-01'), resume('2023-03-01')], MARCH, '69.14'],
    ['enrolled on its second day', [{ ...RETIRED, from: '2023-03-02' }], MARCH, 'nothing'],
    ['enrolled on its first day', [{ ...RETIRED, from: '2023-03-01' }], MARCH, '69.14'],
  ])('%s: %s', (_title, given, when, credited) => {
    expect(amountOf(new World().given(...given), when)).toBe(credited);
  });

  test('a corrected pension changes later months only (A31)', () => {
    const world = new World().given(RETIRED, MARCH);
    world.publish('2023-04-01', { averagePension: '4000.00' });
    expect([amountOf(world, MARCH), amountOf(world, { ...MARCH, month: '2023-04' })]).toEqual(['nothing', '80.00']);
    expect(world.state()?.balance.toFixed(2)).toBe('149.14');
  });

  test('without a pension in force it is refused', () => {
    const world = new World().given({ ...RETIRED, from: '2022-01-01' });
    expect(amountOf(world, { ...MARCH, month: '2022-12' })).toBe('parameter-missing');
  });

  test('twice with a carry-over in between', () => {
    const world = new World().given(RETIRED, MARCH, { type: 'CarryOverYear', year: 2023 });
    expect(amountOf(world, MARCH)).toBe('nothing');
  });
});

describe('a year is carried over', () => {
  const CARRY: Step = { type: 'CarryOverYear', year: 2023 };

  function carried(world: World, year = 2023): unknown {
    const outcome = world.when({ ...CARRY, year });
    return outcome.ok ? (outcome.value[0]?.event ?? 'nothing') : outcome.refusal.code;
  }

  test('with the balance, where it came from, and the accumulators', () => {
    // 400.00 - 200.00 = 200.00; x 0.60 = 120.00; the account pays 50.00 of the rest.
    const world = new World().given(enrol(), topUp('100.00'), visit('V1', '400.00', { account: { limit: '50.00' } }));
    expect(carried(world)).toMatchObject({
      type: 'YearCarriedOver',
      occurredOn: '2023-12-31',
      data: {
        year: 2023,
        state: {
          balance: '50.00',
          account: 'open',
          origin: { carriedIn: '0.00', credited: '0.00', spent: '50.00', paidOut: '0.00', adjusted: '100.00' },
          accumulators: { '2023': { ordinary: { deductible: '200.00', paid: '120.00' } } },
        },
      },
    });
    world.given({ ...CARRY, year: 2024 });
    expect(world.history().at(-1)).toMatchObject({
      data: {
        state: { origin: { carriedIn: '50.00', spent: '0.00', adjusted: '0.00' }, accumulators: { '2023': {} } },
      },
    });
  });

  test.each<readonly [title: string, given: readonly Step[], year: number, outcome: string]>([
    ['twice', [enrol(), CARRY], 2023, 'nothing'],
    ['a year before the last one', [enrol(), CARRY], 2022, 'nothing'],
    ['enrolled on its last day', [enrol({ from: '2023-12-31' })], 2023, 'carried'],
    ['enrolled later', [enrol({ from: '2024-01-01' })], 2023, 'nothing'],
    ['a closed account too', [enrol(), { type: 'RefundAccount', reason: 'r', date: '2023-02-01' }], 2023, 'carried'],
    ['no account too', [enrol({ employment: 'flexible', plan: 'pooled-only' })], 2023, 'carried'],
  ])('%s: %s', (_title, given, year, outcome) => {
    expect(carried(new World().given(...given), year) === 'nothing' ? 'nothing' : 'carried').toBe(outcome);
  });
});
