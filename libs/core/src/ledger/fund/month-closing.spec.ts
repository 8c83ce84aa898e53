import { describe, expect, test } from '@jest/globals';
import type { CloseMonth } from '../commands.ts';
import { deciding } from '../refusal.ts';
import { FundSums } from './fund-sums.ts';
import { evolveFund, OPEN_YEAR, type FundState } from './fund.ts';
import { decideMonthClosing, type MonthToClose } from './month-closing.ts';

function close(month: string): CloseMonth {
  return { commandId: 'c', region: 'sample', type: 'CloseMonth', month };
}

const NOTHING = new FundSums().totals();

function known(...moved: readonly string[]): MonthToClose {
  return { upTo: '7', totals: NOTHING, moved };
}

function closed(...closedMonths: readonly string[]): FundState {
  return { ...OPEN_YEAR, closedMonths };
}

describe('closing a month', () => {
  test('is dated its last day and keeps the totals and the position on which they rest', () => {
    const event = decideMonthClosing(close('2024-02'), OPEN_YEAR, known('2024-02'));
    const data = { month: '2024-02', totals: NOTHING, upTo: '7' };
    expect(event).toEqual({ type: 'MonthClosed', occurredOn: '2024-02-29', data });
    expect(evolveFund(OPEN_YEAR, event)).toEqual(closed('2024-02'));
  });

  test.each([
    ['twice', closed('2024-02'), known('2024-02'), 'month-closed'],
    ['before an earlier one that has movements', OPEN_YEAR, known('2024-01', '2024-02'), 'month-open'],
    ['after an earlier one without movements', OPEN_YEAR, known('2024-02', '2024-05'), 'ok'],
    ['after all earlier ones were closed', closed('2024-01'), known('2024-01', '2024-02'), 'ok'],
    ['without movements', OPEN_YEAR, known(), 'ok'],
    ['of a closed year', { ...OPEN_YEAR, closed: true }, known('2024-02'), 'year-closed'],
  ])('%s', (_title, state, month, expected) => {
    const outcome = deciding(() => decideMonthClosing(close('2024-02'), state, month));
    expect(outcome.ok ? 'ok' : outcome.refusal.code).toBe(expected);
    if (!outcome.ok) expect(outcome.refusal.field).toBe('month');
  });
});
