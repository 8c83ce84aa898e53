import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { exact, isAmount, least, money, notNegative, toFen, toYuan, ZERO } from './money.ts';

describe('rounding is half up (POLICY A1)', () => {
  test.each([
    ['0.004', '0.00'],
    ['0.005', '0.01'],
    ['50.055', '50.06'], // a binary fraction would give 50.05
    ['1.005', '1.01'],
    ['2.675', '2.68'],
    ['0.0049999999999999999999999999999', '0.00'],
    ['99999999999.995', '100000000000.00'],
    ['33', '33.00'],
  ])('%s to the fen is %s', (amount, rounded) => {
    expect(money(toFen(exact(amount)))).toBe(rounded);
  });

  test.each([
    ['69.13', '69'],
    ['69.49', '69'],
    ['69.50', '70'],
    ['0.5', '1'],
  ])('%s to the yuan is %s (panzhihua art. 4(2))', (amount, rounded) => {
    expect(toYuan(exact(amount)).toFixed()).toBe(rounded);
  });

  test('any amount of tenths of a fen rounds as it would with whole numbers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (tenths) => {
        const fen = Math.floor((tenths + 5) / 10);
        const text = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
        expect(money(toFen(exact(String(tenths)).div(1000)))).toBe(text);
      }),
    );
  });

  test('what passes on stays exact: dividing by a rate and multiplying again gives the same fen', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999 }), fc.integer({ min: 1, max: 999 }), (fen, permille) => {
        const [amount, rate] = [exact(String(fen)).div(100), exact(String(permille)).div(1000)];
        expect(money(toFen(amount.div(rate).times(rate)))).toBe(money(amount));
      }),
    );
  });
});

describe('the form of an amount', () => {
  test.each([
    ['0', true],
    ['0.00', true],
    ['450', true],
    ['450.5', true],
    ['450.00', true],
    ['9999999999999.99', true],
    ['99999999999999', false], // more than any fund holds
    ['450.005', false],
    ['-1.00', false],
    ['-0', false],
    ['+1', false],
    ['01.00', false],
    ['.50', false],
    ['450.', false],
    ['4e2', false],
    ['1,000.00', false],
    ['0x10', false],
    [' 1', false],
    ['1\n', false],
    ['١', false],
    ['', false],
    ['NaN', false],
    ['Infinity', false],
    [450, false],
    [null, false],
    [undefined, false],
    [['1'], false],
  ])('%j: %s', (value, fits) => {
    expect(isAmount(value)).toBe(fits);
  });

  test('every amount reads back as itself with two decimals', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 40 }), (fen) => {
        const text = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
        expect([isAmount(text), money(exact(text))]).toEqual([true, text]);
      }),
    );
  });
});

test.each([
  ['3.00', '2.00', '2.00'],
  ['2.00', '3.00', '2.00'],
  ['2.00', '2.00', '2.00'],
])('the least of %s and %s is %s', (a, b, least_) => {
  expect(money(least(exact(a), exact(b)))).toBe(least_);
});

test.each([
  ['-0.01', '0.00'],
  ['0.00', '0.00'],
  ['0.01', '0.01'],
])('%s, not negative: %s', (amount, expected) => {
  expect(money(notNegative(exact(amount)))).toBe(expected);
});

test('zero is written without a sign', () => {
  expect(money(notNegative(ZERO.minus(0)))).toBe('0.00');
  expect(money(ZERO.negated())).toBe('0.00');
});
