import {
  balanceSheet,
  FundSums,
  periodOf,
  readEvent,
  trialBalance,
  type MonthSum,
  type StatementRow,
} from '@gongji/core';
import fc from 'fast-check';
import { onEachEngine } from '../testing/engines.ts';
import { contribution, enrolled, happened, reversal, visit } from '../testing/events.ts';
import { TestLog, type Written } from '../testing/log.ts';
import { eventsOf, STEPS } from '../testing/random-log.ts';

async function aMonth(): Promise<TestLog> {
  const log = new TestLog();
  await log.append(
    enrolled('P1'),
    contribution('P1', { fromPool: '30.00', balance: '130.00' }),
    visit('P1', { account: '40.00', cash: '335.00', balance: '90.00' }),
    reversal('P1', '2023-03-02', { account: '40.00', balance: '130.00' }),
    happened('institution-zibo.H1', 'PaymentProposed', '2023-04-01', {
      ...{ paymentId: 'H1-2023-03-1', month: '2023-03', amount: '125.00', settled: '125.00', reversed: '0.00' },
      ...{ paidBefore: '0.00', upTo: '4', proposedBy: 'A' },
    }),
    happened('institution-zibo.H1', 'PaymentApproved', '2023-04-01', {
      paymentId: 'H1-2023-03-1',
      month: '2023-03',
      amount: '125.00',
      withheld: [{ month: '2023-03', amount: '25.00' }],
      paid: '100.00',
      upTo: '4',
      approvedBy: 'B',
    }),
    happened('institution-zibo.H1', 'PaymentMade', '2023-05-04', {
      paymentId: 'H1-2023-03-1',
      month: '2023-03',
      paid: '100.00',
      reference: 'B-17',
      madeBy: 'C',
    }),
  );
  return log;
}

onEachEngine('the journal', ({ withViews }) => {
  it.each([1, 100])(
    'has the entries of a month with their lines, page by page, in batches of %d',
    async (batchSize) => {
      await withViews(
        await aMonth(),
        async (views) => {
          const january = { region: 'zibo', month: '2023-01' };
          const first = await views.journal(january, { limit: 2 });
          expect(first.rows).toMatchObject([
            { position: '2', date: '2023-01-10', kind: 'pooled-contribution', reference: '2023-01', amount: '350.00' },
            { position: '2', kind: 'personal-contribution', amount: '100.00' },
          ]);
          expect(first.rows[1]?.lines.map(({ bookAccount, side }) => [bookAccount, side])).toEqual([
            ['income-account', 'debit'],
            ['contributions', 'credit'],
            ['special-fiscal-account', 'debit'],
            ['income-account', 'credit'],
          ]);
          const rest = await views.journal(january, { limit: 2, after: first.next as string });
          expect(rest).toMatchObject({ rows: [{ kind: 'into-personal-accounts', amount: '30.00' }], next: null });
          expect((await views.journal({ region: 'shangrao', month: '2023-01' })).rows).toEqual([]);
        },
        { batchSize },
      );
    },
  );

  it('takes a reversed visit back with a negative amount, on the day of the reversal', async () => {
    await withViews(await aMonth(), async (views) => {
      const { rows } = await views.journal({ region: 'zibo', month: '2023-03' });
      expect(rows.map(({ date, kind, amount }) => [date, kind, amount])).toEqual([
        ['2023-03-01', 'personal-care', '40.00'],
        ['2023-03-02', 'personal-care', '-40.00'],
      ]);
    });
  });

  it('shows what touches one book account', async () => {
    await withViews(await aMonth(), async (views) => {
      const april = { region: 'zibo', month: '2023-04' };
      const { rows } = await views.journal(april, { bookAccount: 'benefits-recovered' });
      expect(rows.map(({ kind, amount }) => [kind, amount])).toEqual([['institution-withheld', '25.00']]);
      expect((await views.journal(april, { bookAccount: 'contributions' })).rows).toEqual([]);
    });
  });

  it('draws a payment when it is approved, and spends it on the day on which the bank paid', async () => {
    await withViews(await aMonth(), async (views) => {
      const booked = async (month: string) =>
        (await views.journal({ region: 'zibo', month }, { bookAccount: 'expenditure-account' })).rows.map(
          ({ date, kind, amount, reference }) => [date, kind, amount, reference],
        );
      expect(await booked('2023-04')).toEqual([['2023-04-01', 'institution-drawing', '100.00', 'H1-2023-03-1']]);
      expect(await booked('2023-05')).toEqual([['2023-05-04', 'institution-payment', '100.00', 'H1-2023-03-1']]);
      const { answer: sums } = await views.monthSums('zibo', '2023-05');
      const unpaid = (month: string) =>
        balanceSheet(sums, periodOf(month)).assets.find((row) => row.bookAccount === 'expenditure-account')?.amount;
      expect(unpaid('2023-04')).toMatchObject({ 'pooled-fund': '100.00' });
      expect(unpaid('2023-05')).toMatchObject({ 'pooled-fund': '0.00' });
    });
  });
});

onEachEngine('the sums of a month', ({ withViews }) => {
  it('count what was posted in it, up to the month that is asked for', async () => {
    await withViews(await aMonth(), async (views) => {
      const { answer: sums, upTo } = await views.monthSums('zibo', '2023-05');
      expect(upTo).toBe('7');
      const benefits = sums.filter(({ bookAccount }) => bookAccount === 'benefits');
      expect(benefits).toEqual([
        { month: '2023-03', bookAccount: 'benefits', subLedger: 'personal-accounts', debit: '0.00', credit: '0.00' },
        { month: '2023-04', bookAccount: 'benefits', subLedger: 'pooled-fund', debit: '25.00', credit: '0.00' },
        { month: '2023-05', bookAccount: 'benefits', subLedger: 'pooled-fund', debit: '100.00', credit: '0.00' },
      ]);
      expect((await views.monthSums('zibo', '2023-03')).answer.every(({ month }) => month <= '2023-03')).toBe(true);
    });
  });
});

/** Yuan in a line of a balance sheet. */
function fundOf(rows: readonly StatementRow[], of: string): string {
  return rows.find(({ bookAccount }) => bookAccount === of)?.amount.fund ?? '0.00';
}

/** What stands in the expenditure account, in yuan. */
function drawnAndUnpaid(sums: readonly MonthSum[]): string {
  return fundOf(balanceSheet(sums, periodOf('2023-06')).assets, 'expenditure-account');
}

function fen(amount: string): number {
  return Number(amount.replace('.', ''));
}

/** What was approved and not made, by the events alone. */
function unpaidOf(events: readonly Written[]): string {
  const sum = events.reduce((unpaid, { event: { type, data } }) => {
    if (type === 'PaymentApproved') return unpaid + fen(data.paid);
    return type === 'PaymentMade' ? unpaid - fen(data.paid) : unpaid;
  }, 0);
  return (sum / 100).toFixed(2);
}

/** Deposits that were kept back, and what the bank paid in advance, by the events alone. */
function inHands(events: readonly Written[]): readonly string[] {
  let [deposits, advances] = [0, 0];
  for (const { event } of events) {
    if (event.type === 'PaymentApproved')
      for (const { kind, amount } of event.data.lines ?? []) deposits -= kind === 'deposit' ? fen(amount) : 0;
    if (event.type === 'PaymentMade') advances += fen(event.data.parts?.prepayment ?? '0.00');
  }
  return [deposits, advances].map((sum) => (sum / 100).toFixed(2));
}

function closing(month: string): Written {
  const data = { month, totals: new FundSums().totals(), upTo: '0' };
  return happened('fund-zibo.2023', 'MonthClosed', `${month}-28`, data);
}

onEachEngine('a closed month', ({ withViews, runs }) => {
  it.each([1, 100])('takes nothing in that comes later, in batches of %d', async (batchSize) => {
    const log = new TestLog();
    await log.append(
      enrolled('P1'),
      contribution('P1'),
      closing('2023-01'),
      contribution('P1', { month: '2022-12', personal: '40.00', amount: '40.00', paidOn: '2023-01-31' }),
      closing('2023-02'),
      happened('fund-zibo.2022', 'YearClosed', '2022-12-31', { year: 2022 }),
      contribution('P1', { month: '2022-11', personal: '50.00', amount: '50.00', paidOn: '2022-12-31' }),
    );
    await withViews(
      log,
      async (views) => {
        const booked = async (month: string) =>
          (await views.journal({ region: 'zibo', month })).rows.map(({ date, lateFor, amount }) => [
            date,
            lateFor,
            amount,
          ]);
        expect(await booked('2023-01')).toEqual([
          ['2023-01-10', null, '350.00'],
          ['2023-01-10', null, '100.00'],
        ]);
        expect(await booked('2023-02')).toEqual([['2023-01-31', '2023-01', '40.00']]);
        expect(await booked('2023-03')).toEqual([['2022-12-31', '2022-12', '50.00']]);
        const { answer } = await views.closedMonths('zibo', 2023);
        expect(answer.map(({ month, late }) => [month, late])).toEqual([
          ['2023-01', [{ month: '2023-02', entries: 1, amount: '40.00' }]],
          ['2023-02', []],
        ]);
      },
      { batchSize },
    );
  });

  it('keeps its sums, whatever comes; every month balances, and the accounts hold the balances', async () => {
    await fc.assert(
      fc.asyncProperty(STEPS, fc.nat(), async (steps, place) => {
        const events = eventsOf(steps);
        const at = 4 + (place % (events.length - 3));
        const log = new TestLog();
        await log.append(...events.slice(0, at), closing('2023-05'));
        const before = await withViews(log, async (views) => (await views.monthSums('zibo', '2023-05')).answer);
        await log.append(...events.slice(at));
        await withViews(log, async (views) => {
          const { answer: sums } = await views.monthSums('zibo', '2023-06');
          expect(sums.filter(({ month }) => month === '2023-05')).toEqual(before);
          for (const month of ['2023-05', '2023-06']) {
            const { closing: closed } = trialBalance(sums, periodOf(month)).totals;
            expect(closed.debit).toBe(closed.credit);
          }
          const { assets } = balanceSheet(sums, periodOf('2023-06')).totals;
          expect(assets['personal-accounts']).toBe(await views.balances('zibo'));
          expect(drawnAndUnpaid(sums)).toBe(unpaidOf(events));
          const { assets: own, liabilities, totals } = balanceSheet(sums, periodOf('2023-06'));
          expect([fundOf(liabilities, 'deposits-held'), fundOf(own, 'prepayments')]).toEqual(inHands(events));
          const [gross, owed, net] = [totals.assets, totals.liabilities, totals.netAssets].map(({ fund }) => fen(fund));
          expect(gross).toBe(Number(owed) + Number(net));
        });
      }),
      { numRuns: runs(15) },
    );
  });

  it('has the totals that are counted from the postings', async () => {
    await fc.assert(
      fc.asyncProperty(STEPS, async (steps) => {
        const log = new TestLog();
        const events = eventsOf(steps);
        await log.append(...events);
        const sums = new FundSums();
        for (const { event } of events)
          sums.count(readEvent({ ...event, schemaVersion: 1, data: event.data as never }));
        await withViews(log, async (views) => {
          const { totals, moved } = await views.monthToClose('zibo', '2023-05');
          expect(totals).toEqual(sums.totals());
          expect(moved).toEqual(sums.isMoved ? ['2023-05'] : []);
        });
      }),
      { numRuns: runs(15) },
    );
  });
});
