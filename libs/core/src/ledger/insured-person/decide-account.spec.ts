import { describe, expect, test } from '@jest/globals';
import { enrol, reversal, topUp, visit, World, type Step } from '../../testing/world.ts';
import type { Outcome } from '../refusal.ts';

function said(outcome: Outcome<unknown>): string {
  return outcome.ok ? 'accepted' : `${outcome.refusal.code} ${outcome.refusal.field ?? ''}`.trim();
}

const FLEXIBLE = enrol({ employment: 'flexible', plan: 'pooled-only' });
const RETIRED = enrol({ employment: 'retired', birthDate: '1960-05-20' });

function contribution(month: string, extra: Partial<Step> = {}): Step {
  return { type: 'RecordContribution', month, base: '5000.00', paidOn: '2023-04-10', ...extra };
}

function back(month: string, extra: Partial<Step> = {}): Step {
  return { type: 'ReverseContribution', month, reason: 'paid twice', date: '2023-05-10', ...extra };
}

function adjust(adjustmentId: string, direction: 'credit' | 'debit', amount: string, extra: Partial<Step> = {}): Step {
  return { type: 'AdjustAccount', adjustmentId, direction, amount, reason: 'r', date: '2023-04-10', ...extra };
}

const TRANSFER_IN: Step = {
  type: 'TransferAccountIn',
  transferId: 'T1',
  amount: '80.5',
  from: '510400',
  date: '2023-04-10',
};
const TRANSFER_OUT: Step = { type: 'TransferAccountOut', to: '510400', date: '2023-06-01' };
const REFUND: Step = { type: 'RefundAccount', reason: 'abroad', date: '2023-06-01' };
const INHERIT: Step = { type: 'InheritAccount', deathDate: '2023-05-01', heir: 'heir-1', date: '2023-06-01' };

describe('a month’s contribution is divided between account and pool', () => {
  // 5000.00 x 0.08 = 400.00 collected; 5000.00 x 0.02 = 100.00 personal; 5000.00 x 0.01 = 50.00 from the pool in 2023.
  test.each<readonly [title: string, person: Step, when: Step, data: object]>([
    [
      'of 2023',
      enrol(),
      contribution('2023-03'),
      { amount: '400.00', personal: '100.00', fromPool: '50.00', balance: '150.00' },
    ],
    [
      'of 2024: by the rules of the month that it covers (A30)',
      enrol(),
      contribution('2024-03', { paidOn: '2024-04-10' }),
      { amount: '400.00', personal: '100.00', fromPool: '0.00', balance: '100.00' },
    ],
    [
      'of 2023, paid in 2024',
      enrol(),
      contribution('2023-12', { paidOn: '2024-01-05' }),
      { amount: '400.00', personal: '100.00', fromPool: '50.00', balance: '150.00' },
    ],
    [
      'each share is rounded by itself: 3333.33 x 2% = 66.6666, x 1% = 33.3333, x 8% = 266.6664',
      enrol(),
      contribution('2023-03', { base: '3333.33' }),
      { amount: '266.67', personal: '66.67', fromPool: '33.33', balance: '100.00' },
    ],
    [
      'what was collected is told',
      enrol(),
      contribution('2023-03', { amount: '150' }),
      { amount: '150.00', personal: '100.00', fromPool: '50.00', balance: '150.00' },
    ],
    [
      'without an account everything stays in the pool',
      FLEXIBLE,
      contribution('2023-03'),
      { amount: '400.00', personal: '0.00', fromPool: '0.00', balance: '0.00' },
    ],
    [
      'of nothing',
      enrol(),
      contribution('2023-03', { base: '0' }),
      { amount: '0.00', personal: '0.00', balance: '0.00' },
    ],
  ])('%s', (_title, person, when, data) => {
    expect(new World().given(person).when(when)).toMatchObject({
      ok: true,
      value: [{ event: { type: 'ContributionRecorded', occurredOn: when.paidOn, data } }],
    });
  });

  const suspend = { type: 'SuspendEntitlement', from: '2023-01-01' };

  test.each<readonly [title: string, given: readonly Step[], when: Step, outcome: string]>([
    ['twice for a month', [enrol(), contribution('2023-03')], contribution('2023-03'), 'already-exists month'],
    [
      'again after it was reversed',
      [enrol(), contribution('2023-03'), back('2023-03')],
      contribution('2023-03'),
      'accepted',
    ],
    ['of another month', [enrol(), contribution('2023-03')], contribution('2023-04'), 'accepted'],
    ['suspended people’s too', [enrol(), suspend], contribution('2023-03'), 'accepted'],
    ['before the document is in force', [enrol()], contribution('2022-12'), 'policy-not-in-force month'],
    ['after it', [enrol()], contribution('2028-01', { paidOn: '2027-12-01' }), 'policy-not-in-force month'],
    ['before the enrolment', [enrol({ from: '2023-04-01' })], contribution('2023-03'), 'not-entitled month'],
    ['a month counts by its first day', [enrol({ from: '2023-03-02' })], contribution('2023-03'), 'not-entitled month'],
    ['of a retired person', [RETIRED], contribution('2023-03'), 'not-contributing month'],
    ['below what it credits', [enrol()], contribution('2023-03', { amount: '149.99' }), 'invalid-command amount'],
    ['into an account that was paid out', [enrol(), TRANSFER_OUT], contribution('2023-07'), 'account-closed'],
    ['that puts nothing into it', [enrol(), TRANSFER_OUT], contribution('2023-07', { base: '0' }), 'accepted'],
  ])('%s: %s', (_title, given, when, outcome) => {
    expect(said(new World().given(...given).when(when))).toBe(outcome);
  });

  test('amounts are looked at before year and validity', () => {
    const world = new World().given(enrol());
    world.closed.add(2023);
    expect(said(world.when(contribution('2023-03', { amount: '1.00' })))).toBe('invalid-command amount');
    expect(said(world.when(contribution('2023-03')))).toBe('year-closed paidOn');
  });

  test('a whole rate below what the account gets breaks the document', () => {
    const world = new World().given(enrol({ from: '2022-01-01' }));
    world.publish('2023-01-01', { 'contribution.rate.on-job': '0.01' });
    expect(world.when(contribution('2023-03'))).toMatchObject({ refusal: { code: 'parameter-outside-limits' } });
  });
});

describe('a contribution is reversed', () => {
  test('as it was recorded, whatever the rules say by now', () => {
    const world = new World().given(enrol(), contribution('2023-03', { base: '3333.33' }));
    expect(world.when(back('2023-03'))).toMatchObject({
      ok: true,
      value: [
        {
          event: {
            type: 'ContributionReversed',
            occurredOn: '2023-05-10',
            data: { amount: '266.67', personal: '66.67', fromPool: '33.33', balance: '0.00' },
          },
        },
      ],
    });
  });

  test.each<readonly [title: string, given: readonly Step[], when: Step, outcome: string]>([
    ['one that was never recorded', [], back('2023-03'), 'unknown-contribution month'],
    ['of another month', [contribution('2023-03')], back('2023-04'), 'unknown-contribution month'],
    ['twice', [contribution('2023-03'), back('2023-03')], back('2023-03'), 'unknown-contribution month'],
    [
      'what was spent meanwhile',
      [contribution('2023-03'), visit('V1', '10.00', { date: '2023-04-20', account: {} })],
      back('2023-03'),
      'insufficient-balance month',
    ],
    [
      'outside the document',
      [contribution('2023-03')],
      back('2023-03', { date: '2028-01-01' }),
      'policy-not-in-force date',
    ],
  ])('%s: %s', (_title, given, when, outcome) => {
    expect(said(new World().given(enrol(), ...given).when(when))).toBe(outcome);
  });
});

describe('adjustments and transfers', () => {
  test.each<readonly [title: string, given: readonly Step[], when: Step, outcome: string]>([
    ['a credit', [], adjust('A1', 'credit', '10'), 'AccountCredited 10.00, balance 10.00'],
    ['of nothing', [], adjust('A1', 'credit', '0'), 'AccountCredited 0.00, balance 0.00'],
    [
      'a debit of all that is there',
      [topUp('10.00')],
      adjust('A1', 'debit', '10.00'),
      'AccountDebited 10.00, balance 0.00',
    ],
    ['a debit of a fen more', [topUp('10.00')], adjust('A1', 'debit', '10.01'), 'insufficient-balance amount'],
    ['twice', [adjust('A1', 'credit', '10')], adjust('A1', 'debit', '1'), 'already-exists adjustmentId'],
    ['a transfer in', [topUp('10.00')], TRANSFER_IN, 'AccountTransferredIn 80.50, balance 90.50'],
    ['twice', [TRANSFER_IN], TRANSFER_IN, 'already-exists transferId'],
    ['before the document', [], adjust('A1', 'credit', '1', { date: '2022-12-31' }), 'policy-not-in-force date'],
    ['after its last day', [], adjust('A1', 'credit', '1', { date: '2028-01-01' }), 'policy-not-in-force date'],
    ['on its last day', [], adjust('A1', 'credit', '1', { date: '2027-12-31' }), 'AccountCredited 1.00, balance 1.00'],
    [
      'after the account was paid out',
      [TRANSFER_OUT],
      adjust('A1', 'credit', '1', { date: '2023-07-01' }),
      'account-closed',
    ],
    ['a transfer into it', [REFUND], { ...TRANSFER_IN, date: '2023-07-01' }, 'account-closed'],
  ])('%s: %s', (_title, given, when, outcome) => {
    const decided = new World().given(enrol(), ...given).when(when);
    if (!decided.ok) return expect(said(decided)).toBe(outcome);
    const { type, data } = decided.value[0]?.event as { type: string; data: { amount: string; balance: string } };
    return expect(`${type} ${data.amount}, balance ${data.balance}`).toBe(outcome);
  });

  test('before the enrolment, and where there is no account', () => {
    const late = new World().given(enrol({ from: '2023-05-01' }));
    expect(said(late.when(adjust('A1', 'credit', '1')))).toBe('not-entitled date');
    expect(said(new World().given(FLEXIBLE).when(adjust('A1', 'credit', '1')))).toBe('no-account');
    expect(said(new World().given(FLEXIBLE).when(TRANSFER_IN))).toBe('no-account');
  });

  test('a year that is closed takes no more', () => {
    const world = new World().given(enrol());
    world.closed.add(2023);
    for (const step of [adjust('A1', 'credit', '1'), TRANSFER_IN, TRANSFER_OUT, REFUND, INHERIT]) {
      expect(said(world.when(step))).toBe('year-closed date');
    }
    expect(said(world.when(adjust('A1', 'credit', '1', { date: '2024-01-01' })))).toBe('accepted');
  });
});

describe('the whole balance is paid out and the account closed', () => {
  test.each<readonly [when: Step, event: object]>([
    [
      TRANSFER_OUT,
      { type: 'AccountTransferredOut', occurredOn: '2023-06-01', data: { to: '510400', amount: '33.33' } },
    ],
    [REFUND, { type: 'AccountRefunded', occurredOn: '2023-06-01', data: { reason: 'abroad', amount: '33.33' } }],
    [
      INHERIT,
      {
        type: 'AccountInherited',
        occurredOn: '2023-06-01',
        data: { deathDate: '2023-05-01', heir: 'heir-1', amount: '33.33' },
      },
    ],
  ])('$type', (when, event) => {
    const world = new World().given(enrol(), topUp('33.33'));
    expect(world.when(when)).toEqual({ ok: true, value: [{ personId: 'P', event }] });
    expect(world.state()).toMatchObject({ account: 'closed' });
    expect(world.state()?.balance.toFixed(2)).toBe('0.00');
    for (const again of [TRANSFER_OUT, REFUND, INHERIT]) expect(said(world.when(again))).toBe('account-closed');
  });

  test.each<readonly [title: string, given: readonly Step[], when: Step, outcome: string]>([
    ['an empty account', [enrol()], TRANSFER_OUT, 'accepted'],
    ['no account', [FLEXIBLE], TRANSFER_OUT, 'no-account'],
    ['before the death', [enrol()], { ...INHERIT, deathDate: '2023-06-02' }, 'invalid-command deathDate'],
    ['on the day of death', [enrol()], { ...INHERIT, deathDate: '2023-06-01' }, 'accepted'],
    ['outside the document', [enrol()], { ...REFUND, date: '2022-12-31' }, 'policy-not-in-force date'],
    ['before the enrolment', [enrol({ from: '2023-07-01' })], REFUND, 'not-entitled date'],
  ])('%s: %s', (_title, given, when, outcome) => {
    expect(said(new World().given(...given).when(when))).toBe(outcome);
  });

  test('a visit whose account paid cannot be reversed into a closed one', () => {
    const world = new World().given(enrol(), topUp('100.00'), visit('V1', '50.00', { account: {} }), TRANSFER_OUT);
    expect(said(world.when(reversal('V1', '2023-07-01')))).toBe('account-closed personId');
  });
});
