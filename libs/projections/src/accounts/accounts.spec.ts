import { contribution, enrolled, happened, visit } from '../testing/events.ts';
import { onEachEngine } from '../testing/engines.ts';
import { TestLog } from '../testing/log.ts';

const STREAM = 'insured-zibo.P1';

async function someMovements(): Promise<TestLog> {
  const log = new TestLog();
  await log.append(
    enrolled('P1'),
    contribution('P1'),
    visit('P1', { account: '40.00', balance: '60.00' }),
    visit('P1', { visitId: 'V2' }),
    happened(STREAM, 'PremiumPaid', '2023-02-01', {
      premiumId: 'R1',
      product: 'long-term-care',
      amount: '10.00',
      beneficiaryId: 'M1',
      balance: '50.00',
      rows: [],
    }),
    happened(STREAM, 'AccountTransferredOut', '2023-06-01', { to: '110000', amount: '50.00' }),
  );
  return log;
}

onEachEngine('accounts', ({ withViews }) => {
  it('are open, closed or none', async () => {
    const log = await someMovements();
    await log.append(enrolled('P2', { plan: 'pooled-only' }), enrolled('P3'));
    await withViews(log, async (views) => {
      const ofPersons = await Promise.all(['P1', 'P2', 'P3'].map((id) => views.person('zibo', id)));
      expect(ofPersons.map((person) => person?.account)).toEqual(['closed', 'none', 'open']);
    });
  });

  it('have a statement of every movement, in the order of recording', async () => {
    await withViews(await someMovements(), async (views) => {
      const { rows, next } = await views.statement('zibo', 'P1');
      expect(next).toBeNull();
      expect(
        rows.map(({ date, kind, reference, amount, balance }) => [date, kind, reference, amount, balance]),
      ).toEqual([
        ['2023-01-10', 'contribution', '2023-01', '100.00', '100.00'],
        ['2023-03-01', 'visit', 'V1', '-40.00', '60.00'],
        ['2023-02-01', 'premium', 'R1', '-10.00', '50.00'],
        ['2023-06-01', 'transfer-out', '', '-50.00', '0.00'],
      ]);
      expect(rows.map(({ counterpart }) => counterpart)).toEqual([null, 'H1', 'long-term-care', '110000']);
      expect(rows[2]).toMatchObject({ position: '5', beneficiary: 'M1', recordedAt: '2024-01-01T00:00:00.005Z' });
    });
  });

  it('can be paged, and narrowed to business dates', async () => {
    await withViews(await someMovements(), async (views) => {
      const first = await views.statement('zibo', 'P1', { limit: 3 });
      expect(first.rows).toHaveLength(3);
      const second = await views.statement('zibo', 'P1', { limit: 3, after: first.next ?? '' });
      expect(second.rows.map(({ kind }) => kind)).toEqual(['transfer-out']);
      expect(second.next).toBeNull();
      const spring = await views.statement('zibo', 'P1', { from: '2023-02-01', to: '2023-03-01' });
      expect(spring.rows.map(({ kind }) => kind)).toEqual(['visit', 'premium']);
      await expect(views.statement('zibo', 'P1', { after: 'x' })).rejects.toThrow('no cursor');
    });
  });

  it('hold money for a family member until it is captured or released, also across batches', async () => {
    const log = await someMovements();
    const hold = (visitId: string) => ({ patientId: 'Q', visitId, amount: '20.00' });
    await log.append(
      happened('insured-zibo.P4', 'AccountFundsHeld', '2023-07-01', hold('A')),
      happened('insured-zibo.P4', 'AccountFundsHeld', '2023-07-01', hold('B')),
      happened('insured-zibo.P4', 'AccountFundsHeld', '2023-07-01', hold('C')),
      happened('insured-zibo.P4', 'HeldFundsReleased', '2023-07-01', hold('A')),
      happened('insured-zibo.P4', 'HeldFundsCaptured', '2023-07-01', { ...hold('B'), balance: '80.00' }),
    );
    for (const batchSize of [1, 100]) {
      const open = await withViews(log, (views) => views.openHolds(), { batchSize });
      expect(open).toEqual([
        { region: 'zibo', ownerId: 'P4', patientId: 'Q', visitId: 'C', amount: '20.00', position: '9' },
      ]);
    }
  });
});
