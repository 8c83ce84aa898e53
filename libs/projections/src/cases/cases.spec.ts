import { happened, visit } from '../testing/events.ts';
import { onEachEngine } from '../testing/engines.ts';
import { TestLog } from '../testing/log.ts';

const OPENED = { violation: 'impersonation', article: '17', visits: [], reason: 'r', openedBy: 'inspector' } as const;
const STREAM = 'supervision-zibo.K1';

/** A warning from two visits on one day, and a case about it; a second case about somebody. */
async function aLog(): Promise<TestLog> {
  const log = new TestLog();
  await log.append(
    visit('P', { total: '501.00' }),
    visit('P', { visitId: 'V2', institutionId: 'H2', total: '502.00' }),
    happened(STREAM, 'CaseOpened', '2023-05-01', { ...OPENED, warnings: ['64'], institutionId: 'H2' }),
    happened(STREAM, 'CaseHandedOver', '2023-05-02', {
      authority: 'health',
      article: '4',
      reason: 'r',
      handedOverBy: 'inspector',
    }),
    happened('supervision-zibo.K2', 'CaseOpened', '2023-05-03', { ...OPENED, warnings: [], personId: 'P' }),
    happened(STREAM, 'CaseDecided', '2023-06-01', {
      outcome: 'violation-found',
      amountToRecover: '100.00',
      article: '17',
      reason: 'r',
      decidedBy: 'reviewer',
    }),
    happened(STREAM, 'AmountRecovered', '2023-07-01', {
      amount: '60.00',
      reference: 'B1',
      recovered: '60.00',
      left: '40.00',
    }),
    happened(STREAM, 'AmountRecovered', '2023-08-01', {
      amount: '40.00',
      reference: 'B2',
      recovered: '100.00',
      left: '0.00',
    }),
  );
  return log;
}

onEachEngine('cases', ({ withViews }) => {
  it.each([1, 100])('say what has become of them, in batches of %d', async (batchSize) => {
    await withViews(
      await aLog(),
      async (views) => {
        const { rows } = await views.cases('zibo');
        expect(rows).toMatchObject([
          {
            caseId: 'K1',
            date: '2023-05-01',
            position: '3',
            status: 'closed',
            decision: { amountToRecover: '100.00', date: '2023-06-01', decidedBy: 'reviewer' },
            handedOver: [{ authority: 'health', date: '2023-05-02' }],
            recoveries: [
              { amount: '60.00', reference: 'B1' },
              { amount: '40.00', reference: 'B2' },
            ],
            recovered: '100.00',
            left: '0.00',
          },
          { caseId: 'K2', status: 'open', decision: null, handedOver: [], recoveries: [], left: '0.00' },
        ]);
      },
      { batchSize },
    );
  });

  it('are found by what they are about, page by page', async () => {
    await withViews(await aLog(), async (views) => {
      const ids = async (options: Parameters<typeof views.cases>[1]) =>
        (await views.cases('zibo', options)).rows.map(({ caseId }) => caseId);
      expect(await ids({ caseId: 'K2' })).toEqual(['K2']);
      expect(await ids({ institutionId: 'H2' })).toEqual(['K1']);
      expect(await ids({ personId: 'P' })).toEqual(['K2']);
      expect(await ids({ warning: '64' })).toEqual(['K1']);
      expect(await ids({ warning: '65' })).toEqual([]);
      expect(await ids({ violation: 'luck' })).toEqual([]);
      expect(await views.cases('zibo', { limit: 1 })).toMatchObject({ rows: [{ caseId: 'K1' }], next: '3' });
      expect(await ids({ after: '3' })).toEqual(['K2']);
      expect(await views.cases('baoshan')).toEqual({ rows: [], next: null });
    });
  });

  it('are as they had come on a day, and as they were known', async () => {
    await withViews(await aLog(), async (views) => {
      const first = async (options: Parameters<typeof views.cases>[1]) => (await views.cases('zibo', options)).rows[0];
      expect(await first({ asOf: '2023-04-30' })).toBeUndefined();
      expect(await first({ asOf: '2023-05-31' })).toMatchObject({ status: 'open', handedOver: [{}] });
      expect(await first({ asOf: '2023-07-31' })).toMatchObject({ status: 'recovering', left: '40.00' });
      expect(await first({ knownAt: '6' })).toMatchObject({ status: 'recovering', left: '100.00' });
    });
  });

  it('are named by the warnings that they are about', async () => {
    await withViews(await aLog(), async (views) => {
      expect((await views.warnings('zibo')).rows).toMatchObject([{ warning: '64', cases: ['K1'] }]);
    });
  });
});
