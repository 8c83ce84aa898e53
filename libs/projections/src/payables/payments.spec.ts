import type { WholeRegion } from '../whole-region.ts';
import { onEachEngine } from '../testing/engines.ts';
import { happened, visit } from '../testing/events.ts';
import { TestLog, type Written } from '../testing/log.ts';

function proposal(institutionId: string, number: number, amount: string): Written {
  return happened(`institution-zibo.${institutionId}`, 'PaymentProposed', '2023-04-01', {
    paymentId: `${institutionId}-2023-03-${String(number)}`,
    month: '2023-03',
    settled: amount,
    reversed: '0.00',
    paidBefore: '0.00',
    amount,
    upTo: '2',
    proposedBy: 'A',
  });
}

function approval(institutionId: string, number: number, [amount, back]: readonly [number, number]): Written {
  return happened(`institution-zibo.${institutionId}`, 'PaymentApproved', '2023-04-01', {
    paymentId: `${institutionId}-2023-03-${String(number)}`,
    month: '2023-03',
    amount: amount.toFixed(2),
    withheld: back === 0 ? [] : [{ month: '2023-02', amount: back.toFixed(2) }],
    paid: (amount - back).toFixed(2),
    upTo: '2',
    approvedBy: 'B',
  });
}

/** H1: paid, withheld whole, approved; H2: proposed. Positions 3 to 9. */
async function aLog(): Promise<TestLog> {
  const log = new TestLog();
  await log.append(
    visit('P1'),
    visit('P2', { visitId: 'V1', institutionId: 'H2' }),
    proposal('H1', 1, '100.00'),
    approval('H1', 1, [100, 20]),
    happened('institution-zibo.H1', 'PaymentMade', '2023-04-06', {
      paymentId: 'H1-2023-03-1',
      month: '2023-03',
      paid: '80.00',
      reference: 'B-17',
      madeBy: 'C',
    }),
    proposal('H1', 2, '5.00'),
    approval('H1', 2, [5, 5]),
    proposal('H1', 3, '20.00'),
    approval('H1', 3, [20, 0]),
    proposal('H2', 1, '125.00'),
  );
  return log;
}

const H1_1 = {
  paymentId: 'H1-2023-03-1',
  institutionId: 'H1',
  month: '2023-03',
  status: 'paid',
  kind: 'month',
  amount: '100.00',
  lines: [{ kind: 'actual-cost', amount: '100.00' }],
  proposed: { date: '2023-04-01', by: 'A', position: '3' },
  approved: { date: '2023-04-01', by: 'B', position: '4', withheld: '20.00', toPay: '80.00' },
  paid: { date: '2023-04-06', by: 'C', position: '5', reference: 'B-17' },
  unpaid: '0.00',
};

const NO_OTHERS = { prepayment: null, clearing: null };

async function all(region: WholeRegion): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const page of region.payments('zibo', {}, '9')) ids.push(...page.map(({ paymentId }) => paymentId));
  return ids;
}

onEachEngine('payments to institutions', ({ withViews }) => {
  it.each([1, 100])('each with how far it has come and when, page by page, in batches of %d', async (batchSize) => {
    await withViews(
      await aLog(),
      async (views) => {
        const first = await views.payments('zibo', { limit: 3 });
        expect(first.rows[0]).toEqual(H1_1);
        expect(first.rows.map(({ status, unpaid }) => [status, unpaid])).toEqual([
          ['paid', '0.00'],
          ['settled-by-withholding', '0.00'],
          ['approved', '20.00'],
        ]);
        const rest = await views.payments('zibo', { limit: 3, after: first.next as string });
        expect(rest).toMatchObject({
          rows: [{ institutionId: 'H2', status: 'proposed', approved: null, paid: null }],
          next: null,
        });
        expect((await views.payments('zibo', { institution: 'H2' })).rows).toEqual(rest.rows);
        expect((await views.payments('zibo', { from: '2023-04' })).rows).toEqual([]);
        expect((await views.payments('shangrao')).rows).toEqual([]);
      },
      { batchSize },
    );
  });

  it('as they were on a day, and as they were known at a position', async () => {
    await withViews(await aLog(), async (views) => {
      const [first] = (await views.payments('zibo', { asOf: '2023-04-05' })).rows;
      expect(first).toEqual({ ...H1_1, status: 'approved', paid: null, unpaid: '80.00' });
      const known = (await views.payments('zibo', { knownAt: '3' })).rows;
      expect(known).toEqual([{ ...H1_1, status: 'proposed', approved: null, paid: null, unpaid: '0.00' }]);
      expect(await all(views.wholeRegion)).toEqual(['H1-2023-03-1', 'H1-2023-03-2', 'H1-2023-03-3']);
    });
  });

  it('say what they are for, with their lines; those of earlier ones are found from what they say', async () => {
    const log = new TestLog();
    const about = { month: '2023-12', settled: '0.00', reversed: '0.00', upTo: '0', proposedBy: 'A' } as const;
    const line = { kind: 'deposit-released', amount: '5.00', article: '16', year: 2023 } as const;
    await log.append(
      happened('institution-zibo.H1', 'PaymentProposed', '2024-01-01', {
        ...{ ...about, paymentId: 'H1-2023-12-1', settled: '90.00', reversed: '20.00', paidBefore: '80.00' },
        amount: '0.00',
      }),
      happened('institution-zibo.H1', 'PaymentProposed', '2024-01-01', {
        ...{ ...about, paymentId: 'H1-2023-12-2', kind: 'clearing', paidBefore: '0.00', amount: '5.00' },
        ...{ lines: [line], cleared: [], contracts: [] },
      }),
      happened('institution-zibo.H1', 'PaymentApproved', '2024-01-01', {
        ...{ paymentId: 'H1-2023-12-2', month: '2023-12', amount: '5.00', lines: [line], withheld: [], paid: '5.00' },
        ...{ parts: { benefits: '0.00', deposit: '5.00', prepayment: '0.00' }, upTo: '0', approvedBy: 'B' },
      }),
    );
    await withViews(log, async (views) => {
      expect((await views.payments('zibo')).rows).toMatchObject([
        {
          kind: 'month',
          amount: '0.00',
          lines: [
            { kind: 'actual-cost', amount: '70.00' },
            { kind: 'paid-before', amount: '-80.00' },
            { kind: 'overpaid', amount: '10.00' },
          ],
        },
        { kind: 'clearing', amount: '5.00', lines: [line] },
      ]);
      // A month that is paid without any visit stands among what is due as well.
      expect((await views.wholeRegion.payables('zibo')).answer).toMatchObject([
        { institutionId: 'H1', month: '2023-12', settled: '0.00', approved: '5.00', unpaid: '5.00' },
      ]);
      expect((await views.wholeRegion.payables('zibo', { to: '2023-11' })).answer).toEqual([]);
    });
  });

  it('stand beside what is due by institution and month', async () => {
    await withViews(await aLog(), async (views) => {
      const { answer } = await views.wholeRegion.payables('zibo');
      const due = { month: '2023-03', settled: '125.00', reversed: '0.00' };
      expect(answer).toEqual([
        {
          ...{ ...due, institutionId: 'H1', approved: '100.00', withheld: '25.00', paid: '80.00', unpaid: '20.00' },
          due: {
            amount: '0.00',
            lines: [
              { kind: 'actual-cost', amount: '125.00' },
              { kind: 'paid-before', amount: '-125.00' },
            ],
          },
          ...NO_OTHERS,
        },
        {
          ...{ ...due, institutionId: 'H2', approved: '0.00', withheld: '0.00', paid: '0.00', unpaid: '0.00' },
          due: { amount: '125.00', lines: [{ kind: 'actual-cost', amount: '125.00' }] },
          ...NO_OTHERS,
        },
      ]);
    });
  });
});
