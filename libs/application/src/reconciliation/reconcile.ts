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
  type ReconciledAmounts,
  type ReconciledTotals,
  type ReconciliationRules,
  type RecordReconciliation,
  type SettlementKey,
  type ToldDifference,
} from '@gongji/core';
import { inStep, type Pages } from './pages.ts';
import { BadRows, MOST_TOLD, readRows, type BadRow, type FileRow } from './rows.ts';
import { SortedRows } from './sorted-rows.ts';

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
    ): Pages<FoundSettlement>;
  };
}

/** The file cannot be reconciled as it is; the message says why. */
export class CannotReconcile extends Error {
  override readonly name = 'CannotReconcile';
}

/**
 * Compares an institution's file with the ledger, and gives the command that records it. Both sides are brought into one order in files for the
 * time being, so that memory does not grow with them. The same file gives the same id on the same day, so that it is recorded once a day.
 *
 * @throws BadRows naming rows by line and field; CannotReconcile where the totals do not fit or too many rows differ.
 */
export async function reconciliationOf(
  request: ReconciliationRequest,
  file: AsyncIterable<Uint8Array>,
  views: ReconciledViews,
): Promise<RecordReconciliation> {
  const [theirs, ours] = [new SortedRows<FileRow>(compareKeys), new SortedRows<FoundSettlement>(compareKeys)];
  try {
    return await comparedOn({ theirs, ours }, request, file, views);
  } finally {
    await theirs.close();
    await ours.close();
  }
}

async function comparedOn(
  { theirs, ours }: { readonly theirs: SortedRows<FileRow>; readonly ours: SortedRows<FoundSettlement> },
  { totals, reconciliationId, ...request }: ReconciliationRequest,
  file: AsyncIterable<Uint8Array>,
  views: ReconciledViews,
): Promise<RecordReconciliation> {
  const hash = createHash('sha256');
  for await (const rows of readRows(hashed(file, hash))) await theirs.add(rows);
  const digest = hash.digest('hex');
  const rules = rulesOf(request);
  const counted = await countedOnce(theirs.pages(), rules);
  if (totals !== undefined) requireSame(totals, counted);
  await views.catchUp();
  const upTo = views.checkpoint;
  const { region, institutionId, from, to } = request;
  const scope = { region, institutionId, from, to, refunds: rules.refunds };
  for await (const rows of views.reconciliation.rows(scope, upTo)) await ours.add(rows);
  const differences = await bounded(differencesIn(theirs.pages(), ours.pages(), rules));
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

/** The same settlement, or its refund: what a comparison takes together. */
function compareSettlements(one: SettlementKey, other: SettlementKey): number {
  const { settlementId, personId } = one;
  return compareKeys({ settlementId, personId }, { settlementId: other.settlementId, personId: other.personId });
}

/**
 * What an institution's rows and the ledger's do not agree on, span by span: in each are all rows of its settlements and of their refunds, so
 * that it can be compared for itself.
 */
export async function* differencesIn(
  theirs: Pages<InstitutionRow>,
  ours: Pages<FoundSettlement>,
  rules: ReconciliationRules,
): AsyncIterable<ToldDifference> {
  for await (const [rows, ledger] of inStep(theirs, ours, compareSettlements)) {
    yield* differencesBetween(rows, ledger, rules);
  }
}

async function* nothing(): Pages<never> {
  // no page
}

/**
 * The totals of a file by the rules.
 *
 * @throws BadRows where a row came twice.
 */
export async function countedOnce(pages: Pages<FileRow>, { refunds }: ReconciliationRules): Promise<ReconciledTotals> {
  const sums = new TotalSums();
  const twice: BadRow[] = [];
  let count = 0;
  for await (const [rows] of inStep(pages, nothing(), compareSettlements)) {
    for (const bad of cameTwice(rows)) {
      count += 1;
      if (twice.length < MOST_TOLD) twice.push(bad);
    }
    for (const row of refunds === 'excluded' ? standing(rows) : rows) sums.add(row);
  }
  if (count > 0) throw new BadRows(twice, count);
  return sums.totals();
}

function cameTwice(rows: readonly FileRow[]): readonly BadRow[] {
  return rows.flatMap((row, at) => {
    const before = rows[at - 1];
    if (before === undefined || compareKeys(before, row) !== 0) return [];
    return [{ line: row.line, field: 'setl_id' as const, problem: `came in line ${String(before.line)} already` }];
  });
}

class TotalSums {
  #count = 0;
  readonly #sums: Record<keyof ReconciledAmounts, Exact> = { total: ZERO, fund: ZERO, account: ZERO };

  add(row: ReconciledAmounts): void {
    this.#count += 1;
    for (const part of ['total', 'fund', 'account'] as const) this.#sums[part] = this.#sums[part].plus(row[part]);
  }

  totals(): ReconciledTotals {
    const { total, fund, account } = this.#sums;
    return { count: this.#count, total: money(total), fund: money(fund), account: money(account) };
  }
}

function requireSame(told: ReconciledTotals, counted: ReconciledTotals): void {
  for (const part of ['count', 'total', 'fund', 'account'] as const) {
    if (exact(String(told[part])).eq(exact(String(counted[part])))) continue;
    throw new CannotReconcile(
      `The totals that were told are not the sum of the rows: ${part} is ${String(told[part])}, and the rows make ${String(counted[part])}.`,
    );
  }
}

async function bounded(differences: AsyncIterable<ToldDifference>): Promise<readonly ToldDifference[]> {
  const kept: ToldDifference[] = [];
  try {
    for await (const difference of differences) {
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
