import { contribution, happened } from '../testing/events.ts';
import { onEachEngine } from '../testing/engines.ts';
import { TestLog } from '../testing/log.ts';

onEachEngine('contributions', ({ withViews }) => {
  it.each([1, 100])('tell what was reversed and what was recorded again, in batches of %d', async (batchSize) => {
    const log = new TestLog();
    const taken = { month: '2023-01', amount: '450.00', personal: '100.00', fromPool: '0.00', balance: '0.00' };
    await log.append(
      contribution('P1'),
      happened('insured-zibo.P1', 'ContributionReversed', '2023-02-01', { ...taken, reason: 'wrong base' }),
      contribution('P1', { base: '6000.00', paidOn: '2023-02-02' }),
      contribution('P1', { month: '2023-02' }),
    );
    await withViews(
      log,
      async (views) => {
        const rows = await views.contributions('zibo', 'P1');
        expect(rows.map(({ month, base, paidOn, reversedOn }) => [month, base, paidOn, reversedOn])).toEqual([
          ['2023-01', '5000.00', '2023-01-10', '2023-02-01'],
          ['2023-01', '6000.00', '2023-02-02', null],
          ['2023-02', '5000.00', '2023-01-10', null],
        ]);
        expect(await views.contributions('zibo', 'P1', { from: '2023-02' })).toHaveLength(1);
        expect(await views.contributions('zibo', 'P1', { to: '2022-12' })).toEqual([]);
        expect(await views.budgetBases('zibo', 2023)).toEqual({
          upTo: '4',
          answer: [
            { month: '2023-01', bases: '6000.00', contributions: 1, retired: 0 },
            { month: '2023-02', bases: '5000.00', contributions: 1, retired: 0 },
          ],
        });
        expect((await views.budgetBases('zibo', 2024)).answer).toEqual([]);
      },
      { batchSize },
    );
  });
});
