import { describe, expect, test } from '@jest/globals';
import { Policy } from '../../policy/policy.ts';
import type { SupervisionRules } from '../../supervision/violations.ts';
import { SAMPLE_PACK } from '../../testing/sample-pack.ts';
import { enrol, visit, World } from '../../testing/world.ts';
import { NO_PAYMENT_TERMS } from '../institution/payment-terms.ts';
import { deciding } from '../refusal.ts';
import type { CaseCommand } from './commands.ts';
import { caseStream, decideCase, evolveCase, type CaseEvent, type CaseState } from './supervision-case.ts';

const SUPERVISION: SupervisionRules = {
  budgets: [],
  violations: [{ name: 'impersonation', title: { zh: '冒名顶替', en: 'Impersonation' }, article: '17' }],
  authorities: [{ name: 'public-security', title: { zh: '公安', en: 'Public security' }, article: '28' }],
  payment: NO_PAYMENT_TERMS,
  served: [],
};
const COVERAGE = [{ article: '17', treatment: 'reported', by: 'cases' }] as const;
const POLICY = new Policy({ ...SAMPLE_PACK, coverage: COVERAGE }, 'sample', SUPERVISION);

const WORLD = new World().given(enrol(), visit('V1', '10.00'));

type Told = { readonly type: CaseCommand['type']; readonly actor?: string } & { readonly [field: string]: unknown };

const open = (extra: object = {}): Told => ({
  type: 'OpenCase',
  date: '2023-05-01',
  violation: 'impersonation',
  about: { warnings: ['3200'], institutionId: 'H2' },
  reason: 'two places at once',
  actor: 'inspector',
  ...extra,
});
const decide = (extra: object = {}): Told => ({
  type: 'DecideCase',
  date: '2023-06-01',
  outcome: 'violation-found',
  amountToRecover: '100.00',
  article: '17',
  reason: 'admitted',
  actor: 'reviewer',
  ...extra,
});
const handOver = (extra: object = {}): Told => ({
  type: 'HandOverCase',
  date: '2023-06-02',
  authority: 'public-security',
  reason: 'criminal',
  ...extra,
});
const recover = (amount: string, reference = 'B1', extra: object = {}): Told => ({
  type: 'RecordRecovery',
  date: '2023-07-01',
  amount,
  reference,
  ...extra,
});

/** What a command makes of what was told before. */
function told(before: readonly Told[], { actor = 'operator', ...command }: Told) {
  let state: CaseState | undefined;
  for (const each of before) state = evolveCase(state, decided(each, state));
  return deciding(() => decided({ ...command, actor }, state));
}

function decided({ actor = 'operator', ...command }: Told, state: CaseState | undefined): CaseEvent {
  const whole = { commandId: 'c', region: 'sample', caseId: 'K1', ...command } as unknown as CaseCommand;
  return decideCase(whole, state, {
    policy: POLICY,
    isYearClosed: (year) => year === 2022,
    isInstitution: (id) => WORLD.institutions.has(id),
    person: (id) => WORLD.state(id),
    actor,
  });
}

test('every case has a stream of its own', () => {
  expect(caseStream('sample', 'K1')).toBe('supervision-sample.K1');
});

describe('a case', () => {
  test.each<readonly [title: string, given: readonly Told[], when: Told, type: string, then: object]>([
    [
      'is opened about what it names, each once, with the article of its violation',
      [],
      open({
        about: {
          warnings: ['3200', '3200'],
          visits: [
            { personId: 'P', visitId: 'V1' },
            { visitId: 'V1', personId: 'P' },
          ],
        },
      }),
      'CaseOpened',
      {
        violation: 'impersonation',
        article: '17',
        warnings: ['3200'],
        visits: [{ personId: 'P', visitId: 'V1' }],
        reason: 'two places at once',
        openedBy: 'inspector',
      },
    ],
    [
      'is decided by another person',
      [open()],
      decide({ amountToRecover: '100' }),
      'CaseDecided',
      {
        outcome: 'violation-found',
        amountToRecover: '100.00',
        article: '17',
        reason: 'admitted',
        decidedBy: 'reviewer',
      },
    ],
    [
      'is handed over before it is decided',
      [open()],
      handOver(),
      'CaseHandedOver',
      { authority: 'public-security', article: '28', reason: 'criminal', handedOverBy: 'operator' },
    ],
    [
      'gets money back in parts',
      [open(), decide(), recover('30.00')],
      recover('70', 'B2'),
      'AmountRecovered',
      { amount: '70.00', reference: 'B2', recovered: '100.00', left: '0.00' },
    ],
  ])('%s', (_title, given, when, type, data) => {
    expect(told(given, when)).toEqual({ ok: true, value: { type, occurredOn: when.date, data } });
  });

  test.each<readonly [title: string, given: readonly Told[], when: Told, refusal: string]>([
    ['about nothing', [], open({ about: {} }), 'invalid-command about'],
    ['about nobody', [], open({ about: { personId: 'Q' } }), 'unknown-person about.personId'],
    ['about no institution', [], open({ about: { institutionId: 'H8' } }), 'unknown-institution about.institutionId'],
    [
      'about the visit of nobody',
      [],
      open({ about: { visits: [{ personId: 'Q', visitId: 'V1' }] } }),
      'unknown-person about.visits',
    ],
    [
      'about no visit',
      [],
      open({ about: { visits: [{ personId: 'P', visitId: 'V9' }] } }),
      'unknown-visit about.visits',
    ],
    ['of another kind than the document names', [], open({ violation: 'luck' }), 'unknown-violation violation'],
    ['opened twice', [open()], open(), 'already-exists caseId'],
    ['opened in a closed year', [], open({ date: '2022-05-01' }), 'year-closed date'],
    ['decided before it is opened', [], decide(), 'unknown-case caseId'],
    ['handed over before it is opened', [], handOver(), 'unknown-case caseId'],
    ['recovered before it is opened', [], recover('1.00'), 'unknown-case caseId'],
    ['decided by who opened it', [open()], decide({ actor: 'inspector' }), 'same-actor actor'],
    ['decided twice', [open(), decide()], decide(), 'case-not-open caseId'],
    ['decided before its day', [open()], decide({ date: '2023-04-30' }), 'invalid-command date'],
    ['decided by no article', [open()], decide({ article: '99' }), 'invalid-command article'],
    [
      'without violation, with an amount',
      [open()],
      decide({ outcome: 'no-violation' }),
      'invalid-command amountToRecover',
    ],
    ['handed over to nobody', [open()], handOver({ authority: 'luck' }), 'unknown-authority authority'],
    ['handed over twice to one', [open(), handOver()], handOver(), 'already-exists authority'],
    ['handed over before its day', [open()], handOver({ date: '2023-04-30' }), 'invalid-command date'],
    ['recovered before it is decided', [open()], recover('1.00'), 'case-not-decided caseId'],
    ['recovered with nothing', [open(), decide()], recover('0.00'), 'invalid-command amount'],
    ['recovered beyond what was decided', [open(), decide()], recover('100.01'), 'exceeds-decision amount'],
    [
      'recovered beyond what is left',
      [open(), decide(), recover('60.00')],
      recover('40.01', 'B2'),
      'exceeds-decision amount',
    ],
    [
      'recovered twice by one payment',
      [open(), decide(), recover('1.00')],
      recover('1.00'),
      'already-exists reference',
    ],
    [
      'recovered before the decision',
      [open(), decide()],
      recover('1.00', 'B1', { date: '2023-05-31' }),
      'invalid-command date',
    ],
    [
      'recovered where there is no violation',
      [open(), decide({ outcome: 'no-violation', amountToRecover: '0' })],
      recover('1.00'),
      'exceeds-decision amount',
    ],
  ])('is refused %s', (_title, given, when, refusal) => {
    const outcome = told(given, when);
    expect(outcome.ok ? 'accepted' : `${outcome.refusal.code} ${outcome.refusal.field ?? ''}`).toBe(refusal);
  });
});
