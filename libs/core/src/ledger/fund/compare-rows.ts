import {
  inTermsOf,
  type FoundSettlement,
  type ReconciledAmounts,
  type ReconciliationRules,
  type SettlementKey,
} from './reconciliation.ts';
import type { ToldDifference } from '../commands.ts';

/** A row of an institution's file (3202). */
export interface InstitutionRow extends SettlementKey, ReconciledAmounts {}

/** The order in which both sides must come: by the settlement's id, the person's, the settlement before its refund. */
export function compareKeys(one: SettlementKey, other: SettlementKey): number {
  if (one.settlementId !== other.settlementId) return one.settlementId < other.settlementId ? -1 : 1;
  if (one.personId !== other.personId) return one.personId < other.personId ? -1 : 1;
  return Number(one.refund === true) - Number(other.refund === true);
}

/** The same row came twice, or not in order. */
export class RowsOutOfOrder extends Error {
  override readonly name = 'RowsOutOfOrder';

  constructor(readonly row: SettlementKey) {
    super(`The settlement ${row.settlementId} of ${row.personId} comes twice, or not in order.`);
  }
}

/**
 * Merges an institution's rows with the ledger's, both in the order of their keys, and tells in what they differ. Holds a row of each side
 * at a time. With refunds left out, the institution's refund takes its settlement with it; the ledger's side leaves out both already.
 * A claim that only the ledger has is no difference: the institution was not to be paid.
 *
 * @param ledger what is in scope by the rules, and claims.
 * @throws RowsOutOfOrder where a side is not in order, or has a row twice.
 */
export function* differencesBetween(
  institution: Iterable<InstitutionRow>,
  ledger: Iterable<FoundSettlement>,
  rules: ReconciliationRules,
): Iterable<ToldDifference> {
  const ours = inOrder(ledger)[Symbol.iterator]();
  let own = ours.next();
  const isBefore = (row: SettlementKey | undefined): boolean =>
    own.done !== true && (row === undefined || compareKeys(own.value, row) < 0);
  for (const row of rules.refunds === 'excluded' ? standing(inOrder(institution)) : inOrder(institution)) {
    for (; isBefore(row); own = ours.next()) yield* alone(own.value as FoundSettlement);
    if (own.done !== true && compareKeys(own.value, row) === 0) {
      if (own.value.isClaim || !agrees(row, inTermsOf(rules, own.value))) yield differing(row);
      own = ours.next();
    } else {
      yield differing(row);
    }
  }
  for (; isBefore(undefined); own = ours.next()) yield* alone(own.value as FoundSettlement);
}

function keyPart({ settlementId, personId, refund }: SettlementKey): SettlementKey {
  return { settlementId, personId, ...(refund === true ? { refund } : {}) };
}

function alone(row: FoundSettlement): readonly ToldDifference[] {
  return row.isClaim ? [] : [keyPart(row)];
}

function differing(row: InstitutionRow): ToldDifference {
  const { total, fund, account } = row;
  return { ...keyPart(row), institution: { total, fund, account } };
}

function agrees(row: ReconciledAmounts, own: ReconciledAmounts): boolean {
  return row.total === own.total && row.fund === own.fund && row.account === own.account;
}

function* inOrder<T extends SettlementKey>(rows: Iterable<T>): Iterable<T> {
  let before: T | undefined;
  for (const row of rows) {
    if (before !== undefined && compareKeys(before, row) >= 0) throw new RowsOutOfOrder(row);
    before = row;
    yield row;
  }
}

/** Without refunds, and without what they take back. A refund whose settlement is not among the rows takes nothing. */
export function* standing(rows: Iterable<InstitutionRow>): Iterable<InstitutionRow> {
  let held: InstitutionRow | undefined;
  for (const row of rows) {
    const takesBack = row.refund === true && held?.settlementId === row.settlementId && held.personId === row.personId;
    if (held !== undefined && !takesBack) yield held;
    held = row.refund === true ? undefined : row;
  }
  if (held !== undefined) yield held;
}
