import { describe, expect, test } from '@jest/globals';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { Exact } from './exact.ts';

/** What decimal.js says alone, to as many digits. */
const Reference = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP });

/** Texts of numbers: amounts, rates, quotients, and what is too large or too fine for a double. */
const text = fc
  .tuple(
    fc.boolean(),
    fc.oneof(
      { weight: 3, arbitrary: fc.bigInt({ min: 0n, max: 10n ** 8n }) },
      { weight: 2, arbitrary: fc.bigInt({ min: 0n, max: 10n ** 15n }) },
      { weight: 1, arbitrary: fc.bigInt({ min: 0n, max: 10n ** 18n }) },
      { weight: 1, arbitrary: fc.constantFrom(0n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, 10n ** 15n - 1n) },
    ),
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(0, 2) },
      { weight: 2, arbitrary: fc.integer({ min: 1, max: 17 }) },
    ),
  )
  .map(([isNegative, digits, decimals]) => {
    const padded = String(digits).padStart(decimals + 1, '0');
    const point = padded.length - decimals;
    const number = decimals === 0 ? padded : `${padded.slice(0, point)}.${padded.slice(point)}`;
    return isNegative ? `-${number}` : number;
  });

const OPERATIONS = ['plus', 'minus', 'times', 'div', 'mod'] as const;

/** Some numbers worked upon one after the other; a quotient is worked upon further. */
const working = fc.tuple(
  text,
  fc.array(fc.tuple(fc.constantFrom(...OPERATIONS), text), { minLength: 1, maxLength: 4 }),
);

function isDefined(operation: (typeof OPERATIONS)[number], by: string): boolean {
  return !new Reference(by).isZero() || (operation !== 'div' && operation !== 'mod');
}

describe('numbers are what decimal.js makes of them', () => {
  test('worked upon, rounded and written', () => {
    fc.assert(
      fc.property(working, ([first, steps]) => {
        let [value, reference] = [Exact.of(first), new Reference(first)];
        for (const [operation, by] of steps.filter(([each, of]) => isDefined(each, of))) {
          value = value[operation](Exact.of(by));
          reference = reference[operation](by);
          expect(value.toFixed()).toBe(reference.toFixed());
          expect(value.decimalPlaces()).toBe(reference.decimalPlaces());
          for (const decimals of [0, 1, 2, 3, 4, 8]) {
            const rounded = reference.toDecimalPlaces(decimals);
            expect(value.rounded(decimals).toFixed()).toBe(rounded.toFixed());
            expect(value.toFixed(decimals)).toBe(reference.toFixed(decimals));
          }
          expect(value.toNumber() + 0).toBe(reference.toNumber() + 0);
          expect(value.negated().toFixed()).toBe(reference.negated().toFixed());
          expect([value.isZero(), value.isNegative()]).toEqual([reference.isZero(), reference.lt(0)]);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('compared', () => {
    fc.assert(
      fc.property(text, fc.oneof(text, fc.constant(undefined)), (one, other) => {
        const [a, b] = [Exact.of(one), Exact.of(other ?? `${one}${one.includes('.') ? '0' : '.000'}`)];
        const reference = new Reference(one).comparedTo(other ?? one);
        expect(a.comparedTo(b)).toBe(reference);
        expect([a.lt(b), a.lte(b), a.eq(b), a.gte(b), a.gt(b)]).toEqual([
          reference < 0,
          reference <= 0,
          reference === 0,
          reference >= 0,
          reference > 0,
        ]);
      }),
    );
  });
});

test('equal values are equal objects, however they came about', () => {
  fc.assert(
    fc.property(text, text, (one, other) => {
      const [a, b] = [Exact.of(one), Exact.of(other)];
      expect(Exact.of(a.plus(b).toFixed())).toEqual(a.plus(b));
      expect(Exact.of(a.times(b).toFixed())).toEqual(a.times(b));
      expect(a.minus(a)).toEqual(Exact.ZERO);
    }),
  );
});

test.each(['', '.', '-', '1.2.3', '1,000', 'abc', '- 1', '१'])('%j is no number', (nonsense) => {
  expect(() => Exact.of(nonsense)).toThrow('DecimalError');
});

test.each<readonly [number | string, string]>([
  [0, '1.50'],
  [2, '3.50'],
  [-1, '0.50'],
  [0.25, '1.75'],
  ['0.004', '1.50'],
  [2 ** 50, '1125899906842625.50'],
])('1.5 and %s are %s', (added, sum) => {
  expect(Exact.of('1.5').plus(added).toFixed(2)).toBe(sum);
});
