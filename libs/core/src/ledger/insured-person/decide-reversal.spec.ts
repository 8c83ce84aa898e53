import { describe, expect, test } from '@jest/globals';
import { enrol, reversal, topUp, visit, World, type Step } from '../../testing/world.ts';
import type { Outcome } from '../refusal.ts';
import { personView } from './person-view.ts';
import type { PersonState } from './state.ts';

function said(outcome: Outcome<unknown>): string {
  return outcome.ok ? 'accepted' : `${outcome.refusal.code} ${outcome.refusal.field ?? ''}`.trim();
}

function viewOf(world: World, personId = 'P'): unknown {
  return personView(world.state(personId) as PersonState);
}

describe('a settlement is taken back amount by amount', () => {
  test('pooled part, account part, accumulators', () => {
    const world = new World().given(enrol(), topUp('100.00'));
    const before = viewOf(world);
    world.given(visit('V', '450.00', { account: {} }));
    expect(world.when(reversal('V'))).toMatchObject({
      ok: true,
      value: [
        {
          event: {
            type: 'SettlementReversed',
            occurredOn: '2023-03-02',
            data: {
              visitId: 'V',
              settledAt: 2,
              visitDate: '2023-03-01',
              payments: { ordinary: '150.00' },
              pooled: '150.00',
              account: '100.00',
              cash: '200.00',
              moved: [{ accumulator: 'ordinary', deductible: '200.00', paid: '150.00' }],
              balance: '100.00',
            },
          },
        },
      ],
    });
    expect(viewOf(world)).toEqual(before);
  });

  test('in a later year the accumulators of the visit’s year move', () => {
    const world = new World().given(enrol(), visit('V', '450.00'), reversal('V', '2024-02-01'));
    expect([...(world.state()?.accumulators.keys() ?? [])]).toEqual([2023]);
    expect(viewOf(world)).toMatchObject({ accumulators: {} });
  });

  test('what lies in between stands (A11): its deductible was borne by the first', () => {
    const world = new World().given(enrol(), visit('V1', '450.00'), visit('V2', '100.00'), reversal('V1'));
    expect(viewOf(world)).toMatchObject({
      accumulators: { '2023': { ordinary: { deductible: '0.00', paid: '60.00' } } },
    });
  });

  test('what a family member’s account paid goes back to it', () => {
    const owner = { ...enrol(), personId: 'O' };
    const link = { type: 'LinkFamilyMember', personId: 'O', memberId: 'P', relation: 'spouse', from: '2023-02-01' };
    const world = new World().given(enrol(), owner, { ...topUp('100.00'), personId: 'O' }, link);
    const before = [viewOf(world, 'P'), viewOf(world, 'O')];
    world.given(visit('V', '450.00', { account: { ownerId: 'O' } }));
    expect(world.when(reversal('V'))).toMatchObject({
      value: [
        { personId: 'P', event: { type: 'SettlementReversed', data: { account: '100.00', accountOwner: 'O' } } },
        {
          personId: 'O',
          event: {
            type: 'AccountCredited',
            data: { cause: 'reversal', visitId: 'V', amount: '100.00', balance: '100.00' },
          },
        },
      ],
    });
    expect([viewOf(world, 'P'), viewOf(world, 'O')]).toEqual(before);
    expect(world.state('O')?.origin.spent.toFixed(2)).toBe('0.00');
  });

  test('after a carry-over', () => {
    const world = new World().given(enrol(), topUp('100.00'), visit('V', '450.00', { account: {} }));
    world.given({ type: 'CarryOverYear', year: 2023 }, reversal('V', '2024-01-10'));
    expect(viewOf(world)).toEqual({ balance: '100.00', accumulators: {}, employment: 'on-job', entitled: true });
    expect(said(world.when(reversal('V', '2024-01-11')))).toBe('already-reversed visitId');
  });
});

describe('refusals', () => {
  test.each<readonly [title: string, given: readonly Step[], when: Step, outcome: string]>([
    ['a visit that nobody knows', [], reversal('X'), 'unknown-visit visitId'],
    ['twice', [reversal('V')], reversal('V'), 'already-reversed visitId'],
    ['on the visit’s own day', [], reversal('V', '2023-03-01'), 'accepted'],
    ['outside the document', [], reversal('V', '2028-01-01'), 'policy-not-in-force date'],
    ['its visitId is not free again', [reversal('V')], visit('V', '1.00'), 'already-exists visitId'],
  ])('%s: %s', (_title, given, when, outcome) => {
    expect(said(new World().given(enrol(), visit('V', '450.00'), ...given).when(when))).toBe(outcome);
  });

  test('a visit of a closed year can still be reversed on a later date, not within the year', () => {
    const world = new World().given(enrol(), visit('V', '450.00'));
    world.closed.add(2023);
    expect(said(world.when(reversal('V', '2023-12-31')))).toBe('year-closed date');
    expect(said(world.when(reversal('V', '2024-01-01')))).toBe('accepted');
  });

  test('where no account paid, a closed one is no hindrance', () => {
    const close = { type: 'RefundAccount', reason: 'r', date: '2023-04-01' };
    const world = new World().given(enrol(), visit('V', '450.00'), close);
    expect(said(world.when(reversal('V', '2023-05-01')))).toBe('accepted');
  });

  test('a claim’s visit that is not approved yet cannot be reversed', () => {
    const world = new World().given(enrol());
    const data = { claimId: 'K', visitId: 'V' };
    world.take({ personId: 'P', event: { type: 'ReimbursementRequested', occurredOn: '2023-03-01', data } });
    expect(said(world.when(reversal('V')))).toBe('unknown-visit visitId');
  });
});
