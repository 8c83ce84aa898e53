import { createHash } from 'node:crypto';
import {
  compareKeys,
  differencesBetween,
  exact,
  MOST_DIFFERENCES,
  money,
  rulesOf,
  RowsOutOfOrder,
  standing,
  ZERO,
  type Exact,
  type FoundSettlement,
  type InstitutionRow,
  type ReconciledTotals,
  type RecordReconciliation,
  type ToldDifference,
} from '@gongji/core';
import { BadRows, readRows, type FileRow } from './rows.ts';

/** What somebody says of a file that is to be reconciled; ids are made of the file where they are not told. */
export type ReconciliationRequest = Pick<
  RecordReconciliation,
  'region' | 'institutionId' | 'from' | 'to' | 'date' | 'clearingType' | 'refunds' | 'accountInFund' | 'actor'
> & {
  readonly reconciliationId?: string;
  /** The totals of 3201, where the institution sent them too: the file's must be the same. */
  readonly totals?: ReconciledTotals;
};

/** The read models, as far as a reconciliation asks them. */
export interface ReconciledViews {
  catchUp(): Promise<void>;
  readonly checkpoint: bigint;
  readonly reconciliation: {
    rows(
      scope: Pick<RecordReconciliation, 'region' | 'institutionId' | 'from' | 'to'> & {
        readonly refunds: 'included' | 'excluded';
      },
      upTo: bigint,
    ): Promise<readonly FoundSettlement[]>;
  };
}

/** The file cannot be reconciled as it is; the message says why. */
export class CannotReconcile extends Error {
  override readonly name = 'CannotReconcile';
}

/**
 * Compares an institution's file with the ledger, and gives the command that records it. The file is read as it comes; its rows and the
 * ledger's are held while they are brought into one order, some 350 bytes each. The same file gives the same id on the same day, so that it is
 * recorded once a day.
 *
 * @throws BadRows naming rows by line and field; CannotReconcile where the totals do not fit or too many rows differ.
 */
export async function reconciliationOf(
  { totals, reconciliationId, ...request }: ReconciliationRequest,
  file: AsyncIterable<Uint8Array>,
  views: ReconciledViews,
): Promise<RecordReconciliation> {
  const hash = createHash('sha256');
  const rows: FileRow[] = [];
  for await (const row of readRows(hashed(file, hash))) rows.push(row);
  const digest = hash.digest('hex');
  rows.sort(compareKeys);
  requireOnce(rows);
  const rules = rulesOf(request);
  const counted = totalsOf(rules.refunds === 'excluded' ? standing(rows) : rows);
  if (totals !== undefined) requireSame(totals, counted);
  await views.catchUp();
  const upTo = views.checkpoint;
  const { region, institutionId, from, to } = request;
  const ledger = await views.reconciliation.rows({ region, institutionId, from, to, refunds: rules.refunds }, upTo);
  const differences = bounded(differencesBetween(rows, ledger, rules));
  const id = reconciliationId ?? [institutionId.slice(0, 80), from, to, request.date, digest.slice(0, 12)].join('-');
  return {
    ...request,
    ...rules,
    type: 'RecordReconciliation',
    commandId: `reconcile-${createHash('sha256')
      .update(JSON.stringify([request, id]))
      .digest('hex')
      .slice(0, 32)}-${String(upTo)}`,
    reconciliationId: id,
    insuranceType: '310',
    totals: counted,
    digest,
    differences,
    upTo: String(upTo),
  };
}

async function* hashed(
  file: AsyncIterable<Uint8Array>,
  hash: { update(bytes: Uint8Array): unknown },
): AsyncIterable<Uint8Array> {
  for await (const chunk of file) {
    hash.update(chunk);
    yield chunk;
  }
}

function requireOnce(rows: readonly FileRow[]): void {
  const twice = rows.flatMap((row, at) => {
    const before = rows[at - 1];
    if (before === undefined || compareKeys(before, row) !== 0) return [];
    return [{ line: row.line, field: 'setl_id' as const, problem: `came in line ${String(before.line)} already` }];
  });
  if (twice.length > 0) throw new BadRows(twice.slice(0, 20), twice.length);
}

function totalsOf(rows: Iterable<InstitutionRow>): ReconciledTotals {
  let count = 0;
  const sums: { total: Exact; fund: Exact; account: Exact } = { total: ZERO, fund: ZERO, account: ZERO };
  for (const row of rows) {
    count += 1;
    for (const part of ['total', 'fund', 'account'] as const) sums[part] = sums[part].plus(row[part]);
  }
  return { count, total: money(sums.total), fund: money(sums.fund), account: money(sums.account) };
}

function requireSame(told: ReconciledTotals, counted: ReconciledTotals): void {
  for (const part of ['count', 'total', 'fund', 'account'] as const) {
    if (exact(String(told[part])).eq(exact(String(counted[part])))) continue;
    throw new CannotReconcile(
      `The totals that were told are not the sum of the rows: ${part} is ${String(told[part])}, and the rows make ${String(counted[part])}.`,
    );
  }
}

function bounded(differences: Iterable<ToldDifference>): readonly ToldDifference[] {
  const kept: ToldDifference[] = [];
  try {
    for (const difference of differences) {
      if (kept.length === MOST_DIFFERENCES) {
        throw new CannotReconcile(
          `More than ${String(MOST_DIFFERENCES)} rows differ, the first is ${String(kept[0]?.settlementId)}: reconcile shorter spans, ` +
            'or look whether it is the right institution and span.',
        );
      }
      kept.push(difference);
    }
  } catch (error) {
    if (error instanceof RowsOutOfOrder) throw new CannotReconcile(error.message);
    throw error;
  }
  return kept;
}
