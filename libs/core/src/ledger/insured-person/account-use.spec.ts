import { describe, expect, test } from '@jest/globals';
import { enrol, topUp, visit, World, type Step, type Written } from '../../testing/world.ts';
import type { Outcome } from '../refusal.ts';

const FLEXIBLE = enrol({ employment: 'flexible', plan: 'pooled-only' });

/** "pooled/account/cash" of the settled visit, or the refusal. */
function parts(outcome: Outcome<readonly Written[]>): string {
  if (!outcome.ok) return `${outcome.refusal.code} ${outcome.refusal.field ?? ''}`.trim();
  const event = outcome.value.find((one) => one.event.type === 'VisitSettled')?.event;
  return event?.type === 'VisitSettled' ? `${event.data.pooled}/${event.data.account}/${event.data.cash}` : 'nothing';
}

describe('the account pays what is left, up to its balance and the limit', () => {
  test.each<readonly [balance: string, account: object | undefined, parts: string]>([
    ['500.00', undefined, '150.00/0.00/300.00'],
    ['500.00', {}, '150.00/300.00/0.00'],
    ['100.00', {}, '150.00/100.00/200.00'],
    ['500.00', { limit: '50' }, '150.00/50.00/250.00'],
    ['500.00', { limit: '0' }, '150.00/0.00/300.00'],
    ['0', {}, '150.00/0.00/300.00'],
    ['500.00', { ownerId: 'P' }, '150.00/300.00/0.00'],
  ])('holding %s, asked for %j: %s', (balance, account, expected) => {
    const world = new World().given(enrol(), topUp(balance));
    expect(parts(world.when(visit('V', '450.00', account === undefined ? {} : { account })))).toBe(expected);
  });

  test('an account that does not exist pays nothing and is no refusal', () => {
    expect(parts(new World().given(FLEXIBLE).when(visit('V', '450.00', { account: {} })))).toBe('150.00/0.00/300.00');
  });

  test('a closed one refuses, and a visit without it does not', () => {
    const world = new World().given(enrol(), { type: 'RefundAccount', reason: 'r', date: '2023-02-01' });
    expect(parts(world.when(visit('V', '450.00', { account: {} })))).toBe('account-closed account');
    expect(parts(world.when(visit('V', '450.00')))).toBe('150.00/0.00/300.00');
  });
});

describe('a family member’s account', () => {
  const owner = (balance: string): readonly Step[] => [
    { ...enrol(), personId: 'O' },
    { ...topUp(balance), personId: 'O' },
  ];
  const link = (extra: Partial<Step> = {}): Step => ({
    type: 'LinkFamilyMember',
    personId: 'O',
    memberId: 'P',
    relation: 'spouse',
    from: '2023-02-01',
    ...extra,
  });

  test('is held, then the visit settled, then captured', () => {
    const world = new World().given(enrol(), topUp('7.00'), ...owner('100.00'), link());
    const outcome = world.when(visit('V', '450.00', { account: { ownerId: 'O' } }));
    expect(outcome).toMatchObject({
      ok: true,
      value: [
        {
          personId: 'O',
          event: { type: 'AccountFundsHeld', data: { patientId: 'P', visitId: 'V', amount: '100.00' } },
        },
        {
          personId: 'P',
          event: {
            type: 'VisitSettled',
            data: { account: '100.00', cash: '200.00', balance: '7.00', accountOwner: 'O' },
          },
        },
        { personId: 'O', event: { type: 'HeldFundsCaptured', data: { amount: '100.00', balance: '0.00' } } },
      ],
    });
    expect([world.state('P')?.balance.toFixed(2), world.state('O')?.balance.toFixed(2)]).toEqual(['7.00', '0.00']);
    expect(world.state('O')?.held.size).toBe(0);
  });

  test.each<readonly [title: string, given: readonly Step[], outcome: string]>([
    ['without a link', owner('100.00'), 'not-family account.ownerId'],
    ['before the link', [...owner('100.00'), link({ from: '2023-03-02' })], 'not-family account.ownerId'],
    [
      'the link goes from the owner, not to',
      [...owner('100.00'), { ...link(), personId: 'P', memberId: 'O' }],
      'not-family account.ownerId',
    ],
    ['insured in another province', [...owner('100.00'), link({ insuredArea: '330100' })], 'use-not-allowed account'],
    [
      'insured in another city of the province',
      [...owner('100.00'), link({ insuredArea: '990200' })],
      '150.00/100.00/200.00',
    ],
    ['an owner whom nobody knows', [], 'unknown-person account.ownerId'],
    ['an empty one is no hold', [...owner('0'), link()], '150.00/0.00/300.00'],
    [
      'a closed one',
      [...owner('1.00'), link(), { type: 'RefundAccount', personId: 'O', reason: 'r', date: '2023-02-01' }],
      'account-closed account',
    ],
  ])('%s: %s', (_title, given, outcome) => {
    expect(parts(new World().given(enrol(), ...given).when(visit('V', '450.00', { account: { ownerId: 'O' } })))).toBe(
      outcome,
    );
  });
});
