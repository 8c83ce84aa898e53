import { contribution, enrolled, happened, reversal, visit } from '../testing/events.ts';
import { onEachEngine } from '../testing/engines.ts';
import { TestLog } from '../testing/log.ts';
import { ageBandOf } from './count.ts';

const ACCOUNT = 'insured-zibo.P1';

async function aSpring(): Promise<TestLog> {
  const log = new TestLog();
  await log.append(
    enrolled('P1'),
    contribution('P1', { fromPool: '30.00', balance: '130.00' }),
    visit('P1', { account: '40.00', cash: '335.00', balance: '90.00', outOfCatalogue: '20.00', examination: '50.00' }),
    visit('P2', {
      institutionId: 'H2',
      facts: { employment: 'retired', age: 71, place: 'home', institution: 'medical', tier: '3' },
    }),
    happened(ACCOUNT, 'AccountDebited', '2023-03-05', {
      cause: 'expense',
      expenseId: 'E1',
      amount: '15.00',
      kind: 'medicine',
      institutionId: 'D1',
      balance: '75.00',
      rows: [],
    }),
    happened('fund-zibo.2023', 'BudgetSet', '2023-01-01', { year: 2023, line: 'ordinary', amount: '1000.00' }),
    happened('fund-zibo.2023', 'BudgetSet', '2023-01-01', { year: 2023, line: 'ordinary', amount: '800.00' }),
    reversal('P1', '2023-04-02', { account: '40.00', cash: '335.00', balance: '115.00' }),
  );
  return log;
}

test.each([
  [0, '0-34'],
  [34, '0-34'],
  [35, '35-44'],
  [69, '65-69'],
  [70, '70+'],
  [101, '70+'],
])('%d years lie in the band %s', (age, band) => {
  expect(ageBandOf(age)).toBe(band);
});

onEachEngine('statistics of care', ({ withViews }) => {
  it.each([1, 100])(
    'tell groups apart, and take a reversal off in its own month, in batches of %d',
    async (batchSize) => {
      await withViews(
        await aSpring(),
        async (views) => {
          const { answer, upTo } = await views.careStatistics('zibo');
          expect(upTo).toBe('8');
          expect(answer.map(({ group, visits, total, account }) => [group, visits, total, account])).toEqual([
            ['2023-03', 2, '1000.00', '40.00'],
            ['2023-04', -1, '-500.00', '-40.00'],
          ]);
          const march = { from: '2023-03', to: '2023-03' };
          const by = async (options: object) => (await views.careStatistics('zibo', { ...march, ...options })).answer;
          expect(await by({ by: 'institution' })).toMatchObject([
            // What H2 does not tell of its catalogue is what is out of scope.
            { group: 'H1', outOfCatalogue: '20.00', examination: '50.00', realisedShare: '0.2778' },
            { group: 'H2', outOfCatalogue: '50.00', examination: '0.00' },
          ]);
          expect((await by({ by: 'age-band' })).map(({ group }) => group)).toEqual(['35-44', '70+']);
          expect(await by({ by: 'status', only: { tier: '3' } })).toMatchObject([{ group: 'retired', visits: 1 }]);
          expect((await by({ by: 'programme' }))[0]).toMatchObject({ group: 'ordinary', outpatientPooling: '250.00' });
          expect((await views.institutionMonths('zibo', march)).answer).toMatchObject([
            { institutionId: 'H1', tier: '1', month: '2023-03', visits: 1, total: '500.00', examination: '50.00' },
            { institutionId: 'H2', tier: '3' },
          ]);
          expect((await views.careStatistics('shangrao')).answer).toEqual([]);
        },
        { batchSize },
      );
    },
  );
});

onEachEngine('statistics by agency', ({ withViews }) => {
  it.each([1, 100])(
    'tell care apart by who handles its institution in its month, in batches of %d',
    async (batchSize) => {
      const log = await aSpring();
      const assigned = (institution: string, agency: string, from: string) =>
        happened(`institution-zibo.${institution}`, 'AgencyAssigned', from, { agency, from });
      const designated = (stream: string) =>
        happened(stream, 'InstitutionDesignated', '2022-01-01', {
          ...{ name: 'n', kind: 'medical', tier: 1, area: '370300', from: '2022-01-01' },
          ...{ outpatientPooling: true, dualChannel: false },
        });
      await log.append(
        designated('institution-zibo.H1'),
        designated('institution-shangrao.H2'),
        assigned('H1', 'A1', '2023-01-01'),
        assigned('H1', 'A3', '2023-04-01'),
        assigned('H1', 'A2', '2023-04-01'),
        happened('institution-shangrao.H2', 'AgencyAssigned', '2023-01-01', { agency: 'A9', from: '2023-01-01' }),
      );
      await withViews(
        log,
        async (views) => {
          const by = async (options: object) => {
            const { answer } = await views.careStatistics('zibo', options);
            return answer.map(({ group, visits, pooled }) => [group, visits, pooled]);
          };
          expect(await by({ by: 'agency' })).toEqual([
            ['', 1, '125.00'],
            ['A1', 1, '125.00'],
            ['A2', -1, '-125.00'],
          ]);
          expect(await by({ by: 'tier', only: { agency: 'A1' } })).toEqual([['1', 1, '125.00']]);
          const before = { by: 'agency', knownAt: '11' };
          expect(await by(before)).toEqual([
            ['', 1, '125.00'],
            ['A1', 0, '0.00'],
          ]);
        },
        { batchSize },
      );
    },
  );
});

onEachEngine('statistics of the fund', ({ withViews }) => {
  it.each([1, 100])('show income, account and pooled spending by month, in batches of %d', async (batchSize) => {
    await withViews(
      await aSpring(),
      async (views) => {
        expect((await views.fundStatistics('zibo', { to: '2023-03' })).answer).toMatchObject([
          { month: '2023-01', income: '350.00', personalContributions: '100.00', toAccounts: '30.00' },
          {
            month: '2023-03',
            pooledSpending: '250.00',
            outpatientPooling: '250.00',
            pooledByLine: { ordinary: '250.00' },
            accountSpending: '55.00',
            accountByUse: { visits: '40.00', expenses: '15.00', premiums: '0.00' },
          },
        ]);
      },
      { batchSize },
    );
  });

  it('show what was recovered apart from income, as the books have it', async () => {
    const log = await aSpring();
    const recovery = (date: string, amount: string) => {
      const data = { amount, reference: date, recovered: amount, left: '0.00' };
      return happened('supervision-zibo.K1', 'AmountRecovered', date, data);
    };
    await log.append(recovery('2023-05-05', '12.30'), recovery('2023-05-31', '0.70'), recovery('2023-06-01', '5.00'));
    await withViews(log, async (views) => {
      const { answer } = await views.fundStatistics('zibo', { from: '2023-04' });
      const recovered = answer.map((row) => [row.month, row.income, row.recovered, row.pooledSpending]);
      expect(recovered).toEqual([
        ['2023-04', '0.00', '0.00', '-125.00'],
        ['2023-05', '0.00', '13.00', '0.00'],
        ['2023-06', '0.00', '5.00', '0.00'],
      ]);
      const books = (await views.monthSums('zibo', '2023-06')).answer.filter((sum) => sum.bookAccount === 'recoveries');
      expect(books.map(({ month, credit }) => [month, credit])).toEqual([
        ['2023-05', '13.00'],
        ['2023-06', '5.00'],
      ]);
    });
  });

  it('set the budget that was set last beside what was paid', async () => {
    await withViews(await aSpring(), async (views) => {
      expect((await views.lineBudgets('zibo', 2023)).answer).toEqual([
        { line: 'ordinary', budget: '800.00', setAt: '7', paid: { '2023-03': '250.00', '2023-04': '-125.00' } },
      ]);
      expect((await views.lineBudgets('zibo', 2024)).answer).toMatchObject([{ line: 'ordinary', budget: null }]);
    });
  });
});
