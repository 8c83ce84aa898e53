import { describe, expect, test } from '@jest/globals';
import { enrol, topUp, visit, World } from '../../testing/world.ts';
import type { ApproveClaim, SubmitClaim } from '../commands.ts';
import type { PersonState } from '../insured-person/index.ts';
import { deciding, type Outcome } from '../refusal.ts';
import {
  decideApproval,
  decideRejection,
  decideSubmission,
  evolveClaim,
  requireOpenClaim,
  type ClaimDecision,
  type ClaimState,
} from './claim.ts';

const SUBMIT: SubmitClaim = {
  commandId: 'c',
  region: 'sample',
  type: 'SubmitClaim',
  claimId: 'K1',
  visitId: 'V1',
  personId: 'P',
  institutionId: 'H2',
  date: '2023-03-01',
  total: '500.00',
  inScope: '450.00',
  submittedOn: '2023-04-01',
};
const APPROVE: ApproveClaim = {
  commandId: 'd',
  region: 'sample',
  type: 'ApproveClaim',
  claimId: 'K1',
  date: '2023-05-01',
};

function submitted(world: World, extra: Partial<SubmitClaim> = {}): ClaimState {
  const person = world.state() as PersonState;
  const made = decideSubmission({ ...SUBMIT, ...extra }, undefined, person, world.context, 'clerk');
  world.take({ personId: 'P', event: made.person });
  return evolveClaim(undefined, made.claim);
}

function approved(
  world: World,
  claim: ClaimState,
  extra: Partial<ApproveClaim> = {},
  actor = 'reviewer',
): Outcome<ClaimDecision> {
  const person = world.state() as PersonState;
  return deciding(() => decideApproval({ ...APPROVE, ...extra }, claim, person, world.context, actor));
}

function codeOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? 'accepted' : `${outcome.refusal.code} ${outcome.refusal.field ?? ''}`.trim();
}

describe('submitting a claim', () => {
  test('keeps the visit as it was told, without what belongs to the command, and takes the visitId', () => {
    const world = new World().given(enrol());
    const person = world.state() as PersonState;
    const made = decideSubmission(SUBMIT, undefined, person, world.context, 'clerk');
    const { commandId: _c, region: _r, type: _t, claimId: _k, submittedOn: _s, ...fields } = SUBMIT;
    expect(made.claim).toEqual({
      type: 'ClaimSubmitted',
      occurredOn: '2023-04-01',
      data: { visit: fields, submittedOn: '2023-04-01', submittedBy: 'clerk' },
    });
    expect(made.person).toEqual({
      type: 'ReimbursementRequested',
      occurredOn: '2023-04-01',
      data: { claimId: 'K1', visitId: 'V1' },
    });
  });

  test.each<
    readonly [
      title: string,
      world: () => World,
      extra: Partial<SubmitClaim>,
      claim: ClaimState | undefined,
      outcome: string,
    ]
  >([
    ['as it should be', () => new World().given(enrol()), {}, undefined, 'accepted'],
    [
      'a claimId used before',
      () => new World().given(enrol()),
      {},
      { status: 'rejected', submitted: { visit: SUBMIT, submittedOn: '2023-04-01', submittedBy: 'x' } },
      'already-exists claimId',
    ],
    [
      'a visitId used before',
      () => new World().given(enrol(), visit('V1', '10.00')),
      {},
      undefined,
      'already-exists visitId',
    ],
    [
      'inScope above total',
      () => new World().given(enrol()),
      { inScope: '500.01' },
      undefined,
      'invalid-command inScope',
    ],
    [
      'before the enrolment: for the approval to see',
      () => new World().given(enrol({ from: '2023-06-01' })),
      {},
      undefined,
      'accepted',
    ],
  ])('%s: %s', (_title, world, extra, claim, outcome) => {
    const { context, state } = { context: world().context, state: world().state() as PersonState };
    expect(codeOf(deciding(() => decideSubmission({ ...SUBMIT, ...extra }, claim, state, context, 'clerk')))).toBe(
      outcome,
    );
  });

  test('for a visit in a closed year is refused', () => {
    const world = new World().given(enrol());
    world.closed.add(2023);
    const person = world.state() as PersonState;
    expect(codeOf(deciding(() => decideSubmission(SUBMIT, undefined, person, world.context, 'clerk')))).toBe(
      'year-closed date',
    );
  });

  test('no visit may use the visitId while the claim is open', () => {
    const world = new World().given(enrol());
    submitted(world);
    expect(codeOf(world.when(visit('V1', '10.00')))).toBe('already-exists visitId');
  });
});

describe('approving a claim', () => {
  // 450.00 - 200.00 = 250.00; x 0.60 = 150.00. The account holds 100.00 and pays nothing of a claim.
  test('settles the visit by the rules of its date, on the day of the approval, without any account', () => {
    const world = new World().given(enrol(), topUp('100.00'));
    const outcome = approved(world, submitted(world));
    expect(outcome).toMatchObject({
      ok: true,
      value: {
        claim: { type: 'ClaimApproved', occurredOn: '2023-05-01', data: { approvedBy: 'reviewer' } },
        person: {
          type: 'ReimbursementSettled',
          occurredOn: '2023-05-01',
          data: {
            claimId: 'K1',
            visitDate: '2023-03-01',
            deductible: '200.00',
            pooled: '150.00',
            account: '0.00',
            cash: '350.00',
            balance: '100.00',
          },
        },
      },
    });
  });

  test('in a later year moves the accumulators of the visit’s year', () => {
    const world = new World().given(enrol());
    const claim = submitted(world, { submittedOn: '2024-03-31' });
    const outcome = approved(world, claim, { date: '2024-05-01' });
    if (!outcome.ok) throw new Error(outcome.refusal.message);
    world.take({ personId: 'P', event: outcome.value.person });
    const { accumulators } = world.state() as PersonState;
    expect([...accumulators.keys()]).toEqual([2023]);
  });

  test.each<
    readonly [
      title: string,
      submit: Partial<SubmitClaim>,
      approve: Partial<ApproveClaim>,
      actor: string,
      outcome: string,
    ]
  >([
    ['by another actor', {}, {}, 'reviewer', 'accepted'],
    ['by the submitter', {}, {}, 'clerk', 'same-actor actor'],
    ['submitted on the last day', { submittedOn: '2024-03-31' }, { date: '2024-06-01' }, 'reviewer', 'accepted'],
    [
      'submitted a day late',
      { submittedOn: '2024-04-01' },
      { date: '2024-06-01' },
      'reviewer',
      'claim-too-late override',
    ],
    [
      'late, with a reason',
      { submittedOn: '2024-04-01' },
      { date: '2024-06-01', override: '住院' },
      'reviewer',
      'accepted',
    ],
    ['for a visit before the document', { date: '2019-12-31' }, {}, 'reviewer', 'policy-not-in-force date'],
    ['without the certificate', { programme: 'chronic', condition: 'c' }, {}, 'reviewer', 'not-certified condition'],
    ['a referral, which only a claim may settle', { institutionId: 'E2' }, {}, 'reviewer', 'accepted'],
  ])('%s: %s', (_title, submit, approve, actor, outcome) => {
    const register = { type: 'RegisterOutOfAreaCare', kind: 'referred', area: '330100', from: '2023-01-01' };
    const world = new World().given(enrol(), register);
    expect(codeOf(approved(world, submitted(world, submit), approve, actor))).toBe(outcome);
  });

  test.each<readonly [closed: number, outcome: string]>([
    [2023, 'year-closed date'],
    [2024, 'year-closed date'],
    [2022, 'accepted'],
  ])('when %d is closed', (closed, outcome) => {
    const world = new World().given(enrol());
    const claim = submitted(world);
    world.closed.add(closed);
    expect(codeOf(approved(world, claim, { date: '2024-02-01' }))).toBe(outcome);
  });
});

describe('a claim is decided once', () => {
  const world = new World().given(enrol());
  const open = submitted(world);
  const rejection = decideRejection(
    { commandId: 'e', region: 'sample', type: 'RejectClaim', claimId: 'K1', date: '2023-05-01', reason: 'no receipt' },
    open,
    () => false,
    'reviewer',
  );

  test.each<readonly [title: string, state: ClaimState | undefined, outcome: string]>([
    ['none', undefined, 'unknown-claim claimId'],
    ['open', open, 'accepted'],
    ['rejected', evolveClaim(open, rejection.claim), 'claim-not-open claimId'],
    [
      'approved',
      evolveClaim(open, { type: 'ClaimApproved', occurredOn: '2023-05-01', data: { approvedBy: 'r' } }),
      'claim-not-open claimId',
    ],
  ])('%s: %s', (_title, state, outcome) => {
    expect(codeOf(deciding(() => requireOpenClaim('K1', state)))).toBe(outcome);
  });

  test('a rejection frees the visitId', () => {
    world.take({ personId: 'P', event: rejection.person });
    expect(codeOf(world.when(visit('V1', '10.00')))).toBe('accepted');
  });

  test('a rejection dated in a closed year is refused', () => {
    const command = {
      commandId: 'e',
      region: 'sample',
      type: 'RejectClaim',
      claimId: 'K1',
      date: '2023-05-01',
      reason: 'r',
    } as const;
    expect(codeOf(deciding(() => decideRejection(command, open, () => true, 'reviewer')))).toBe('year-closed date');
  });
});
