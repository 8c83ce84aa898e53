import type { Cell, Report } from './report.ts';

/** What a file says of itself behind its figures: names and values. */
export type About = readonly (readonly [string, string])[];

/**
 * Writes a report into a file, page by page.
 *
 * @param about is asked with the number of rows and the totals, once all of them are written.
 * @returns that number.
 */
export type WriteFile = (
  path: string,
  report: Report,
  about: (rows: number, totals: readonly Cell[]) => About,
) => Promise<number>;
