import { expect, test } from '@jest/globals';
import { balanceSheet, incomeAndExpenditure, periodOf, trialBalance, type LedgerEvent } from '@gongji/core';
import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { eventsOf } from '../support/events-of.ts';
import { openTestLedger } from '../support/test-ledger.ts';

/** The books of each region's sample balance in every month, and hold what a plain loop over the events finds. */

const SAMPLES = fileURLToPath(new URL('../../samples/', import.meta.url));
const REGIONS = ['panzhihua', 'shangrao', 'chongqing', 'baoshan', 'zibo'];

function fen(yuan: string): number {
  return Number(yuan.replace('.', ''));
}

/** Income and expenditure of the pool in a month, from the events alone. */
function pooledOf(events: readonly LedgerEvent[], month: string): { income: number; expenditure: number } {
  const sums = { income: 0, expenditure: 0 };
  for (const { type, data, occurredOn } of events) {
    if (!occurredOn.startsWith(month)) continue;
    if (type === 'ContributionRecorded') sums.income += fen(data.amount) - fen(data.personal);
    if (type === 'ContributionReversed') sums.income -= fen(data.amount) - fen(data.personal);
    if (type === 'PaymentMade') sums.expenditure += fen(data.paid);
    if (type === 'ReimbursementSettled') sums.expenditure += fen(data.pooled);
    if (type === 'SettlementReversed' && data.claimId !== undefined) sums.expenditure -= fen(data.pooled);
  }
  return sums;
}

test.each(REGIONS)(
  '%s: the trial balance balances in every month, and the accounts’ sub-ledger is the sum of the balances',
  async (region) => {
    const ledger = await openTestLedger();
    try {
      await ledger.run(createReadStream(`${SAMPLES}${region}.ndjson`));
      await ledger.views.catchUp();
      const events = await eventsOf(ledger.store);
      const { answer: sums } = await ledger.views.monthSums(region, '2999-12');
      const months = [...new Set(sums.map(({ month }) => month))];
      expect(months.length).toBeGreaterThan(12);
      for (const month of months) {
        const period = periodOf(month);
        const { opening, turnover, closing } = trialBalance(sums, period).totals;
        expect([month, opening.debit, turnover.debit, closing.debit]).toEqual([
          ...[month, opening.credit, turnover.credit, closing.credit],
        ]);
        const { assets, netAssets } = balanceSheet(sums, period).totals;
        expect({ month, assets }).toEqual({ month, assets: netAssets });
        const { income, expenditure } = incomeAndExpenditure(sums, period).totals;
        const found = { income: fen(income['pooled-fund']), expenditure: fen(expenditure['pooled-fund']) };
        expect({ month, ...found }).toEqual({ month, ...pooledOf(events, month) });
      }
      const last = balanceSheet(sums, periodOf(months.at(-1) as string));
      expect(last.totals.assets['personal-accounts']).toBe(await ledger.views.balances(region));
    } finally {
      await ledger.close();
    }
  },
  120_000,
);
