import { describe, expect, test } from '@jest/globals';
import { enrol, topUp, visit, World, type Step } from '../../testing/world.ts';
import type { Outcome } from '../refusal.ts';
import type { Written } from '../../testing/world.ts';
import type { VisitSettled } from './events.ts';

function settledBy(outcome: Outcome<readonly Written[]>): VisitSettled {
  const event = outcome.ok ? outcome.value.find((one) => one.event.type === 'VisitSettled')?.event : undefined;
  if (event?.type !== 'VisitSettled') throw new Error(JSON.stringify(outcome));
  return event.data;
}

function said(outcome: Outcome<unknown>): string {
  return outcome.ok ? 'accepted' : `${outcome.refusal.code} ${outcome.refusal.field ?? ''}`.trim();
}

/** "pooled/account/cash", and the reason where the pool does not cover the visit. */
function parts(outcome: Outcome<readonly Written[]>): string {
  if (!outcome.ok) return said(outcome);
  const { pooled, account, cash, reason } = settledBy(outcome);
  return `${pooled}/${account}/${cash}${reason === null ? '' : ` ${reason}`}`;
}

const RETIRED = enrol({ employment: 'retired', birthDate: '1960-05-20' });
const certify = (programme: string, condition = 'c'): Step => ({
  type: 'CertifyCondition',
  programme,
  condition,
  from: '2023-02-01',
});
const register = (kind: string): Step => ({ type: 'RegisterOutOfAreaCare', kind, area: '330100', from: '2023-02-01' });
const stay: Step = {
  type: 'RecordInpatientStay',
  stayId: 'S',
  institutionId: 'H3',
  admittedOn: '2023-02-27',
  dischargedOn: '2023-03-02',
  pooledPaid: '0',
};

describe('what the pooled fund pays', () => {
  test.each<readonly [title: string, given: readonly Step[], when: Step, working: string, parts: string]>([
    ['below the deductible', [enrol()], visit('V', '150.00'), '150 < 200', '0.00/0.00/150.00'],
    ['above it', [enrol()], visit('V', '500.00', { inScope: '450.00' }), '(450 - 200) x .60', '150.00/0.00/350.00'],
    ['retired', [RETIRED], visit('V', '450.00'), '(450 - 150) x .60', '180.00/0.00/270.00'],
    ['tier 3', [enrol()], visit('V', '450.00', { institutionId: 'H3' }), '(450 - 200) x .50', '125.00/0.00/325.00'],
    [
      'the deductible once a year',
      [enrol(), visit('V1', '150.00')],
      visit('V2', '150.00'),
      '(150 - 50) x .60',
      '60.00/0.00/90.00',
    ],
    [
      'anew in the next year',
      [enrol(), visit('V1', '450.00')],
      visit('V2', '150.00', { date: '2024-01-01' }),
      '150 < 200',
      '0.00/0.00/150.00',
    ],
    [
      'of an earlier year, settled later',
      [enrol(), visit('V1', '450.00', { date: '2024-01-01' })],
      visit('V2', '450.00', { date: '2023-12-31' }),
      '(450 - 200) x .60',
      '150.00/0.00/300.00',
    ],
    ['up to the cap', [enrol()], visit('V', '5000.00'), '4800 x .60 = 2880, cap 1000', '1000.00/0.00/4000.00'],
    [
      'nothing above the cap',
      [enrol(), visit('V1', '5000.00')],
      visit('V2', '100.00'),
      '1000 were paid',
      '0.00/0.00/100.00',
    ],
    [
      'half up to the fen',
      [enrol()],
      visit('V', '300.11', { institutionId: 'H3' }),
      '100.11 x .50 = 50.055',
      '50.06/0.00/250.05',
    ],
    ['nothing in scope', [enrol()], visit('V', '80.00', { inScope: '0' }), '0', '0.00/0.00/80.00'],
    ['of nothing', [enrol()], visit('V', '0'), '0', '0.00/0.00/0.00'],
    [
      'at an internet hospital: the host’s tier',
      [enrol()],
      visit('V', '450.00', { institutionId: 'N2' }),
      '(450 - 200) x .60',
      '150.00/0.00/300.00',
    ],
    [
      'at a pharmacy with a prescription',
      [enrol()],
      visit('V', '450.00', { institutionId: 'D1', prescription: true }),
      '(450 - 200) x .50',
      '125.00/0.00/325.00',
    ],
    [
      'day surgery, a deductible each time',
      [enrol(), visit('V1', '100.00', { programme: 'day-surgery' })],
      visit('V2', '100.00', { programme: 'day-surgery' }),
      '(100 - 42.505) x .80 = 45.996',
      '46.00/0.00/54.00',
    ],
    [
      'a drug: 10% first',
      [enrol()],
      visit('V', '1000.05', { programme: 'negotiated-drug', drug: 'X' }),
      '100.005 -> 100.01; (900.04 - 300) x .70 = 420.028',
      '420.03/0.00/580.02',
    ],
    [
      'another drug has its own deductible',
      [enrol(), visit('V1', '1000.00', { programme: 'negotiated-drug', drug: 'X' })],
      visit('V2', '1000.00', { programme: 'negotiated-drug', drug: 'Y' }),
      '(900 - 300) x .70',
      '420.00/0.00/580.00',
    ],
    [
      'the same drug does not',
      [enrol(), visit('V1', '1000.00', { programme: 'negotiated-drug', drug: 'X' })],
      visit('V2', '1000.00', { programme: 'negotiated-drug', drug: 'X' }),
      '900 x .70',
      '630.00/0.00/370.00',
    ],
    [
      'chronic',
      [enrol(), certify('chronic')],
      visit('V', '100.00', { programme: 'chronic', condition: 'c' }),
      '100 x .70',
      '70.00/0.00/30.00',
    ],
  ])('%s', (_title, given, when, _working, expected) => {
    expect(parts(new World().given(...given).when(when))).toBe(expected);
  });

  test('what a programme’s cap cuts off goes on under ordinary rules, exactly', () => {
    // Cap 100: 100 / .70 = 142.857… in scope fill it; 857.142… go on: - 200 = 657.142… x .60 = 394.2857… -> 394.29.
    const world = new World({ 'chronic.cap': '100.00' }).given(enrol(), certify('chronic'));
    const settled = settledBy(world.when(visit('V', '1000.00', { programme: 'chronic', condition: 'c' })));
    expect(settled).toMatchObject({
      payments: { chronic: '100.00', ordinary: '394.29' },
      deductible: '200.00',
      pooled: '494.29',
      cash: '505.71',
      moved: [
        { accumulator: 'chronic', paid: '100.00' },
        { accumulator: 'ordinary', deductible: '200.00', paid: '394.29' },
      ],
    });
  });

  test('but not where ordinary care would not be covered, nor where the rule says nothing of it', () => {
    const world = new World({ 'chronic.cap': '100.00' }).given(enrol(), certify('chronic'), certify('special'));
    const notPooling = visit('V1', '1000.00', { programme: 'chronic', condition: 'c', institutionId: 'X1' });
    expect(settledBy(world.when(notPooling)).payments).toEqual({ chronic: '100.00' });
    const next = visit('V2', '1000.00', { programme: 'special', condition: 'c', date: '2024-01-01' });
    expect(settledBy(world.when(next)).payments).toEqual({ special: '100.00' });
  });

  test('a smaller deductible after retirement is not given back', () => {
    const retire = { type: 'ChangeEmployment', employment: 'retired', completedOn: '2023-03-15' };
    const world = new World().given(enrol(), visit('V1', '180.00'), retire);
    expect(parts(world.when(visit('V2', '100.00', { date: '2023-04-01' })))).toBe('60.00/0.00/40.00');
  });

  test('every step names the row that decided, what went in and what came out', () => {
    const world = new World().given(enrol(), topUp('20.00'));
    expect(settledBy(world.when(visit('V', '5000.00', { account: { limit: '10' } }))).steps).toEqual([
      { step: 'deductible', rule: 'ordinary.deductible/1', amount: '200.00', standard: '200.00', before: '0.00' },
      { step: 'share', rule: 'ordinary.rate/1', amount: '2880.00', of: '4800.00', rate: '0.6', line: 'ordinary' },
      { step: 'cap', rule: 'ordinary.cap/1', amount: '1000.00', cap: '1000.00', before: '0.00' },
      { step: 'not-applied', rule: 'ordinary.rate/1', amount: '1880.00', reason: 'cap-used-up' },
      { step: 'account', rule: 'account.useVisit/1', amount: '10.00', balance: '20.00', limit: '10.00' },
    ]);
  });
});

describe('what the pooled fund does not cover is settled all the same', () => {
  const suspend = { type: 'SuspendEntitlement', from: '2023-03-01' };
  const long = { admittedAt: '2023-03-01T08:00', dischargedAt: '2023-03-03T08:01' };

  test.each<readonly [title: string, given: readonly Step[], extra: Partial<Step>, reason: string | null]>([
    ['excluded', [], { exclusion: 'third-party' }, 'third-party'],
    ['a code that the document does not know', [], { exclusion: 'abroad' }, 'abroad'],
    ['during a stay', [stay], {}, 'inpatient-stay'],
    ['on the day of admission', [stay], { date: '2023-02-27' }, null],
    ['on the day of discharge', [stay], { date: '2023-03-02' }, null],
    ['another programme during a stay', [stay], { programme: 'emergency-rescue' }, null],
    ['suspended', [suspend], {}, 'entitlement-suspended'],
    ['the day before', [suspend], { date: '2023-02-28' }, null],
    ['not registered', [], { institutionId: 'E2' }, 'not-registered'],
    ['registered', [register('resettled')], { institutionId: 'E2' }, null],
    ['before the registration', [register('resettled')], { institutionId: 'E2', date: '2023-01-31' }, 'not-registered'],
    [
      'ended',
      [register('resettled'), { type: 'EndOutOfAreaCare', area: '330100', from: '2023-03-01' }],
      { institutionId: 'E2' },
      'not-registered',
    ],
    ['outside outpatient pooling', [], { institutionId: 'X1' }, 'institution-not-pooling'],
    ['without a prescription', [], { institutionId: 'D1' }, 'no-prescription'],
    ['over 48 hours', [], { programme: 'day-surgery', ...long }, 'over-48-hours'],
    ['just 48 hours', [], { programme: 'day-surgery', ...long, dischargedAt: '2023-03-03T08:00' }, null],
    ['the exclusion comes before the stay', [stay, suspend], { exclusion: 'third-party' }, 'third-party'],
    ['the stay before the suspension', [stay, suspend], {}, 'inpatient-stay'],
    ['the suspension before the place', [suspend], { institutionId: 'E2' }, 'entitlement-suspended'],
  ])('%s', (_title, given, extra, reason) => {
    const settled = settledBy(
      new World().given(enrol(), topUp('30.00'), ...given).when(visit('V', '450.00', { account: {}, ...extra })),
    );
    expect(settled.reason).toBe(reason);
    if (reason === null) return;
    expect(settled).toMatchObject({
      pooled: '0.00',
      payments: {},
      deductible: '0.00',
      selfPayFirst: '0.00',
      moved: [],
      account: '30.00',
      cash: '420.00',
    });
  });

  test('an exclusion may bar the account too', () => {
    const world = new World().given(enrol(), topUp('30.00'));
    expect(parts(world.when(visit('V', '450.00', { account: {}, exclusion: 'fitness' })))).toBe(
      '0.00/0.00/450.00 fitness',
    );
  });
});

describe('refusals', () => {
  test.each<readonly [title: string, given: readonly Step[], when: Step, outcome: string]>([
    ['a visitId used before', [visit('V', '1.00')], visit('V', '2.00'), 'already-exists visitId'],
    ['inScope above total', [], visit('V', '1.00', { inScope: '1.01' }), 'invalid-command inScope'],
    ['examination above total', [], visit('V', '1.00', { examination: '1.01' }), 'invalid-command examination'],
    [
      'outOfCatalogue above total',
      [],
      visit('V', '1.00', { outOfCatalogue: '1.01' }),
      'invalid-command outOfCatalogue',
    ],
    ['before the document', [], visit('V', '1.00', { date: '2022-12-31' }), 'policy-not-in-force date'],
    ['after its last day', [], visit('V', '1.00', { date: '2028-01-01' }), 'policy-not-in-force date'],
    [
      'without a certificate',
      [],
      visit('V', '1.00', { programme: 'chronic', condition: 'c' }),
      'not-certified condition',
    ],
    [
      'certified for another condition',
      [certify('chronic', 'd')],
      visit('V', '1.00', { programme: 'chronic', condition: 'c' }),
      'not-certified condition',
    ],
    [
      'certified for another programme',
      [certify('special')],
      visit('V', '1.00', { programme: 'chronic', condition: 'c' }),
      'not-certified condition',
    ],
    [
      'certified later',
      [certify('chronic')],
      visit('V', '1.00', { programme: 'chronic', condition: 'c', date: '2023-01-31' }),
      'not-certified condition',
    ],
    [
      'two-diseases, ended by a chronic certificate',
      [certify('two-diseases'), certify('chronic')],
      visit('V', '1.00', { programme: 'two-diseases', condition: 'c' }),
      'not-certified programme',
    ],
    [
      'not by one for another disease',
      [certify('two-diseases'), certify('chronic', 'd')],
      visit('V', '1.00', { programme: 'two-diseases', condition: 'c' }),
      'accepted',
    ],
    [
      'a referral: by claim only',
      [register('referred')],
      visit('V', '1.00', { institutionId: 'E2' }),
      'claim-required institutionId',
    ],
    [
      'a referral that would not be covered anyway',
      [register('referred')],
      visit('V', '1.00', { institutionId: 'E2', exclusion: 'other' }),
      'accepted',
    ],
  ])('%s: %s', (_title, given, when, outcome) => {
    expect(said(new World().given(enrol(), ...given).when(when))).toBe(outcome);
  });

  test('a rate that nobody published is missing by its name, with the article that needs it', () => {
    const world = new World({ 'chronic.rate': undefined }).given(enrol(), certify('chronic'));
    expect(world.when(visit('V', '1.00', { programme: 'chronic', condition: 'c' }))).toMatchObject({
      refusal: { code: 'parameter-missing', field: 'chronic.rate', article: 'sample-2023 art. 1' },
    });
  });

  test('before the enrolment', () => {
    expect(said(new World().given(enrol({ from: '2023-03-02' })).when(visit('V', '1.00')))).toBe('not-entitled date');
    expect(said(new World().given(enrol({ from: '2023-03-01' })).when(visit('V', '1.00')))).toBe('accepted');
  });
});
