import { happened } from '../testing/events.ts';
import { onEachEngine } from '../testing/engines.ts';
import { TestLog, type Written } from '../testing/log.ts';

function agreed(institutionId: string, from: string): Written {
  return happened(`institution-zibo.${institutionId}`, 'ContractAgreed', `${from}-01`, {
    ...{ from, method: 'per-head', perHead: '2.50', heads: 30, depositRate: '0.05', prepayment: '0.00' },
    ...{ basis: 'agreement', article: '15', agreementArticle: '16', agreedBy: 'A' },
  });
}

/** Contracts of two institutions and an assessment: positions 1 to 4. */
async function aLog(): Promise<TestLog> {
  const log = new TestLog();
  const assessed = { assessmentId: 'A1', year: 2023, result: 'fair', deductionRate: '0.01', reason: 'r' };
  await log.append(
    agreed('H1', '2023-01'),
    agreed('H2', '2023-01'),
    happened('institution-zibo.H1', 'AssessmentRecorded', '2023-06-01', {
      ...{ ...assessed, article: '16', recordedBy: 'A' },
    }),
    agreed('H1', '2024-01'),
  );
  return log;
}

onEachEngine('contracts and assessments', ({ withViews }) => {
  it.each([1, 100])('of a region, each with its number, page by page, in batches of %d', async (batchSize) => {
    await withViews(
      await aLog(),
      async (views) => {
        const first = await views.contracts('zibo', { limit: 2 });
        expect(first.rows[0]).toEqual({
          ...{ institutionId: 'H1', number: 1, date: '2023-01-01', position: '1', from: '2023-01' },
          ...{ method: 'per-head', perHead: '2.50', heads: 30, depositRate: '0.05', prepayment: '0.00' },
          ...{ basis: 'agreement', article: '15', agreementArticle: '16', agreedBy: 'A' },
        });
        const rest = await views.contracts('zibo', { limit: 2, after: first.next as string });
        expect(rest).toMatchObject({ rows: [{ institutionId: 'H1', number: 2, from: '2024-01' }], next: null });
        expect((await views.assessments('zibo')).rows).toMatchObject([
          { institutionId: 'H1', assessmentId: 'A1', year: 2023, deductionRate: '0.01', date: '2023-06-01' },
        ]);
        expect((await views.contracts('shangrao')).rows).toEqual([]);
      },
      { batchSize },
    );
  });

  it('of an institution, as they had begun on a day and were known', async () => {
    await withViews(await aLog(), async (views) => {
      const numbers = async (options: object) =>
        (await views.contracts('zibo', { institution: 'H1', ...options })).rows.map(({ number }) => number);
      expect(await numbers({})).toEqual([1, 2]);
      expect(await numbers({ asOf: '2023-12-31' })).toEqual([1]);
      expect(await numbers({ knownAt: '3' })).toEqual([1]);
      expect((await views.assessments('zibo', { institution: 'H2' })).rows).toEqual([]);
    });
  });
});
