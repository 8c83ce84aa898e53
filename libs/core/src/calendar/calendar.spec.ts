import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  completedYears,
  dayAfter,
  firstDayOf,
  firstOfNextMonth,
  isDate,
  isMonth,
  lastDayOfYear,
  minutesBetween,
  monthOf,
  yearOf,
} from './calendar.ts';

/** Days of 1900 to 2999, from a clock's own calendar: the oracle. */
const day = fc
  .integer({ min: Date.UTC(1900, 0, 1) / 86_400_000, max: Date.UTC(2999, 11, 30) / 86_400_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));

describe('a date exists or it does not', () => {
  test.each([
    ['2023-03-01', true],
    ['2024-02-29', true],
    ['2000-02-29', true],
    ['2023-02-29', false],
    ['2100-02-29', false],
    ['2023-04-31', false],
    ['2023-02-30', false],
    ['2023-00-10', false],
    ['2023-13-01', false],
    ['2023-01-00', false],
    ['2023-01-32', false],
    ['1899-12-31', false],
    ['1900-01-01', true],
    ['2999-12-31', true],
    ['3000-01-01', false],
    ['2023-3-1', false],
    ['20230301', false],
    ['2023-03-01T00:00', false],
    ['2023-03-01\n', false],
    [' 2023-03-01', false],
    [20230301, false],
    [null, false],
  ])('%j: %s', (value, exists) => {
    expect(isDate(value)).toBe(exists);
  });

  test('every day of a real calendar is one', () => {
    fc.assert(fc.property(day, (date) => isDate(date)));
  });

  test.each([
    ['2023-01', true],
    ['2023-12', true],
    ['2023-00', false],
    ['2023-13', false],
    ['2023-1', false],
    ['1899-12', false],
    ['3000-01', false],
    ['2023-01-01', false],
    [202301, false],
  ])('the month %j: %s', (value, exists) => {
    expect(isMonth(value)).toBe(exists);
  });
});

describe('days follow each other', () => {
  test.each([
    ['2023-02-28', '2023-03-01'],
    ['2024-02-28', '2024-02-29'],
    ['2024-02-29', '2024-03-01'],
    ['2023-12-31', '2024-01-01'],
    ['2023-09-09', '2023-09-10'],
    ['2023-09-30', '2023-10-01'],
  ])('after %s comes %s', (date, next) => {
    expect(dayAfter(date)).toBe(next);
  });

  test('as in a real calendar', () => {
    fc.assert(
      fc.property(day, (date) => {
        const next = new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
        expect(dayAfter(date)).toBe(next);
        expect(dayAfter(date) > date).toBe(true);
      }),
    );
  });
});

describe('the first of the next month (shangrao art. 6, POLICY A2)', () => {
  test.each([
    ['2023-01-01', '2023-02-01'],
    ['2023-01-31', '2023-02-01'],
    ['2024-02-29', '2024-03-01'],
    ['2023-08-15', '2023-09-01'],
    ['2023-09-30', '2023-10-01'],
    ['2023-12-01', '2024-01-01'],
    ['2023-12-31', '2024-01-01'],
  ])('after %s: %s', (date, first) => {
    expect(firstOfNextMonth(date)).toBe(first);
  });
});

describe('age in completed years, from the birthday on (POLICY A8)', () => {
  test.each([
    ['1953-05-20', '2023-05-19', 69],
    ['1953-05-20', '2023-05-20', 70],
    ['1953-05-20', '2023-05-21', 70],
    ['1953-12-31', '2023-12-30', 69],
    ['1953-12-31', '2023-12-31', 70],
    ['1953-01-01', '2022-12-31', 69],
    ['2023-05-20', '2023-05-20', 0],
    ['1952-02-29', '2022-02-28', 69], // born on 29 February: from 1 March on where there is no such day
    ['1952-02-29', '2022-03-01', 70],
    ['1952-02-29', '2024-02-28', 71],
    ['1952-02-29', '2024-02-29', 72],
    ['1953-02-28', '2024-02-28', 71],
    ['1953-03-01', '2024-02-29', 70],
  ])('born on %s, on %s: %d', (birthDate, on, years) => {
    expect(completedYears(birthDate, on)).toBe(years);
  });

  test('never falls from one day to the next, and grows by at most one', () => {
    fc.assert(
      fc.property(day, day, (a, b) => {
        const [birthDate, on] = a < b ? [a, b] : [b, a];
        const grown = completedYears(birthDate, dayAfter(on)) - completedYears(birthDate, on);
        expect([0, 1]).toContain(grown);
      }),
    );
  });
});

test.each([
  ['2023-03-01T08:00', '2023-03-03T08:00', 2880], // just 48 hours
  ['2023-03-01T08:00', '2023-03-03T08:01', 2881],
  ['2024-02-28T23:59', '2024-03-01T00:00', 1441], // a leap day lies between
  ['2023-02-28T23:59', '2023-03-01T00:00', 1],
  ['2023-12-31T23:00', '2024-01-01T01:00', 120],
  ['2023-03-01T08:00', '2023-03-01T07:59', -1],
])('from %s to %s there are %d minutes', (from, to, minutes) => {
  expect(minutesBetween(from, to)).toBe(minutes);
});

test('parts of a date', () => {
  expect([yearOf('2023-03-09'), monthOf('2023-03-09')]).toEqual([2023, '2023-03']);
  expect([firstDayOf('2023-03'), lastDayOfYear(2023)]).toEqual(['2023-03-01', '2023-12-31']);
});
