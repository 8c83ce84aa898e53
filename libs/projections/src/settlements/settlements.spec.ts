import { happened, reversal, visit } from '../testing/events.ts';
import { onEachEngine } from '../testing/engines.ts';
import { TestLog } from '../testing/log.ts';

onEachEngine('settlements', ({ withViews }) => {
  it('are found by person and visit, with amounts, steps and the rules that decided', async () => {
    const log = new TestLog();
    await log.append(visit('P1'));
    await withViews(log, async (views) => {
      expect(await views.settlement('zibo', 'P1', 'V1')).toMatchObject({
        visitDate: '2023-03-01',
        total: '500.00',
        pooled: '125.00',
        payments: { ordinary: '125.00' },
        cash: '375.00',
        reason: null,
        steps: [{ step: 'deductible', rule: 'ordinary.deductible/1', amount: '200.00' }],
        pack: 'zibo-2022/1',
        packHash: 'abc',
        position: '1',
        reversedOn: null,
      });
      expect(await views.settlement('zibo', 'P1', 'V9')).toBeUndefined();
      expect(await views.settlement('zibo', 'P2', 'V1')).toBeUndefined();
    });
  });

  it('tell the time of the payment where it was told', async () => {
    const log = new TestLog();
    await log.append(visit('P1', { asked: { time: '14:05' } }), visit('P1', { visitId: 'V2' }));
    await withViews(log, async (views) => {
      const { rows } = await views.settlementsOfPerson('zibo', 'P1');
      expect(rows.map(({ visitDate, time }) => [visitDate, time])).toEqual([
        ['2023-03-01', '14:05'],
        ['2023-03-01', null],
      ]);
    });
  });

  it.each([1, 100])('keep their amounts when they are reversed, in batches of %d', async (batchSize) => {
    const log = new TestLog();
    await log.append(visit('P1'), visit('P1', { visitId: 'V2' }), reversal('P1', '2023-04-02'));
    await withViews(
      log,
      async (views) => {
        expect(await views.settlement('zibo', 'P1', 'V1')).toMatchObject({
          pooled: '125.00',
          reversedOn: '2023-04-02',
          reversedAt: '3',
          reversalReason: 'wrong person',
        });
        expect((await views.settlement('zibo', 'P1', 'V2'))?.reversedOn).toBeNull();
      },
      { batchSize },
    );
  });

  it('of a claim have the visit’s date and the approval’s', async () => {
    const log = new TestLog();
    const data = visit('P1').event.data as Parameters<typeof visit>[1];
    const claim = { ...data, claimId: 'C1', visitDate: '2022-12-30' };
    await log.append(happened('insured-zibo.P1', 'ReimbursementSettled', '2023-02-01', claim as never));
    await withViews(log, async (views) => {
      const about = { claimId: 'C1', visitDate: '2022-12-30', settledOn: '2023-02-01' };
      expect(await views.settlement('zibo', 'P1', 'V1')).toMatchObject(about);
      expect(await views.accumulators('zibo', 'P1')).toEqual({
        '2022': { ordinary: { deductible: '200.00', paid: '125.00' } },
      });
      const fund = await views.fund('zibo', '2023-02-01', '2023-02-01');
      expect([fund.visits, fund.pooled.payments]).toEqual([1, { ordinary: '125.00' }]);
    });
  });

  it('are listed by person, and by institution and month, page by page', async () => {
    const log = new TestLog();
    for (let at = 0; at < 5; at += 1) {
      const date = at === 3 ? '2023-04-01' : '2023-03-01';
      await log.append(visit(at === 4 ? 'P2' : 'P1', { visitId: `V${String(9 - at)}`, date }));
    }
    await log.append(visit('P1', { visitId: 'V0', institutionId: 'H2' }));
    await withViews(log, async (views) => {
      const first = await views.settlementsOfPerson('zibo', 'P1', { limit: 3 });
      expect(first.rows.map(({ visitId }) => visitId)).toEqual(['V9', 'V8', 'V7']);
      const second = await views.settlementsOfPerson('zibo', 'P1', { limit: 3, after: first.next ?? '' });
      expect(second.rows.map(({ visitId }) => visitId)).toEqual(['V6', 'V0']);
      const march = { region: 'zibo', institutionId: 'H1', month: '2023-03' };
      const listed = await views.settlementsOfInstitution(march);
      expect(listed.rows.map(({ visitId }) => visitId)).toEqual(['V9', 'V8', 'V7', 'V5']);
    });
  });
});
