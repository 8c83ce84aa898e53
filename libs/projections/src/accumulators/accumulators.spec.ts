import { happened, reversal, visit } from '../testing/events.ts';
import { onEachEngine } from '../testing/engines.ts';
import { TestLog } from '../testing/log.ts';

onEachEngine('accumulators', ({ withViews }) => {
  it.each([1, 100])('add up by year and leave out what has no movement, in batches of %d', async (batchSize) => {
    const log = new TestLog();
    await log.append(
      visit('P1'),
      visit('P1', { visitId: 'V2', moved: [{ accumulator: 'ordinary', paid: '10.50' }] }),
      visit('P1', { visitId: 'V3', date: '2024-01-05', moved: [{ accumulator: 'negotiated-drug:A B', paid: '7.00' }] }),
      happened('insured-zibo.P1', 'InpatientStayRecorded', '2024-01-03', {
        stayId: 'S1',
        institutionId: 'H1',
        admittedOn: '2023-12-28',
        dischargedOn: '2024-01-03',
        pooledPaid: '1000.00',
      }),
      visit('P2'),
      reversal('P2', '2024-02-01'),
    );
    await withViews(
      log,
      async (views) => {
        expect(await views.accumulators('zibo', 'P1')).toEqual({
          '2023': { ordinary: { deductible: '200.00', paid: '135.50' } },
          '2024': {
            'inpatient-maximum': { deductible: '0.00', paid: '1000.00' },
            'negotiated-drug:A B': { deductible: '0.00', paid: '7.00' },
          },
        });
        expect(await views.accumulators('zibo', 'P2')).toEqual({});
      },
      { batchSize },
    );
  });
});
