import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SAMPLE_PACK } from '../testing/sample-pack.ts';
import { ageBounds, compileTable, counterexamples, findRow, PackDefect } from './compile.ts';
import type { Facts, PolicyPack, PolicyTable, TableRow } from './pack.ts';
import { Policy } from './policy.ts';

const MARCH: PolicyPack = { ...SAMPLE_PACK, inForce: { article: '1', from: '2023-03-01', until: '2023-03-31' } };
const BY_TIER = { tier: ['1', '2'] };

type Row = Omit<TableRow, 'article' | 'value'> & { readonly value?: string };

function tableOf(rows: readonly Row[], by: PolicyTable['by'] = BY_TIER): PolicyTable {
  const cited = rows.map((row) => ({ article: '1', value: '1.00', ...row }));
  return { table: 'rate', title: { zh: '', en: '' }, unit: 'rate', by, rows: cited };
}

function prove(rows: readonly Row[], by?: PolicyTable['by']): unknown {
  const [first] = counterexamples(compileTable(tableOf(rows, by), MARCH), MARCH);
  if (first === undefined) return undefined;
  const { matters: _, ...found } = first;
  return found;
}

const gap = (tier: string, age: string, on: string): object => ({
  table: 'rate',
  problem: 'gap',
  facts: { tier, age },
  on,
  rows: [],
});
const overlap = (tier: string, age: string, on: string, ...rows: readonly string[]): object => ({
  ...gap(tier, age, on),
  problem: 'overlap',
  rows,
});

describe('a table answers every case with just one row, or the very case is named', () => {
  test.each<readonly [title: string, rows: readonly Row[], found: unknown]>([
    ['one row for all', [{}], undefined],
    ['a row for each value', [{ when: { tier: '1' } }, { when: { tier: '2' } }], undefined],
    ['several values in a row', [{ when: { tier: ['1', '2'] } }], undefined],
    ['a value without a row', [{ when: { tier: '1' } }], gap('2', '0', '2023-03-01')],
    ['no row at all', [], gap('1', '0', '2023-03-01')],
    [
      'two rows for a value',
      [{ when: { tier: '1' } }, { when: { tier: ['1', '2'] } }],
      overlap('1', '0', '2023-03-01', 'rate/1', 'rate/2'),
    ],
    ['ages that meet', [{ when: { age: '<70' } }, { when: { age: '>=70' } }], undefined],
    ['ages that leave 70 out', [{ when: { age: '<70' } }, { when: { age: '>=71' } }], gap('1', '70', '2023-03-01')],
    [
      'ages that both take 70',
      [{ when: { age: '0..70' } }, { when: { age: '>=70' } }],
      overlap('1', '70', '2023-03-01', 'rate/1', 'rate/2'),
    ],
    ['ages that end early', [{ when: { age: '<150' } }], gap('1', '150', '2023-03-01')],
    ['ages that begin late', [{ when: { age: '>=1' } }], gap('1', '0', '2023-03-01')],
    ['days that meet', [{ until: '2023-03-10' }, { from: '2023-03-11' }], undefined],
    ['a day left out', [{ until: '2023-03-10' }, { from: '2023-03-12' }], gap('1', '0', '2023-03-11')],
    [
      'a day taken twice',
      [{ until: '2023-03-11' }, { from: '2023-03-11' }],
      overlap('1', '0', '2023-03-11', 'rate/1', 'rate/2'),
    ],
    ['the last day left out', [{ until: '2023-03-30' }], gap('1', '0', '2023-03-31')],
    ['the first day left out', [{ from: '2023-03-02' }], gap('1', '0', '2023-03-01')],
    ['just the days of the document', [{ from: '2023-03-01', until: '2023-03-31' }], undefined],
    ['an overlap after its last day', [{ until: '2023-04-30' }, { from: '2023-04-01' }], undefined],
    [
      'a gap for one value, one age and one day alone',
      [
        { when: { tier: '1' } },
        { when: { tier: '2', age: '<70' } },
        { when: { tier: '2', age: '>=71' } },
        { when: { tier: '2', age: '70..70' }, until: '2023-03-15' },
        { when: { tier: '2', age: '70..70' }, from: '2023-03-17' },
      ],
      gap('2', '70', '2023-03-16'),
    ],
  ])('%s', (_title, rows, found) => {
    expect(prove(rows)).toEqual(found);
  });

  test('a table that distinguishes nothing but the day', () => {
    expect(prove([{ until: '2023-03-09' }, { from: '2023-03-10' }], {})).toBeUndefined();
    expect(prove([{ until: '2023-03-09' }], {})).toMatchObject({
      problem: 'gap',
      on: '2023-03-10',
      facts: { age: '0' },
    });
  });

  test('every case is found, taken together by what matters', () => {
    const rows = [{ when: { tier: '1', age: '<70' } }, { when: { tier: ['1', '2'] }, from: '2023-03-11' }];
    const found = counterexamples(compileTable(tableOf(rows), MARCH), MARCH);
    expect(found.map(({ problem, matters, rows: which }) => [problem, matters, which])).toEqual([
      ['gap', { on: '2023-03-01', age: '70' }, []],
      ['gap', { tier: '2', on: '2023-03-01' }, []],
      ['overlap', { tier: '1', on: '2023-03-11', age: '0' }, ['rate/1', 'rate/2']],
    ]);
  });

  test('a row that asks for what the table does not distinguish is no row', () => {
    expect(() => prove([{ when: { place: 'home' } }])).toThrow(/asks for place, which "by" does not name/);
  });
});

describe('the proof agrees with asking every case', () => {
  const days = Array.from({ length: 31 }, (_, at) => `2023-03-${String(at + 1).padStart(2, '0')}`);
  const anyDay = fc.constantFrom('2023-02-27', ...days, '2023-04-02');
  const age = fc.integer({ min: 0, max: 151 });
  const ages = fc.oneof(
    age.map((at) => `>=${at}`),
    age.map((at) => `<${at}`),
    fc.tuple(age, age).map(([a, b]) => `${Math.min(a, b)}..${Math.max(a, b)}`),
  );
  const row = fc
    .record({
      tier: fc.option(fc.constantFrom('1', '2')),
      ages: fc.option(ages),
      from: fc.option(anyDay),
      until: fc.option(anyDay),
    })
    .map(({ tier, ages: between, from, until }): Row => {
      const when = { ...(tier === null ? {} : { tier }), ...(between === null ? {} : { age: between }) };
      return { when, ...(from === null ? {} : { from }), ...(until === null ? {} : { until }) };
    });
  /** A complete table, cut at ages and days: random rows alone are almost never complete. */
  const cut = fc.tuple(fc.integer({ min: 1, max: 150 }), fc.constantFrom(...days.slice(1))).map(([at, day]): Row[] => {
    const before = days[days.indexOf(day) - 1] as string;
    return [
      { when: { tier: '1', age: `<${at}` } },
      { when: { tier: '1', age: `>=${at}` }, until: before },
      { when: { tier: '1', age: `>=${at}` }, from: day },
      { when: { tier: '2' } },
    ];
  });
  const rows = fc.oneof(
    fc.array(row, { maxLength: 5 }),
    cut,
    fc.tuple(cut, fc.integer({ min: 0, max: 3 })).map(([all, at]) => all.filter((_, index) => index !== at)),
    fc.tuple(cut, row).map(([all, one]) => [...all, one]),
  );

  test('it finds a case exactly when there is one, and the case is real', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const compiled = compileTable(tableOf(given), MARCH);
        const bounds = compiled.rows;
        const answers = (tier: string, years: number, on: string): number =>
          bounds.filter(
            (one) =>
              (one.values.tier?.has(tier) ?? true) &&
              one.from <= on &&
              on <= one.until &&
              one.age.from <= years &&
              years <= one.age.to,
          ).length;
        let wrong = 0;
        for (const tier of ['1', '2'])
          for (const on of days)
            for (let years = 0; years <= 150; years += 1) wrong += answers(tier, years, on) === 1 ? 0 : 1;
        const [found] = counterexamples(compiled, MARCH);
        expect(found === undefined).toBe(wrong === 0);
        if (found === undefined) return;
        const { tier, age: years } = found.facts;
        expect(answers(tier as string, Number(years), found.on)).toBe(found.problem === 'gap' ? 0 : found.rows.length);
        expect(found.rows.length === 1).toBe(false);
      }),
      { numRuns: 150 },
    );
  });
});

describe('finding a row', () => {
  const compiled = compileTable(
    tableOf([
      { when: { tier: '1' }, value: '0.60' },
      { when: { tier: '2', age: '<70' }, value: '0.55', until: '2023-03-10' },
      { when: { tier: '2', age: '<70' }, value: '0.56', from: '2023-03-11' },
      { when: { tier: '2', age: '>=70' }, value: '0.65' },
    ]),
    MARCH,
  );

  test.each<readonly [Facts, string, string, string]>([
    [{ tier: '1', age: 30 }, '2023-03-01', 'rate/1', '0.60'],
    [{ tier: '2', age: 69 }, '2023-03-10', 'rate/2', '0.55'],
    [{ tier: '2', age: 69 }, '2023-03-11', 'rate/3', '0.56'],
    [{ tier: '2', age: 70 }, '2023-03-11', 'rate/4', '0.65'],
    [{ tier: '1', age: 30, place: 'home' }, '2023-03-01', 'rate/1', '0.60'], // what it does not distinguish does not matter
  ])('for %j on %s: %s', (facts, on, id, value) => {
    const found = findRow(compiled, facts, on);
    expect([found.id, found.row.value]).toEqual([id, value]);
  });

  test.each<readonly [string, Facts]>([
    ['a value that the table does not know', { tier: '3' }],
    ['a fact that is missing', {}],
  ])('%s is a defect', (_title, facts) => {
    expect(() => findRow(compiled, facts, '2023-03-01')).toThrow(PackDefect);
  });
});

test.each([
  ['>=70', 70, 150],
  ['<70', 0, 69],
  ['45..69', 45, 69],
  ['0..0', 0, 0],
])('the ages %s', (text, from, to) => {
  expect(ageBounds(text)).toEqual({ from, to });
});

test.each(['70', '>70', '<=70', '70+', '70..', '45-69', '', 'seventy', '>= 70'])('"%s" is no age', (text) => {
  expect(() => ageBounds(text)).toThrow(PackDefect);
});

describe('a pack that is not complete is not loaded', () => {
  const without = (name: string): PolicyPack => ({
    ...SAMPLE_PACK,
    tables: SAMPLE_PACK.tables.filter(({ table }) => table !== name),
  });
  const withRows = (name: string, rows: readonly TableRow[]): PolicyPack => ({
    ...SAMPLE_PACK,
    tables: SAMPLE_PACK.tables.map((one) => (one.table === name ? { ...one, rows } : one)),
  });

  test('the sample is', () => {
    expect(new Policy(SAMPLE_PACK, 'h').id).toBe('sample-2023/1');
  });

  test.each([
    ['a table that the ledger asks', without('visit.paidTier'), /sample: the table visit.paidTier is missing/],
    ['a table that a programme asks', without('drug.first'), /sample: the table drug.first is missing/],
    [
      'a gap, with the very case',
      withRows('ordinary.rate', [{ article: '11', when: { tier: ['1', '2', '3'] }, value: '0.60' }]),
      /sample: ordinary.rate has no row for tier pharmacy, age 0 on 2023-01-01/,
    ],
    [
      'an overlap, with the rows',
      withRows('ordinary.cap', [
        { article: '11', value: '1.00' },
        { article: '11', from: '2026-07-01', value: '2.00' },
      ]),
      /sample: ordinary.cap has several rows for age 0 on 2026-07-01: ordinary.cap\/1, ordinary.cap\/2/,
    ],
  ])('%s', (_title, pack, message) => {
    expect(() => new Policy(pack, 'h')).toThrow(message);
    expect(() => new Policy(pack, 'h')).toThrow(PackDefect);
  });
});
