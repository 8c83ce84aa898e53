import { describe, expect, test } from '@jest/globals';
import { enrol, topUp, World, type Step } from '../../testing/world.ts';
import type { Outcome } from '../refusal.ts';

function said(outcome: Outcome<unknown>): string {
  return outcome.ok ? 'accepted' : `${outcome.refusal.code} ${outcome.refusal.field ?? ''}`.trim();
}

const expense = (extra: Partial<Step> = {}): Step => ({
  type: 'PayExpense',
  expenseId: 'E1',
  institutionId: 'D1',
  date: '2023-03-01',
  amount: '40',
  kind: 'medicine',
  ...extra,
});

const premium = (extra: Partial<Step> = {}): Step => ({
  type: 'PayPremium',
  premiumId: 'M1',
  product: 'long-term-care',
  amount: '40',
  date: '2023-03-01',
  ...extra,
});

const link = (extra: Partial<Step> = {}): Step => ({
  type: 'LinkFamilyMember',
  memberId: 'C',
  relation: 'child',
  from: '2023-02-01',
  ...extra,
});
const unlink = (from: string): Step => ({ type: 'UnlinkFamilyMember', memberId: 'C', from });
const CLOSE: Step = { type: 'RefundAccount', reason: 'abroad', date: '2023-02-28' };
const FULL = [enrol(), topUp('100.00')];
const FLEXIBLE = enrol({ employment: 'flexible', plan: 'pooled-only' });

describe('what an account pays leaves it', () => {
  test('an expense', () => {
    expect(new World().given(...FULL, link()).when(expense({ beneficiaryId: 'C' }))).toMatchObject({
      ok: true,
      value: [
        {
          event: {
            type: 'AccountDebited',
            occurredOn: '2023-03-01',
            data: {
              cause: 'expense',
              expenseId: 'E1',
              kind: 'medicine',
              beneficiaryId: 'C',
              amount: '40.00',
              balance: '60.00',
              rows: ['account.useExpense/1'],
            },
          },
        },
      ],
    });
  });

  test('a premium', () => {
    const world = new World().given(...FULL);
    expect(world.when(premium())).toMatchObject({
      ok: true,
      value: [
        {
          event: {
            type: 'PremiumPaid',
            occurredOn: '2023-03-01',
            data: { product: 'long-term-care', amount: '40.00', balance: '60.00' },
          },
        },
      ],
    });
    expect(world.state()?.origin.spent.toFixed(2)).toBe('40.00');
  });
});

describe.each([
  ['an expense', expense, 'expenseId', 'kind'],
  ['a premium', premium, 'premiumId', 'product'],
] as const)('%s', (_title, pay, id, use) => {
  const forbidden = use === 'kind' ? { kind: 'fitness' } : { product: 'commercial-health' };

  test.each<readonly [title: string, given: readonly Step[], when: Step, outcome: string]>([
    ['up to the balance', FULL, pay({ amount: '100.00' }), 'accepted'],
    ['a fen more', FULL, pay({ amount: '100.01' }), 'insufficient-balance amount'],
    ['nothing from nothing', [enrol()], pay({ amount: '0' }), 'accepted'],
    ['twice', [...FULL, pay()], pay(), `already-exists ${id}`],
    ['what the document does not allow', FULL, pay(forbidden), `use-not-allowed ${use}`],
    ['before the document', FULL, pay({ date: '2022-12-31' }), 'policy-not-in-force date'],
    ['after it', FULL, pay({ date: '2028-01-01' }), 'policy-not-in-force date'],
    ['before the enrolment', [enrol({ from: '2023-03-02' })], pay(), 'not-entitled date'],
    ['without an account', [FLEXIBLE], pay(), 'no-account'],
    ['from a closed account', [...FULL, CLOSE], pay(), 'account-closed'],
    ['for oneself by name', FULL, pay({ beneficiaryId: 'P' }), 'accepted'],
    ['for a stranger', FULL, pay({ beneficiaryId: 'C' }), 'not-family beneficiaryId'],
    ['for family', [...FULL, link()], pay({ beneficiaryId: 'C' }), 'accepted'],
    [
      'before the link',
      [...FULL, link({ from: '2023-03-02' })],
      pay({ beneficiaryId: 'C' }),
      'not-family beneficiaryId',
    ],
    ['on its first day', [...FULL, link({ from: '2023-03-01' })], pay({ beneficiaryId: 'C' }), 'accepted'],
    ['after its end', [...FULL, link(), unlink('2023-03-01')], pay({ beneficiaryId: 'C' }), 'not-family beneficiaryId'],
    ['on its last day', [...FULL, link(), unlink('2023-03-02')], pay({ beneficiaryId: 'C' }), 'accepted'],
    [
      'linked again',
      [...FULL, link(), unlink('2023-02-15'), link({ from: '2023-02-20' })],
      pay({ beneficiaryId: 'C' }),
      'accepted',
    ],
    [
      'of two facts on a day the later recorded counts',
      [...FULL, link(), unlink('2023-02-01')],
      pay({ beneficiaryId: 'C' }),
      'not-family beneficiaryId',
    ],
  ])('%s: %s', (_name, given, when, outcome) => {
    expect(said(new World().given(...given).when(when))).toBe(outcome);
  });

  test('in a closed year is refused', () => {
    const world = new World().given(...FULL);
    world.closed.add(2023);
    expect(said(world.when(pay()))).toBe('year-closed date');
  });

  test('what is not allowed names the article', () => {
    expect(new World().given(...FULL).when(pay(forbidden))).toMatchObject({
      refusal: { article: 'sample-2023 art. 5' },
    });
  });

  test('what is set aside for a visit cannot be spent', () => {
    const world = new World().given(...FULL);
    const hold = { patientId: 'C', visitId: 'V1', amount: '70.00' };
    world.take({ personId: 'P', event: { type: 'AccountFundsHeld', occurredOn: '2023-02-01', data: hold } });
    expect(said(world.when(pay()))).toBe('insufficient-balance amount');
    world.take({ personId: 'P', event: { type: 'HeldFundsReleased', occurredOn: '2023-02-01', data: hold } });
    expect(said(world.when(pay()))).toBe('accepted');
  });
});

test('a premium that is for family only is not paid for oneself', () => {
  const world = new World().given(...FULL, link());
  expect(said(world.when(premium({ product: 'resident-insurance' })))).toBe('use-not-allowed product');
  expect(said(world.when(premium({ product: 'resident-insurance', beneficiaryId: 'C' })))).toBe('accepted');
});

test.each([
  ['2019-12-31', 'policy-not-in-force date'],
  ['2023-02-28', 'institution-not-designated institutionId'],
  ['2023-03-01', 'accepted'],
])('an expense on %s at a pharmacy designated from 2023-03-01: %s', (date, outcome) => {
  const world = new World().given(...FULL);
  world.designate('D9', { kind: 'retail-pharmacy', from: '2023-03-01' });
  expect(said(world.when(expense({ institutionId: 'D9', date })))).toBe(outcome);
});
