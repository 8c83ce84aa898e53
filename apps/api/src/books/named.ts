import { SUB_LEDGER_NAMES, type BookAccountId, type Chart, type SubLedger } from '@gongji/core';
import type { Words } from '../settlements/words.ts';

/** A book account as people know it. */
export interface NamedBookAccount {
  readonly bookAccount: BookAccountId;
  readonly code: string;
  readonly name: Words;
}

/** Adds a book account's code and name to rows that have its id. */
export function named<T extends { readonly bookAccount: BookAccountId }>(
  rows: readonly T[],
  chart: Chart,
): readonly (T & NamedBookAccount)[] {
  return rows.map((row) => {
    const { code, name } = chart[row.bookAccount];
    return { ...row, code, name };
  });
}

/** A sub-ledger with its name. */
export function subLedgerNamed(subLedger: SubLedger): { readonly subLedger: SubLedger; readonly name: Words } {
  return { subLedger, name: SUB_LEDGER_NAMES[subLedger] };
}
