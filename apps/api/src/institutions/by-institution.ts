import { exact, money } from '@gongji/core';
import type { PayableMonth } from '@gongji/projections';

const SUMS = ['settled', 'reversed', 'approved', 'withheld', 'paid', 'unpaid'] as const;

/** What an institution is due over some months, and what was approved, kept back, paid and is unpaid of it, in yuan. */
export type PayableInstitution = Pick<PayableMonth, 'institutionId' | (typeof SUMS)[number]>;

/** Adds the months of each institution up, in the order in which institutions first come. */
export function byInstitution(rows: readonly PayableMonth[]): readonly PayableInstitution[] {
  const sums = new Map<string, PayableInstitution>();
  for (const each of rows) {
    const row = withoutMonth(each);
    const before = sums.get(row.institutionId);
    sums.set(row.institutionId, before === undefined ? row : plus(before, row));
  }
  return [...sums.values()];
}

function withoutMonth({ institutionId, ...row }: PayableMonth): PayableInstitution {
  return { institutionId, ...Object.fromEntries(SUMS.map((sum) => [sum, row[sum]])) } as PayableInstitution;
}

function plus(one: PayableInstitution, other: PayableInstitution): PayableInstitution {
  const added = SUMS.map((sum) => [sum, money(exact(one[sum]).plus(other[sum]))] as const);
  return { ...one, ...Object.fromEntries(added) };
}
