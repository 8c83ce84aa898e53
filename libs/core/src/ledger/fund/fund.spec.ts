import { describe, expect, test } from '@jest/globals';
import type { CloseYear, SetBudget } from '../commands.ts';
import { deciding } from '../refusal.ts';
import { decideBudget, decideYearClosing, evolveFund, fundStream, OPEN_YEAR } from './fund.ts';

const CLOSE: CloseYear = { commandId: 'c', region: 'sample', type: 'CloseYear', year: 2023 };
const CLOSED = { ...OPEN_YEAR, closed: true };

test('closing a year is dated its last day', () => {
  const event = decideYearClosing(CLOSE, OPEN_YEAR);
  expect(event).toEqual({ type: 'YearClosed', occurredOn: '2023-12-31', data: { year: 2023 } });
  expect(evolveFund(OPEN_YEAR, event)).toEqual({ ...OPEN_YEAR, closed: true });
});

test('closing it twice is refused', () => {
  expect(deciding(() => decideYearClosing(CLOSE, CLOSED))).toMatchObject({
    ok: false,
    refusal: { code: 'year-closed', field: 'year' },
  });
});

test('every year has a stream of its own', () => {
  expect(fundStream('sample', 2023)).toBe('fund-sample.2023');
});

describe('a budget', () => {
  const SET: SetBudget = {
    commandId: 'c',
    region: 'sample',
    type: 'SetBudget',
    year: 2024,
    line: 'ordinary',
    amount: '5',
  };

  test('is dated the first day of its year', () => {
    const event = decideBudget(SET, OPEN_YEAR);
    const data = { year: 2024, line: 'ordinary', amount: '5.00' };
    expect(event).toEqual({ type: 'BudgetSet', occurredOn: '2024-01-01', data });
    expect(evolveFund(OPEN_YEAR, event)).toEqual(OPEN_YEAR);
    expect(decideBudget(SET, evolveFund(OPEN_YEAR, event))).toEqual(event);
  });

  test('of a closed year is refused', () => {
    expect(deciding(() => decideBudget(SET, CLOSED))).toMatchObject({
      ok: false,
      refusal: { code: 'year-closed', field: 'year' },
    });
  });
});
