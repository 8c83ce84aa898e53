import { describe, expect, test } from '@jest/globals';
import { enrol, reversal, topUp, visit, World, type Step } from '../../testing/world.ts';
import { PersonReading, type PersonView } from './person-view.ts';

function viewOf(world: World, asOf?: string): PersonView | undefined {
  const reading = new PersonReading(asOf);
  for (const event of world.history()) reading.take(event);
  return reading.view();
}

/** Enrolled 2022-06-01; 100.00 on 2023-01-02; a visit on 2023-03-01 (200.00 borne, 150.00 paid, account 30.00), reversed on 2023-05-01. */
const HISTORY: readonly Step[] = [
  enrol(),
  topUp('100.00'),
  visit('V', '450.00', { account: { limit: '30.00' } }),
  { type: 'ChangeEmployment', employment: 'retired', completedOn: '2023-06-15' },
  { type: 'SuspendEntitlement', from: '2023-08-01' },
  reversal('V', '2023-05-01'),
];
const MOVED = { '2023': { ordinary: { deductible: '200.00', paid: '150.00' } } };

describe('GetPerson counts what has its business date up to the day', () => {
  test.each<readonly [asOf: string | undefined, view: PersonView]>([
    ['2022-05-31', { balance: '0.00', accumulators: {}, employment: null, entitled: false }],
    ['2022-06-01', { balance: '0.00', accumulators: {}, employment: 'on-job', entitled: true }],
    ['2023-01-01', { balance: '0.00', accumulators: {}, employment: 'on-job', entitled: true }],
    ['2023-01-02', { balance: '100.00', accumulators: {}, employment: 'on-job', entitled: true }],
    ['2023-03-01', { balance: '70.00', accumulators: MOVED, employment: 'on-job', entitled: true }],
    ['2023-04-30', { balance: '70.00', accumulators: MOVED, employment: 'on-job', entitled: true }],
    ['2023-05-01', { balance: '100.00', accumulators: {}, employment: 'on-job', entitled: true }],
    ['2023-07-01', { balance: '100.00', accumulators: {}, employment: 'retired', entitled: true }],
    ['2023-08-01', { balance: '100.00', accumulators: {}, employment: 'retired', entitled: false }],
    [undefined, { balance: '100.00', accumulators: {}, employment: 'retired', entitled: false }],
  ])('as of %s', (asOf, view) => {
    expect(viewOf(new World().given(...HISTORY), asOf)).toEqual(view);
  });

  test('a carry-over changes no answer', () => {
    const world = new World().given(...HISTORY);
    const before = ['2023-03-01', '2023-07-01', undefined].map((asOf) => viewOf(world, asOf));
    world.given({ type: 'CarryOverYear', year: 2023 });
    expect(['2023-03-01', '2023-07-01', undefined].map((asOf) => viewOf(world, asOf))).toEqual(before);
  });

  test('years in their order', () => {
    const world = new World().given(enrol(), visit('V1', '450.00', { date: '2024-01-01' }), visit('V2', '450.00'));
    expect(Object.keys(viewOf(world)?.accumulators ?? {})).toEqual(['2023', '2024']);
  });

  test('a month’s credit counts from its first day, a contribution from its payment', () => {
    const world = new World().given(enrol({ employment: 'retired', birthDate: '1960-05-20' }), {
      type: 'CreditMonth',
      month: '2023-03',
    });
    expect([viewOf(world, '2023-02-28')?.balance, viewOf(world, '2023-03-01')?.balance]).toEqual(['0.00', '69.14']);
    const paid = { type: 'RecordContribution', month: '2023-03', base: '5000.00', paidOn: '2023-04-10' };
    const onJob = new World().given(enrol(), paid);
    expect([viewOf(onJob, '2023-04-09')?.balance, viewOf(onJob, '2023-04-10')?.balance]).toEqual(['0.00', '150.00']);
  });

  test('nobody', () => {
    expect(viewOf(new World())).toBeUndefined();
  });
});
