import { expect, test } from '@jest/globals';
import { SAMPLE_POLICY, World, enrol, topUp, visit, type Step } from '../testing/world.ts';

/** "reason amount, article" of each rule that a settlement says it did not apply. */
function notAppliedIn(world: World, step: Step): readonly string[] {
  const outcome = world.when(step);
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  const events = outcome.value.map(({ event }) => event);
  return events
    .flatMap((event) => (event.type === 'VisitSettled' ? event.data.steps : []))
    .filter((one) => one.step === 'not-applied')
    .map(
      ({ reason, amount, rule }) =>
        `${reason ?? ''} ${amount}, ${SAMPLE_POLICY.ruleArticle(rule).split(' art. ')[1] ?? ''}`,
    );
}

const CHRONIC: Step = { type: 'CertifyCondition', programme: 'chronic', condition: 'gout', from: '2023-02-01' };
const REGISTERED: Step = { type: 'RegisterOutOfAreaCare', kind: 'resettled', area: '330100', from: '2023-02-01' };
const FLEXIBLE = enrol({ employment: 'flexible', plan: 'pooled-only' });

test.each<readonly [title: string, given: readonly Step[], when: Step, working: string, said: readonly string[]]>([
  ['below the deductible', [enrol()], visit('V', '150.00'), '200 - 150', ['below-deductible 50.00, 11']],
  [
    'less what the year bore',
    [enrol(), visit('V1', '80.00')],
    visit('V2', '50.00'),
    '200 - 130',
    ['below-deductible 70.00, 11'],
  ],
  ['just the deductible', [enrol()], visit('V', '200.00'), '200 - 200', []],
  ['above it', [enrol()], visit('V', '200.01'), '', []],
  ['nothing in scope', [enrol()], visit('V', '150.00', { inScope: '0' }), 'the deductible is not why', []],
  ['the visit that reaches the cap', [enrol()], visit('V', '2000.00'), '1800 x .60 - 1000', ['cap-used-up 80.00, 11']],
  [
    'a used-up cap',
    [enrol(), visit('V1', '5000.00')],
    visit('V2', '100.00'),
    '100 x .60 - 0',
    ['cap-used-up 60.00, 11'],
  ],
  ['just the cap', [enrol()], visit('V', '1866.67'), '1666.67 x .60 = 1000.002 -> 1000.00', []],
  [
    'not registered elsewhere',
    [enrol()],
    visit('V', '450.00', { institutionId: 'E2' }),
    '',
    ['not-registered 0.00, 1'],
  ],
  ['registered', [enrol(), REGISTERED], visit('V', '450.00', { institutionId: 'E2' }), '', []],
  [
    'excluded elsewhere: a registration would not help',
    [enrol()],
    visit('V', '450.00', { institutionId: 'E2', exclusion: 'third-party' }),
    '',
    [],
  ],
  [
    'no certificate for the condition',
    [enrol()],
    visit('V', '450.00', { condition: 'gout' }),
    '',
    ['no-certificate 0.00, 1'],
  ],
  ['certified, paid as ordinary care', [enrol(), CHRONIC], visit('V', '450.00', { condition: 'gout' }), '', []],
  [
    'certified later',
    [enrol(), { ...CHRONIC, from: '2023-03-02' }],
    visit('V', '450.00', { condition: 'gout' }),
    '',
    ['no-certificate 0.00, 1'],
  ],
  ['no account', [FLEXIBLE], visit('V', '450.00', { account: {} }), '', ['no-account 0.00, 1']],
  ['no account, none asked for', [FLEXIBLE], visit('V', '450.00'), '', []],
  ['an account that is too small', [enrol(), topUp('100.00')], visit('V', '450.00', { account: {} }), '', []],
])('%s', (_title, given, when, _working, said) => {
  expect(notAppliedIn(new World().given(...given), when)).toEqual(said);
});

test.each<readonly [limit: string | undefined, said: readonly string[]]>([
  [undefined, ['held 60.00, 1']], // 300 are left to pay, 40 of 100 can be spent
  ['70.00', ['held 30.00, 1']],
  ['40.00', []],
])('money set aside for another visit, limit %s', (limit, said) => {
  const world = new World().given(enrol(), topUp('100.00'));
  const data = { patientId: 'M', visitId: 'V9', amount: '60.00' };
  world.take({ personId: 'P', event: { type: 'AccountFundsHeld', occurredOn: '2023-02-20', data } });
  expect(notAppliedIn(world, visit('V', '450.00', { account: limit === undefined ? {} : { limit } }))).toEqual(said);
});

test('a refusal for want of a certificate names the article', () => {
  const outcome = new World().given(enrol()).when(visit('V', '450.00', { programme: 'chronic', condition: 'gout' }));
  expect(outcome).toMatchObject({ ok: false, refusal: { code: 'not-certified', article: 'sample-2023 art. 1' } });
});
