import { describe, expect, test } from '@jest/globals';
import { ParametersState } from '../ledger/local-parameters/local-parameters.ts';
import { deciding, Refused } from '../ledger/refusal.ts';
import { SAMPLE_PACK } from '../testing/sample-pack.ts';
import { candidateNames, evaluateNumber, evaluateWord, type ParameterLookup } from './evaluate.ts';
import type { Facts, ValueExpression } from './pack.ts';
import { Policy } from './policy.ts';

type Values = Readonly<Record<string, string>>;

/** Publications in the order in which they were recorded. */
function published(...publications: readonly (readonly [from: string, values: Values])[]): ParameterLookup {
  return publications.reduce<ParametersState>(
    (state, [effectiveFrom, values]) =>
      state.evolve({
        type: 'ParametersPublished',
        occurredOn: effectiveFrom,
        data: { effectiveFrom, values, basis: '' },
      }),
    ParametersState.initial,
  );
}

const ON = '2023-06-01';
const RETIRED_3: Facts = { employment: 'retired', tier: '3', age: 65 };
const RATE = { parameter: 'rate', by: ['status', 'tier'] } as const;

function number(expression: ValueExpression, parameters = published(), facts: Facts = RETIRED_3): string | undefined {
  return evaluateNumber(expression, { facts, on: ON, parameters })?.toFixed();
}

describe('which of several published values answers (COMMANDS.md, Local parameters)', () => {
  const ALL = { 'rate.retired.3': '0.1', 'rate.retired': '0.2', 'rate.3': '0.3', rate: '0.4' };
  const without = (...names: readonly string[]): Values =>
    Object.fromEntries(Object.entries(ALL).filter(([name]) => !names.includes(name)));

  test.each<readonly [title: string, parameters: ParameterLookup, facts: Facts, value: string]>([
    ['both suffixes first', published(['2023-01-01', ALL]), RETIRED_3, '0.1'],
    ['then the status', published(['2023-01-01', without('rate.retired.3')]), RETIRED_3, '0.2'],
    ['then the tier', published(['2023-01-01', without('rate.retired.3', 'rate.retired')]), RETIRED_3, '0.3'],
    ['then the bare name', published(['2023-01-01', { rate: '0.4' }]), RETIRED_3, '0.4'],
    ['another status has no part in it', published(['2023-01-01', ALL]), { employment: 'on-job', tier: '3' }, '0.3'],
    ['another tier neither', published(['2023-01-01', ALL]), { employment: 'retired', tier: '2' }, '0.2'],
    ['nor both', published(['2023-01-01', ALL]), { employment: 'on-job', tier: 'pharmacy' }, '0.4'],
    [
      'a flexible worker counts as on-job',
      published(['2023-01-01', { 'rate.on-job': '0.5', rate: '0.4' }]),
      { employment: 'flexible', tier: '1' },
      '0.5',
    ],
    [
      'a newer, less specific value loses',
      published(['2023-01-01', { 'rate.retired': '0.2' }], ['2023-05-01', { rate: '0.9', 'rate.3': '0.8' }]),
      RETIRED_3,
      '0.2',
    ],
    [
      'of the same name the latest day not after the date counts',
      published(['2023-06-01', { rate: '0.6' }], ['2023-01-01', { rate: '0.1' }], ['2023-06-02', { rate: '0.7' }]),
      RETIRED_3,
      '0.6',
    ],
    [
      'on the same day what was published later',
      published(['2023-06-01', { rate: '0.6' }], ['2023-06-01', { rate: '0.5' }]),
      RETIRED_3,
      '0.5',
    ],
    [
      'a more specific one of the future does not count yet',
      published(['2023-06-02', { 'rate.retired.3': '0.1' }], ['2023-01-01', { rate: '0.4' }]),
      RETIRED_3,
      '0.4',
    ],
  ])('%s', (_title, parameters, facts, value) => {
    expect(number(RATE, parameters, facts)).toBe(value);
  });

  test('a name that may carry no suffix asks for none', () => {
    expect(number({ parameter: 'rate' }, published(['2023-01-01', ALL]))).toBe('0.4');
  });

  test('asked as if for another tier, the names are tried that this tier would try', () => {
    const values = { 'rate.3': '0.3', 'rate.2': '0.2', 'rate.retired.2': '0.22' };
    const at = (tier: '2' | '3' | 'pharmacy'): string | undefined =>
      number({ ...RATE, at: { tier } }, published(['2023-01-01', { ...values, rate: '0.1' }]));
    expect([at('2'), at('3'), at('pharmacy')]).toEqual(['0.22', '0.3', '0.1']);
  });

  test('the names that may answer', () => {
    expect(candidateNames('rate', ['status', 'tier'], RETIRED_3, () => [])).toEqual([
      'rate.retired.3',
      'rate.retired',
      'rate.3',
      'rate',
    ]);
  });
});

describe('age bands: the highest age not above the person', () => {
  const BAND: ValueExpression = { parameter: 'credit', by: ['age'] };
  const bands = published([
    '2023-01-01',
    { 'credit.from-age-0': '10.00', 'credit.from-age-45': '20.00', 'credit.from-age-100': '30.00' },
  ]);

  test.each([
    [0, '10'],
    [44, '10'],
    [45, '20'],
    [99, '20'],
    [100, '30'],
  ])('aged %d: %s', (age, value) => {
    expect(number(BAND, bands, { age })).toBe(value);
  });

  test('nobody is below the lowest band', () => {
    expect(() => number(BAND, published(['2023-01-01', { 'credit.from-age-45': '20.00' }]), { age: 44 })).toThrow(
      Refused,
    );
  });
});

describe('expressions', () => {
  const parameters = published(['2023-01-01', { pension: '3456.78', sw: 'on', cap: '5.00' }]);

  test.each<readonly [title: string, expression: ValueExpression, value: string | undefined]>([
    ['a figure', '0.55', '0.55'],
    ['no figure', 'none', undefined],
    ['a parameter', { parameter: 'cap' }, '5'],
    ['one that was not published, with another value for that', { parameter: 'x', otherwise: '1.00' }, '1'],
    ['the same with none', { parameter: 'x', otherwise: 'none' }, undefined],
    ['the published one before it', { parameter: 'cap', otherwise: 'none' }, '5'],
    ['half', { half: '85.01' }, '42.505'],
    ['half of a parameter', { half: { parameter: 'cap' } }, '2.5'],
    ['a sum', { sum: ['0.60', '0.05'] }, '0.65'],
    ['a product is exact', { product: ['0.02', { parameter: 'pension' }] }, '69.1356'],
    ['a product rounded to the fen', { product: ['0.025', { parameter: 'pension' }], round: 'fen' }, '86.42'],
    ['a product rounded to the yuan', { product: ['0.02', { parameter: 'pension' }], round: 'yuan' }, '69'],
    ['inside each other', { product: [{ sum: ['1', '1'] }, { half: '3.00' }] }, '3'],
  ])('%s', (_title, expression, value) => {
    expect(number(expression, parameters)).toBe(value);
  });

  test('one that is missing is refused by its name', () => {
    const outcome = deciding(() => number({ product: ['0.02', { parameter: 'averagePension' }] }, parameters));
    expect(outcome).toMatchObject({ ok: false, refusal: { code: 'parameter-missing', field: 'averagePension' } });
  });

  test('with the article of the row that needs it', () => {
    const policy = new Policy(SAMPLE_PACK, 'h');
    const outcome = deciding(() => policy.amount('account.retireeCredit', { age: 60 }, ON, published()));
    expect(outcome).toMatchObject({ ok: false, refusal: { article: 'sample-2023 art. 4' } });
  });

  test('"none" has no place in a sum', () => {
    expect(() => number({ sum: ['1.00', 'none'] })).toThrow('"none"');
  });
});

describe('words', () => {
  const SWITCH: ValueExpression = { switch: 'sw', on: 'covered', off: 'internet-not-covered' };
  const PHARMACY: ValueExpression = { published: 'rate', by: ['status', 'tier'], yes: 'covered', no: 'not' };
  const word = (expression: ValueExpression, parameters: ParameterLookup, facts: Facts = {}): string =>
    evaluateWord(expression, { facts, on: ON, parameters });
  const AT_PHARMACY: Facts = { employment: 'on-job', tier: 'pharmacy' };

  test.each<readonly [title: string, expression: ValueExpression, Values, Facts, word: string]>([
    ['as it stands', 'covered', {}, {}, 'covered'],
    ['a switch that is on', SWITCH, { sw: 'on' }, {}, 'covered'],
    ['a switch that is off', SWITCH, { sw: 'off' }, {}, 'internet-not-covered'],
    ['a switch that was never set', SWITCH, {}, {}, 'internet-not-covered'],
    ['a rate for pharmacies is in force', PHARMACY, { 'rate.pharmacy': '0.50' }, AT_PHARMACY, 'covered'],
    ['for this status', PHARMACY, { 'rate.on-job.pharmacy': '0.50' }, AT_PHARMACY, 'covered'],
    ['for another status', PHARMACY, { 'rate.retired.pharmacy': '0.50' }, AT_PHARMACY, 'not'],
    ['a general rate is no pharmacy rate', PHARMACY, { rate: '0.50', 'rate.on-job': '0.55' }, AT_PHARMACY, 'not'],
    ['none at all', PHARMACY, {}, AT_PHARMACY, 'not'],
  ])('%s', (_title, expression, values, facts, expected) => {
    expect(word(expression, published(['2023-01-01', values]), facts)).toBe(expected);
  });

  test('a switch that is turned off again', () => {
    const parameters = published(['2023-01-01', { sw: 'on' }], ['2023-06-01', { sw: 'off' }]);
    expect(word(SWITCH, parameters)).toBe('internet-not-covered');
  });
});

test('figures and words are not mixed up', () => {
  expect(() => number({ switch: 'sw', on: '1', off: '0' })).toThrow('a word');
  expect(() => evaluateWord({ half: '1.00' }, { facts: {}, on: ON, parameters: published() })).toThrow('a number');
});
