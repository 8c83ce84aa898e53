import { describe, expect, test } from '@jest/globals';
import type { LocalParameter, ParameterLimit } from '../../policy/pack.ts';
import { Policy } from '../../policy/policy.ts';
import { SAMPLE_PACK } from '../../testing/sample-pack.ts';
import { deciding, type Outcome } from '../refusal.ts';
import { decidePublication, ParametersState, type ParametersEvent } from './local-parameters.ts';

const title = { zh: '', en: '' };
const DECLARED: readonly LocalParameter[] = [
  { article: '1', name: 'ordinary.rate', unit: 'rate', by: ['status', 'tier'], title },
  { article: '1', name: 'ordinary.deductible', unit: 'yuan', by: ['status', 'tier'], title },
  { article: '1', name: 'ordinary.cap', unit: 'yuan', by: ['status', 'tier'], title },
  { article: '1', name: 'averagePension', unit: 'yuan', title },
  { article: '1', name: 'switch.internet', unit: 'switch', title },
  { article: '1', name: 'legacy.credit', unit: 'yuan', by: ['age'], title },
  { article: '1', name: 'by.status', unit: 'rate', by: ['status'], title },
];

/** The limits of chongqing 2(2)1: not below 50% at medical institutions, some tilt to the retired, none against them. */
const LIMITS: readonly ParameterLimit[] = [
  { article: '2(2)1', kind: 'at-least', parameter: 'ordinary.rate', tiers: ['1', '2', '3'], value: '0.50' },
  {
    article: '2(2)1',
    kind: 'tilt-to-retired',
    rate: 'ordinary.rate',
    deductible: 'ordinary.deductible',
    cap: 'ordinary.cap',
    tiers: ['1', '2', '3'],
  },
];

type Values = Readonly<Record<string, string>>;
type Publication = readonly [effectiveFrom: string, values: Values];

function publish(
  state: ParametersState,
  [effectiveFrom, values]: Publication,
  limits = LIMITS,
): Outcome<ParametersEvent> {
  const command = {
    commandId: 'c',
    region: 'sample',
    type: 'PublishParameters',
    effectiveFrom,
    values,
    basis: '通知',
  } as const;
  const policy = new Policy({ ...SAMPLE_PACK, limits }, 'h');
  return deciding(() => decidePublication(command, state, policy, DECLARED));
}

function given(...publications: readonly Publication[]): ParametersState {
  return publications.reduce((state, publication) => {
    const outcome = publish(state, publication);
    if (!outcome.ok) throw new Error(outcome.refusal.message);
    return state.evolve(outcome.value);
  }, ParametersState.initial);
}

/** What a table's last column says: published, or the code and the field of the refusal. */
function said(outcome: Outcome<ParametersEvent>): string {
  return outcome.ok ? 'published' : `${outcome.refusal.code} ${outcome.refusal.field ?? ''}`;
}

describe('names and forms', () => {
  const invalid = (name: string): string => `invalid-command values.${name}`;

  test.each<readonly [name: string, value: string, outcome: string]>([
    ['averagePension', '4000.00', 'published'],
    ['averagePension', '4000.005', invalid('averagePension')],
    ['averagePension', '-1', invalid('averagePension')],
    ['averagePension', 'much', invalid('averagePension')],
    ['averagePension.retired', '4000.00', invalid('averagePension.retired')],
    ['ordinary.rate', '0.55', 'published'],
    ['ordinary.rate.retired.3', '0.55', 'published'],
    ['ordinary.rate.pharmacy', '0.40', 'published'],
    ['ordinary.rate.3.retired', '0.55', invalid('ordinary.rate.3.retired')],
    ['ordinary.rate.4', '0.55', invalid('ordinary.rate.4')],
    ['ordinary.rate.flexible', '0.55', invalid('ordinary.rate.flexible')],
    ['ordinary.rate.', '0.55', invalid('ordinary.rate.')],
    ['ordinary.rate', '55', invalid('ordinary.rate')],
    ['ordinary.rate', '55%', invalid('ordinary.rate')],
    ['ordinary.rate', '1', 'published'],
    ['ordinary.rate', '1.01', invalid('ordinary.rate')],
    ['by.status.retired', '0.5', 'published'],
    ['by.status.3', '0.5', invalid('by.status.3')],
    ['switch.internet', 'on', 'published'],
    ['switch.internet', 'off', 'published'],
    ['switch.internet', 'true', invalid('switch.internet')],
    ['legacy.credit.from-age-45', '90.00', 'published'],
    ['legacy.credit.from-age-045', '90.00', invalid('legacy.credit.from-age-045')],
    ['legacy.credit', '90.00', invalid('legacy.credit')],
    ['nobody.asks', '1.00', invalid('nobody.asks')],
    ['__proto__x', '1.00', invalid('__proto__x')],
  ])('%s: "%s"', (name, value, outcome) => {
    expect(said(publish(ParametersState.initial, ['2023-01-01', { [name]: value }]))).toBe(outcome);
  });

  test('one wrong value refuses the whole publication', () => {
    const values = { averagePension: '4000.00', 'ordinary.rate': '2' };
    expect(said(publish(ParametersState.initial, ['2023-01-01', values]))).toBe(invalid('ordinary.rate'));
  });

  test('what is published is dated the day on which it takes effect', () => {
    expect(publish(ParametersState.initial, ['2023-07-01', { averagePension: '4000.00' }])).toEqual({
      ok: true,
      value: {
        type: 'ParametersPublished',
        occurredOn: '2023-07-01',
        data: { effectiveFrom: '2023-07-01', values: { averagePension: '4000.00' }, basis: '通知' },
      },
    });
  });
});

describe("the document's own limits (chongqing 2(2)1)", () => {
  const rate = 'parameter-outside-limits ordinary.rate';
  const deductible = 'parameter-outside-limits ordinary.deductible';
  const cap = 'parameter-outside-limits ordinary.cap';
  const from = (day: string, values: Values): Publication => [day, values];
  const JAN = '2023-01-01';

  test.each<readonly [title: string, given: readonly Publication[], Publication, outcome: string]>([
    ['50% is enough', [], from(JAN, { 'ordinary.rate': '0.50' }), 'published'],
    ['45% is not', [], from(JAN, { 'ordinary.rate': '0.45' }), rate],
    ['nor for one tier alone', [], from(JAN, { 'ordinary.rate': '0.60', 'ordinary.rate.3': '0.49' }), rate],
    ['nor for one status', [], from(JAN, { 'ordinary.rate.on-job': '0.49' }), rate],
    [
      'pharmacies are free of it',
      [],
      from(JAN, { 'ordinary.rate': '0.50', 'ordinary.rate.pharmacy': '0.40' }),
      'published',
    ],
    ['the retired get more', [], from(JAN, { 'ordinary.rate': '0.50', 'ordinary.rate.retired': '0.55' }), 'published'],
    ['less is a tilt against them', [], from(JAN, { 'ordinary.rate': '0.60', 'ordinary.rate.retired': '0.55' }), rate],
    ['also at one tier alone', [], from(JAN, { 'ordinary.rate': '0.60', 'ordinary.rate.retired.2': '0.59' }), rate],
    [
      'also at pharmacies',
      [],
      from(JAN, { 'ordinary.rate.on-job.pharmacy': '0.60', 'ordinary.rate.retired.pharmacy': '0.50' }),
      rate,
    ],
    [
      'a higher deductible is one',
      [],
      from(JAN, { 'ordinary.deductible': '200', 'ordinary.deductible.retired': '300' }),
      deductible,
    ],
    ['a lower cap is one', [], from(JAN, { 'ordinary.cap': '2000', 'ordinary.cap.retired': '1500' }), cap],
    [
      'rate and deductible alone need no tilt yet',
      [],
      from(JAN, { 'ordinary.rate': '0.5', 'ordinary.deductible': '200' }),
      'published',
    ],
    [
      'all three without any tilt',
      [],
      from(JAN, { 'ordinary.rate': '0.5', 'ordinary.deductible': '200', 'ordinary.cap': '1500' }),
      rate,
    ],
    [
      'the third one makes it due',
      [from(JAN, { 'ordinary.rate': '0.5', 'ordinary.deductible': '200' })],
      from('2023-02-01', { 'ordinary.cap': '1500' }),
      rate,
    ],
    [
      'a tilt in any of the three is enough',
      [from(JAN, { 'ordinary.rate': '0.5', 'ordinary.deductible': '200' })],
      from('2023-02-01', { 'ordinary.cap': '1500', 'ordinary.cap.retired': '2000' }),
      'published',
    ],
    [
      'a tilt that a later day would take away',
      [
        from('2023-06-01', { 'ordinary.rate': '0.6' }),
        from(JAN, { 'ordinary.deductible': '200', 'ordinary.cap': '1500', 'ordinary.cap.retired': '1600' }),
      ],
      from('2023-09-01', { 'ordinary.cap.retired': '1500' }),
      rate,
    ],
    [
      'a publication for an earlier day that breaks a later one',
      [from('2023-06-01', { 'ordinary.rate.on-job': '0.60' })],
      from(JAN, { 'ordinary.rate.retired': '0.55' }),
      rate,
    ],
    [
      'what was right before stays: only its own and later days are looked at',
      [from(JAN, { 'ordinary.rate': '0.50' })],
      from('2024-01-01', { 'ordinary.rate': '0.70' }),
      'published',
    ],
    ['twice the same', [from(JAN, { 'ordinary.rate': '0.50' })], from(JAN, { 'ordinary.rate': '0.50' }), 'published'],
  ])('%s', (_title, before, publication, outcome) => {
    expect(said(publish(given(...before), publication))).toBe(outcome);
  });

  test('names the article', () => {
    expect(publish(ParametersState.initial, [JAN, { 'ordinary.rate': '0.45' }])).toMatchObject({
      refusal: { article: 'sample-2023 art. 2(2)1' },
    });
  });

  test('a document without limits takes any', () => {
    expect(said(publish(ParametersState.initial, [JAN, { 'ordinary.rate': '0.10' }], []))).toBe('published');
  });
});

test('a publication leaves the state before it as it was', () => {
  const before = given(['2023-01-01', { averagePension: '4000.00' }]);
  given(['2023-01-01', { averagePension: '5000.00' }]);
  before.evolve({
    type: 'ParametersPublished',
    occurredOn: '2023-01-01',
    data: { effectiveFrom: '2023-01-01', values: { averagePension: '6000.00' }, basis: '' },
  });
  expect([before.valueOf('averagePension', '2023-02-01'), before.days]).toEqual(['4000.00', ['2023-01-01']]);
  expect(before.valueOf('averagePension', '2022-12-31')).toBeUndefined();
});
