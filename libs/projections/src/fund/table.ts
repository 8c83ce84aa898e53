import type { PoolLine } from '@gongji/core';
import { table } from '../framework/table.ts';

/** What a line of the fund's totals counts: of the pooled fund, or of all accounts together. */
export type FundLine = PoolLine | 'credited' | 'spent' | 'paid-out' | 'adjusted';

/** Totals of a region by business day and line, in fen; a reversal counts against the day of the reversal. */
export const FUND_TOTALS = table({
  name: 'fund_totals',
  columns: { region: 'text', day: 'text', line: 'text', fen: 'bigint' },
  key: ['region', 'day', 'line'],
});

/** Visits settled less visits reversed. */
export const FUND_VISITS = table({
  name: 'fund_visits',
  columns: { region: 'text', day: 'text', visits: 'bigint' },
  key: ['region', 'day'],
});
