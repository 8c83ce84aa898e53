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

const OTHER_PROGRAMMES = ['two-diseases', 'chronic', 'special', 'emergency-rescue', 'negotiated-drug', 'day-surgery'];

function values({ when }: RowOfTable, dimension: string): readonly string[] {
  const value = when?.[dimension];
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

/** Whether a row is for nothing but these values of a dimension. */
function onlyFor(row: RowOfTable, dimension: string, ...of: readonly string[]): boolean {
  const asked = values(row, dimension);
  return asked.length > 0 && asked.every((value) => of.includes(value));
}

/** Rows that wait for examples. An excuse that is needed no more must go: coverage-of-rows.spec.ts says so. */
const WAITING: readonly Excuse[] = [
  {
    reason: 'Programmes other than ordinary care, and their certificates, have no examples here yet.',
    holds: (row) =>
      OTHER_PROGRAMMES.some((programme) => row.table.startsWith(`${programme}.`)) ||
      row.table.startsWith('certificate.') ||
      onlyFor(row, 'programme', ...OTHER_PROGRAMMES),
  },
  {
    reason:
      "Pharmacies are asked for a prescription in Baoshan for negotiated drugs only (art. 29): that programme's examples.",
    holds: (row) =>
      row.region === 'baoshan' &&
      row.table === 'coverage.prescription' &&
      onlyFor(row, 'institution', 'retail-pharmacy'),
  },
  {
    reason: "Pharmacies are asked for a prescription in Zibo for 慢特病 only (art. 12): those programmes' examples.",
    holds: (row) =>
      row.region === 'zibo' && row.table === 'coverage.prescription' && onlyFor(row, 'institution', 'retail-pharmacy'),
  },
  { reason: 'PayExpense has no examples here yet.', holds: ({ table }) => table === 'account.useExpense' },
  { reason: 'PayPremium has no examples here yet.', holds: ({ table }) => table === 'account.usePremium' },
  {
    reason: "A family member's account has no examples here yet.",
    holds: (row) => row.table === 'account.useVisit' && onlyFor(row, 'beneficiary', 'family'),
  },
  {
    reason: 'Claims have no examples here yet.',
    holds: (row) => row.table.startsWith('claim.') || onlyFor(row, 'route', 'claim'),
  },
];

/** Rows that complete a table, for a case that never comes up. */
const NEVER_ASKED: readonly Excuse[] = [
  {
    reason: 'Whether there is an account follows from the plan at the enrolment: no decision asks the table.',
    holds: ({ table }) => table === 'account.exists',
  },
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

export const EXCUSES: readonly Excuse[] = [...WAITING, ...NEVER_ASKED];
