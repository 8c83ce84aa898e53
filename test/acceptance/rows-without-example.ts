import type { PolicyTable } from '@gongji/core';

/** A row as it stands in a table. */
export interface RowOfTable {
  readonly region: string;
  readonly table: string;
  readonly when: PolicyTable['rows'][number]['when'];
}

/** Rows for which there is no example, and why. */
export interface Excuse {
  readonly reason: string;
  readonly holds: (row: RowOfTable) => boolean;
}

function values({ when }: RowOfTable, dimension: string): readonly string[] {
  const value = when?.[dimension];
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

/** Whether a row is for nothing but these values of a dimension. */
function onlyFor(row: RowOfTable, dimension: string, ...of: readonly string[]): boolean {
  const asked = values(row, dimension);
  return asked.length > 0 && asked.every((value) => of.includes(value));
}

/**
 * Rows that complete a table, for a case that never comes up. An excuse that is needed no more must go: coverage-of-rows.spec.ts
 * says so.
 */
export const EXCUSES: readonly Excuse[] = [
  {
    reason: 'CreditMonth passes over people without an account.',
    holds: (row) => row.table === 'account.retireeCredit' && onlyFor(row, 'plan', 'pooled-only', 'inpatient-only'),
  },
  {
    reason: 'Nobody is enrolled inpatient-only outside Shangrao.',
    holds: (row) =>
      row.table === 'contribution.wholeRate' && row.region !== 'shangrao' && onlyFor(row, 'plan', 'inpatient-only'),
  },
  {
    reason: 'No employee is enrolled without an account in Zibo.',
    holds: (row) =>
      row.region === 'zibo' &&
      row.table === 'account.employerCredit' &&
      onlyFor(row, 'employment', 'on-job') &&
      onlyFor(row, 'plan', 'pooled-only', 'inpatient-only'),
  },
];
