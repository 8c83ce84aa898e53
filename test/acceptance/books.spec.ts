import { expect, test } from '@jest/globals';
import {
  balanceSheet,
  incomeAndExpenditure,
  periodOf,
  trialBalance,
  type LedgerEvent,
  type PaymentApproved,
  type PaymentLine,
} from '@gongji/core';
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
    // A prepayment is an advance until it is taken back; a deposit that is kept back is spent, and leaves nothing when it is given back.
    if (type === 'PaymentMade') sums.expenditure += fen(data.parts?.benefits ?? data.paid);
    if (type === 'PaymentApproved') sums.expenditure += spentUnpaid(data);
    if (type === 'ReimbursementSettled') sums.expenditure += fen(data.pooled);
    if (type === 'SettlementReversed' && data.claimId !== undefined) sums.expenditure -= fen(data.pooled);
  }
  return sums;
}

/** What an approval spends without paying it: deposits kept back and prepayments taken back, less what is kept of a deposit for good. */
function spentUnpaid({ lines = [], parts }: PaymentApproved): number {
  const of = (kind: PaymentLine['kind']): number =>
    lines.filter((line) => line.kind === kind).reduce((sum, { amount }) => sum + fen(amount), 0);
  return fen(parts?.deposit ?? '0.00') - of('deposit') - of('prepayment-offset') - of('deposit-released');
}

/** What was approved and not paid at the end of a month, and the payments that the bank made in it. */
function paymentsOf(events: readonly LedgerEvent[], month: string): { unpaid: number; made: number } {
  const sums = { unpaid: 0, made: 0 };
  for (const { type, data, occurredOn } of events) {
    if (type === 'PaymentApproved' && occurredOn.slice(0, 7) <= month) sums.unpaid += fen(data.paid);
    if (type !== 'PaymentMade' || occurredOn.slice(0, 7) > month) continue;
    sums.unpaid -= fen(data.paid);
    if (occurredOn.startsWith(month)) sums.made += 1;
  }
  return sums;
}

test.each(REGIONS)(
  '%s: the trial balance balances in every month, the expenditure account holds what was approved and not paid, and the accounts’ ' +
    'sub-ledger is the sum of the balances',
  async (region) => {
    const ledger = await openTestLedger();
    try {
      await ledger.run(createReadStream(`${SAMPLES}${region}.ndjson`));
      await ledger.views.catchUp();
      const events = await eventsOf(ledger.store);
      const { answer: sums } = await ledger.views.monthSums(region, '2999-12');
      const months = [...new Set(sums.map(({ month }) => month))];
      expect(months.length).toBeGreaterThan(12);
      let paidMonths = 0;
      for (const month of months) {
        const period = periodOf(month);
        const { opening, turnover, closing } = trialBalance(sums, period).totals;
        expect([month, opening.debit, turnover.debit, closing.debit]).toEqual([
          ...[month, opening.credit, turnover.credit, closing.credit],
        ]);
        const { assets, liabilities, netAssets } = balanceSheet(sums, period).totals;
        const owned = Object.entries(assets).map(([part, amount]) => [part, fen(amount)]);
        const owing = Object.entries(liabilities).map(([part, amount]) => [
          part,
          fen(amount) + fen(netAssets[part as keyof typeof netAssets]),
        ]);
        expect([month, owned]).toEqual([month, owing]);
        const account = trialBalance(sums, period).rows.find(
          ({ bookAccount, subLedger }) => bookAccount === 'expenditure-account' && subLedger === 'pooled-fund',
        );
        const { unpaid, made } = paymentsOf(events, month);
        expect([month, fen(account?.closing.debit ?? '0.00')]).toEqual([month, unpaid]);
        paidMonths += made > 0 ? 1 : 0;
        const { income, expenditure } = incomeAndExpenditure(sums, period).totals;
        const found = { income: fen(income['pooled-fund']), expenditure: fen(expenditure['pooled-fund']) };
        expect({ month, ...found }).toEqual({ month, ...pooledOf(events, month) });
      }
      expect(paidMonths).toBeGreaterThan(12);
      const last = balanceSheet(sums, periodOf(months.at(-1) as string));
      expect(last.totals.assets['personal-accounts']).toBe(await ledger.views.balances(region));
    } finally {
      await ledger.close();
    }
  },
  120_000,
);
