import { contribution, enrolled, happened, reversal, visit } from '../testing/events.ts';
import { onEachEngine } from '../testing/engines.ts';
import { TestLog } from '../testing/log.ts';

const NOTHING = {
  pooled: { income: '0.00', toAccounts: '0.00', payments: {} },
  accounts: { credited: '0.00', spent: '0.00', paidOut: '0.00', adjusted: '0.00' },
  visits: 0,
};

const STREAM = 'insured-zibo.P1';

onEachEngine('GetFund', ({ withViews }) => {
  /** The fund of a log of one region, all of it or a span of days. */
  const fundOf = (log: TestLog, from = '1900-01-01', to = '2999-12-31') =>
    withViews(log, (views) => views.fund('zibo', from, to));

  it('is all zeros for a region without events', async () => {
    expect(await fundOf(new TestLog())).toEqual(NOTHING);
  });

  it('divides a contribution into the pool and the account', async () => {
    const log = new TestLog();
    // Of 450.00 the person's 100.00 go into the account, and 30.00 of the employer's 350.00 follow through the pool.
    await log.append(enrolled('P1'), contribution('P1', { fromPool: '30.00', balance: '130.00' }));
    expect(await fundOf(log)).toEqual({
      ...NOTHING,
      pooled: { income: '350.00', toAccounts: '30.00', payments: {} },
      accounts: { ...NOTHING.accounts, credited: '130.00' },
    });
  });

  it('counts a reversed contribution against the day of the reversal', async () => {
    const log = new TestLog();
    const taken = { month: '2023-01', amount: '450.00', personal: '100.00', fromPool: '30.00', balance: '0.00' };
    await log.append(
      enrolled('P1'),
      contribution('P1', { fromPool: '30.00', balance: '130.00' }),
      happened(STREAM, 'ContributionReversed', '2023-02-05', { ...taken, reason: 'twice' }),
    );
    expect(await fundOf(log, '2023-02-01', '2023-02-28')).toEqual({
      ...NOTHING,
      pooled: { income: '-350.00', toAccounts: '-30.00', payments: {} },
      accounts: { ...NOTHING.accounts, credited: '-130.00' },
    });
    expect(await fundOf(log)).toEqual(NOTHING);
  });

  it('counts visits by line, and takes a reversed one back on its own day', async () => {
    const log = new TestLog();
    await log.append(
      enrolled('P1'),
      contribution('P1'),
      visit('P1', { account: '40.00', cash: '335.00', balance: '60.00' }),
      visit('P1', { visitId: 'V2', payments: {}, pooled: '0.00', reason: 'not-registered' }),
      reversal('P1', '2023-04-02', { account: '40.00', balance: '100.00' }),
    );
    const march = await fundOf(log, '2023-03-01', '2023-03-31');
    expect(march.pooled.payments).toEqual({ ordinary: '125.00' });
    expect(march.accounts.spent).toBe('40.00');
    expect(march.visits).toBe(2);
    const april = await fundOf(log, '2023-04-01', '2023-04-30');
    expect(april.pooled.payments).toEqual({ ordinary: '-125.00' });
    expect(april.accounts.spent).toBe('-40.00');
    expect(april.visits).toBe(-1);
    const all = await fundOf(log);
    expect(all.pooled.payments).toEqual({});
    expect(all.visits).toBe(1);
  });

  it('adjusts by credits less debits, and pays the balance out', async () => {
    const log = new TestLog();
    await log.append(
      enrolled('P1'),
      happened(STREAM, 'AccountTransferredIn', '2023-01-02', {
        transferId: 'T1',
        amount: '80.00',
        from: '110000',
        balance: '80.00',
      }),
      happened(STREAM, 'AccountDebited', '2023-01-03', {
        cause: 'adjustment',
        adjustmentId: 'A1',
        amount: '5.50',
        reason: 'r',
        balance: '74.50',
      }),
      happened(STREAM, 'AccountRefunded', '2023-01-04', { reason: 'abroad', amount: '74.50' }),
    );
    expect((await fundOf(log)).accounts).toEqual({
      credited: '80.00',
      spent: '0.00',
      paidOut: '74.50',
      adjusted: '-5.50',
    });
  });
});
