import { NotKnownYet } from '@gongji/event-store';
import fc from 'fast-check';
import { contribution, enrolled, reversal, visit } from './testing/events.ts';
import { onEachEngine } from './testing/engines.ts';
import { TestLog, type Written } from './testing/log.ts';
import { eventsOf, STEPS } from './testing/random-log.ts';
import type { Views } from './views.ts';

interface Times {
  readonly asOf?: string;
  readonly knownAt?: string;
}

/** What the views answer for other times than now. */
async function answersOf(views: Views, times: Times = {}): Promise<object> {
  const persons = ['P.0', 'P.1', 'P.2', 'P.3'];
  const options = { limit: 1000, ...times };
  const months = ['2023-01', '2023-02', '2023-03'];
  const of = { region: 'zibo', institutionId: 'H1' };
  return {
    fund: await views.fund('zibo', '2023-01-01', '2023-12-31', times),
    statements: await Promise.all(persons.map((id) => views.statement('zibo', id, options))),
    settlements: await Promise.all(persons.map((id) => views.settlementsOfPerson('zibo', id, options))),
    visits: await Promise.all(months.map((month) => views.settlementsOfInstitution({ ...of, month }, options))),
  };
}

async function logOf(events: readonly Written[]): Promise<TestLog> {
  const log = new TestLog();
  if (events.length > 0) await log.append(...events);
  return log;
}

/** The test log's events are recorded a millisecond apart. */
function instantOf(position: number): string {
  return new Date(Date.UTC(2024, 0, 1) + position).toISOString().replace('Z', '+00:00');
}

onEachEngine('what was known', ({ runs, withViews }) => {
  it('at a position or an instant is what a log answers that ends there', async () => {
    await fc.assert(
      fc.asyncProperty(STEPS, fc.nat(), async (steps, cut) => {
        const events = eventsOf(steps);
        const position = cut % (events.length + 1);
        const expected = await withViews(await logOf(events.slice(0, position)), (views) => answersOf(views));
        await withViews(await logOf(events), async (views) => {
          expect(await answersOf(views, { knownAt: String(position) })).toEqual(expected);
          expect(await answersOf(views, { knownAt: instantOf(position) })).toEqual(expected);
        });
      }),
      { numRuns: runs(25) },
    );
  });

  it.each(['3', '9999999999999999999', '2999-01-01T00:00:00Z'])('later than now is refused: %s', async (knownAt) => {
    await withViews(await logOf([enrolled('P.0'), contribution('P.0')]), async (views) => {
      for (const ask of [
        () => views.fund('zibo', '2023-01-01', '2023-12-31', { knownAt }),
        () => views.statement('zibo', 'P.0', { knownAt }),
        () => views.settlement('zibo', 'P.0', 'V1', { knownAt }),
        () => views.settlementsOfPerson('zibo', 'P.0', { knownAt }),
        () => views.settlementsOfInstitution({ region: 'zibo', institutionId: 'H1', month: '2023-03' }, { knownAt }),
        () => views.cases('zibo', { knownAt }),
        () => views.payments('zibo', { knownAt }),
      ]) {
        await expect(ask()).rejects.toThrow(NotKnownYet);
      }
    });
  });
});

onEachEngine('as of a business date', ({ withViews }) => {
  const EVENTS = [
    enrolled('P.0'),
    contribution('P.0'),
    visit('P.0', { account: '40.00', cash: '335.00', balance: '60.00' }),
    reversal('P.0', '2023-04-02', { account: '40.00', cash: '335.00', balance: '100.00' }),
  ];

  it.each([
    ['2023-01-09', '0.00', 0, 0, undefined],
    ['2023-02-28', '0.00', 0, 1, undefined],
    ['2023-03-01', '40.00', 1, 2, null],
    ['2023-04-01', '40.00', 1, 2, null],
    ['2023-04-02', '0.00', 0, 3, '2023-04-02'],
  ])('%s', async (asOf, spent, visits, lines, reversedOn) => {
    await withViews(await logOf(EVENTS), async (views) => {
      const fund = await views.fund('zibo', '2023-01-01', '2023-12-31', { asOf });
      expect([fund.accounts.spent, fund.visits]).toEqual([spent, visits]);
      expect((await views.statement('zibo', 'P.0', { asOf })).rows).toHaveLength(lines);
      expect((await views.settlement('zibo', 'P.0', 'V1', { asOf }))?.reversedOn).toBe(reversedOn);
    });
  });

  it('that was known at a position: both bounds hold', async () => {
    await withViews(await logOf(EVENTS), async (views) => {
      const settled = await views.settlement('zibo', 'P.0', 'V1', { asOf: '2023-12-31', knownAt: '3' });
      expect(settled).toMatchObject({ visitId: 'V1', reversedOn: null, reversedAt: null, reversalReason: null });
      expect(await views.settlement('zibo', 'P.0', 'V1', { asOf: '2023-02-01', knownAt: '3' })).toBeUndefined();
      const fund = await views.fund('zibo', '2023-01-01', '2023-12-31', { asOf: '2023-02-01', knownAt: '4' });
      expect([fund.pooled.income, fund.visits]).toEqual(['350.00', 0]);
    });
  });
});
