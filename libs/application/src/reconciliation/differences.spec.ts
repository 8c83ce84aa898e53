import { expect, test } from '@jest/globals';
import { compareKeys, differencesBetween, standing, type FoundSettlement } from '@gongji/core';
import fc from 'fast-check';
import type { Pages } from './pages.ts';
import { countedOnce, differencesIn } from './reconcile.ts';
import { BadRows, type FileRow } from './rows.ts';

/** Few ids, so that both sides, refunds and rows that come twice meet at the borders of pages. */
const keys = fc.record({
  settlementId: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F'),
  personId: fc.constantFrom('P', 'Q'),
  refund: fc.constantFrom(undefined, true as const),
});
const amounts = fc.constantFrom('0.00', '1.00', '2.50');

/** In order; each row once but for those that are wanted twice. */
function sortedOf<T extends FileRow | FoundSettlement>(rows: readonly T[]): readonly T[] {
  return [...rows].sort(compareKeys);
}

const theirs = fc.array(fc.tuple(keys, amounts), { maxLength: 30 }).map((rows) =>
  sortedOf(
    rows.map(([{ settlementId, personId, refund }, fund], line): FileRow => {
      const isRefund = refund === undefined ? {} : { refund };
      return { line, settlementId, personId, ...isRefund, total: '9.00', fund, account: '0.00' };
    }),
  ),
);
const ours = fc
  .uniqueArray(fc.tuple(keys, amounts, fc.boolean()), { maxLength: 30, selector: ([key]) => JSON.stringify(key) })
  .map((rows) =>
    sortedOf(
      rows.map(([{ settlementId, personId, refund }, pooled, isClaim]): FoundSettlement => {
        const isRefund = refund === undefined ? {} : { refund };
        return { settlementId, personId, ...isRefund, total: '9.00', pooled, account: '0.00', isClaim };
      }),
    ),
  );

/** Cuts of rows into pages, some of them empty. */
const cuts = fc.array(fc.nat(4), { minLength: 1, maxLength: 20 });

async function* cut<T>(rows: readonly T[], sizes: readonly number[]): Pages<T> {
  let at = 0;
  for (const size of sizes) {
    yield rows.slice(at, at + size);
    at += size;
  }
  yield rows.slice(at);
}

async function settled<T>(work: () => Promise<T>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    return String(error);
  }
}

async function walked<T>(rows: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

const rules = fc.record({
  refunds: fc.constantFrom('included' as const, 'excluded' as const),
  accountInFund: fc.boolean(),
});

test('rows that are compared page by page differ as they do as a whole, wherever the pages end', async () => {
  await fc.assert(
    fc.asyncProperty(theirs, ours, cuts, cuts, rules, async (rows, ledger, one, other, by) => {
      const inPages = await settled(() => walked(differencesIn(cut(rows, one), cut(ledger, other), by)));
      expect(inPages).toEqual(await settled(async () => [...differencesBetween(rows, ledger, by)]));
    }),
    { numRuns: 500 },
  );
});

test('a file that is counted page by page has the totals of the whole, and the rows that came twice', async () => {
  await fc.assert(
    fc.asyncProperty(theirs, cuts, rules, async (rows, sizes, by) => {
      const twice = rows.filter((row, at) => at > 0 && compareKeys(rows[at - 1] as FileRow, row) === 0);
      const counted = countedOnce(cut(rows, sizes), by);
      if (twice.length > 0) {
        const bad = await counted.then(undefined, (error: unknown) => error as BadRows);
        expect(bad).toBeInstanceOf(BadRows);
        expect([(bad as BadRows).count, (bad as BadRows).rows.map(({ line }) => line)]).toEqual([
          twice.length,
          twice.slice(0, 20).map(({ line }) => line),
        ]);
        return;
      }
      const whole = [...(by.refunds === 'excluded' ? standing(rows) : rows)];
      const fund = whole.reduce((sum, row) => sum + Number(row.fund), 0).toFixed(2);
      expect(await counted).toMatchObject({ count: whole.length, fund });
    }),
    { numRuns: 300 },
  );
});
