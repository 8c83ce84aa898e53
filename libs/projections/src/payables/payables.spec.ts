import { happened, reversal, visit } from '../testing/events.ts';
import { onEachEngine } from '../testing/engines.ts';
import { TestLog } from '../testing/log.ts';

onEachEngine('what an institution is due', ({ withViews }) => {
  it.each([1, 100])('by the month of the visit, claims apart, in batches of %d', async (batchSize) => {
    const log = new TestLog();
    const { data } = visit('P1').event as Extract<ReturnType<typeof visit>['event'], { type: 'VisitSettled' }>;
    await log.append(
      visit('P1'),
      visit('P1', { visitId: 'V2', date: '2023-03-31', pooled: '60.00', payments: { ordinary: '60.00' } }),
      visit('P1', { visitId: 'V3', date: '2023-04-01', pooled: '1.00', payments: { ordinary: '1.00' } }),
      visit('P2', { visitId: 'V1', institutionId: 'H2' }),
      happened('insured-zibo.P1', 'ReimbursementSettled', '2023-05-01', {
        ...data,
        visitId: 'C1',
        claimId: 'K1',
        visitDate: '2023-03-02',
      }),
      reversal('P1', '2023-06-01'),
      reversal('P1', '2023-06-02', { visitId: 'C1', claimId: 'K1', visitDate: '2023-03-02' }),
    );
    await withViews(
      log,
      async (views) => {
        expect(await views.payable('zibo', 'H1')).toEqual({
          upTo: '7',
          months: {
            '2023-03': { settled: '185.00', reversed: '125.00' },
            '2023-04': { settled: '1.00', reversed: '0.00' },
          },
        });
        expect((await views.payable('zibo', 'H2')).months).toEqual({
          '2023-03': { settled: '125.00', reversed: '0.00' },
        });
        expect((await views.payable('zibo', 'H3')).months).toEqual({});
      },
      { batchSize },
    );
  });

  it.each([1, 100])(
    'with the cases that stand of each programme but ordinary care, in batches of %d',
    async (batchSize) => {
      const log = new TestLog();
      const chronic = { programme: 'chronic', condition: 'copd' } as const;
      await log.append(
        visit('P1', { ...chronic, pooled: '40.00' }),
        visit('P1', { ...chronic, visitId: 'V2', pooled: '30.00' }),
        visit('P1', { visitId: 'V3', pooled: '5.00' }),
        visit('P1', { visitId: 'V4', programme: 'special', condition: 'dialysis', pooled: '7.00' }),
        reversal('P1', '2023-06-01', { ...chronic, visitId: 'V2', pooled: '30.00' }),
        reversal('P1', '2023-06-02', { visitId: 'V4', programme: 'special', pooled: '7.00' }),
      );
      await withViews(
        log,
        async (views) => {
          expect((await views.payable('zibo', 'H1')).months).toEqual({
            '2023-03': { settled: '82.00', reversed: '37.00', programmes: { chronic: { cases: 1, pooled: '40.00' } } },
          });
          expect((await views.wholeRegion.payables('zibo')).answer).toMatchObject([
            { institutionId: 'H1', month: '2023-03', settled: '82.00', reversed: '37.00' },
          ]);
        },
        { batchSize },
      );
    },
  );
});
