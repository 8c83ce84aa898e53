import { measuredWarnings, FundSums } from '@gongji/core';
import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { contribution, enrolled, happened, reversal, visit } from '../testing/events.ts';
import { onEachEngine } from '../testing/engines.ts';
import { TestLog, type Written } from '../testing/log.ts';
import { eventsOf, STEPS } from '../testing/random-log.ts';
import type { Views } from '../views.ts';

interface Times {
  readonly asOf?: string;
  readonly knownAt?: string;
}

const MONTHS = ['2023-04', '2023-05', '2023-06'];

/** What books, statistics and warnings answer. */
async function answersOf(views: Views, times: Times = {}): Promise<object> {
  const page = { limit: 1000, ...times };
  const inSpan = { from: '2023-04', to: '2023-06', ...times };
  const figures = await Promise.all(MONTHS.map((month) => views.monthFigures('zibo', month, times)));
  return {
    sums: await views.monthSums('zibo', '2023-06', times),
    journal: await Promise.all(MONTHS.map((month) => views.journal({ region: 'zibo', month }, page))),
    closed: await views.closedMonths('zibo', 2023, times),
    warnings: await views.warnings('zibo', page),
    fund: await views.fundStatistics('zibo', times),
    care: await views.careStatistics('zibo', { by: 'institution', ...times }),
    institutions: await views.institutionMonths('zibo', inSpan),
    budgets: await views.lineBudgets('zibo', 2023, times),
    bases: await views.budgetBases('zibo', 2023, times),
    figures,
    measured: figures.map(({ answer }) => measuredWarnings(answer)),
  };
}

async function logOf(events: readonly Written[]): Promise<TestLog> {
  const log = new TestLog();
  if (events.length > 0) await log.append(...events);
  return log;
}

function instantOf(position: number): string {
  return new Date(Date.UTC(2024, 0, 1) + position).toISOString();
}

const fund = 'fund-zibo.2023';

/** What random histories lack: a closing, a budget that is set twice, retired persons, two hospitals on one day, a case about that warning. */
const MORE: readonly Written[] = [
  happened(fund, 'BudgetSet', '2023-01-01', { year: 2023, line: 'ordinary', amount: '100.00' }),
  visit('P.0', { visitId: 'A', date: '2023-05-20' }),
  visit('P.0', { visitId: 'B', date: '2023-05-20', institutionId: 'H2' }),
  happened(fund, 'MonthClosed', '2023-05-31', { month: '2023-05', totals: new FundSums().totals(), upTo: '0' }),
  happened('supervision-zibo.K1', 'CaseOpened', '2023-06-01', {
    violation: 'other',
    article: '17',
    warnings: ['224'],
    visits: [],
    reason: 'r',
    openedBy: 'i',
  }),
  reversal('P.0', '2023-05-19', { visitId: 'B', institutionId: 'H2' }),
  happened(fund, 'BudgetSet', '2023-01-01', { year: 2023, line: 'ordinary', amount: '200.00' }),
  enrolled('R', { employment: 'retired' }),
  contribution('C', { month: '2023-05', paidOn: '2023-05-10' }),
  happened('insured-zibo.R', 'EntitlementSuspended', '2023-04-01', { from: '2023-04-01' }),
  happened('insured-zibo.C', 'ContributionReversed', '2023-06-01', {
    ...{ month: '2023-05', amount: '450.00', personal: '100.00', fromPool: '0.00', balance: '0.00', reason: 'r' },
  }),
];

/** A random history with all of that at random places, in its order. */
const HISTORY = fc
  .tuple(STEPS, fc.array(fc.nat(), { minLength: MORE.length, maxLength: MORE.length }))
  .map(([steps, places]) => {
    const events = [...eventsOf(steps)];
    const at = places.map((place) => 4 + (place % (events.length - 3))).sort((a, b) => a - b);
    MORE.forEach((event, index) => events.splice((at[index] as number) + index, 0, event));
    return events;
  });

onEachEngine('books, statistics and warnings as known', ({ runs, withViews }) => {
  it('at a position or an instant are what the ledger answered then', async () => {
    await fc.assert(
      fc.asyncProperty(HISTORY, fc.nat(), async (events, cut) => {
        const position = cut % (events.length + 1);
        const then = await withViews(await logOf(events.slice(0, position)), (views) => answersOf(views));
        await withViews(await logOf(events), async (views) => {
          expect(await answersOf(views, { knownAt: String(position) })).toEqual(then);
          expect(await answersOf(views, { knownAt: instantOf(position) })).toEqual(then);
        });
      }),
      { numRuns: runs(20) },
    );
  });

  it('are the same whatever was asked before: a later moment goes on from an earlier one', async () => {
    const DAYS = fc.constantFrom(undefined, '2023-05-14');
    const asked = fc.array(fc.record({ cut: fc.nat(), asOf: DAYS }), { minLength: 2, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(HISTORY, asked, async (events, moments) => {
        const log = await logOf(events);
        const statistics = async (views: Views, { cut, asOf }: (typeof moments)[number]): Promise<unknown> => {
          const times = { knownAt: String(cut % (events.length + 1)), ...(asOf === undefined ? {} : { asOf }) };
          return [await views.careStatistics('zibo', times), await views.fundStatistics('zibo', times)];
        };
        const alone: unknown[] = [];
        for (const moment of moments) alone.push(await withViews(log, (views) => statistics(views, moment)));
        await withViews(log, async (views) => {
          for (const [at, moment] of moments.entries()) expect(await statistics(views, moment)).toEqual(alone[at]);
        });
      }),
      { numRuns: runs(10) },
    );
  });

  it('as of a business date are what a log answers without what is dated later', async () => {
    await fc.assert(
      fc.asyncProperty(STEPS, fc.integer({ min: 1, max: 28 }), async (steps, day) => {
        const asOf = `2023-05-${String(day).padStart(2, '0')}`;
        const events = inOrderOfDates(eventsOf(steps)).filter(({ event }) => event.type !== 'SettlementReversed');
        const until = await logOf(events.filter(({ event }) => event.occurredOn <= asOf));
        const expected = withoutPlaces(await withViews(until, (views) => answersOf(views)));
        await withViews(await logOf(events), async (views) => {
          expect(withoutPlaces(await answersOf(views, { asOf }))).toEqual(expected);
        });
      }),
      { numRuns: runs(20) },
    );
  });

  it('count a reversal that is dated before its visit, as of a day in between', async () => {
    const log = await logOf([visit('P', { date: '2023-05-20' }), reversal('P', '2023-05-10')]);
    await withViews(log, async (views) => {
      const { answer } = await views.careStatistics('zibo', { asOf: '2023-05-15' });
      expect(answer).toMatchObject([{ group: '2023-05', visits: -1, pooled: '-125.00' }]);
      const [month] = (await views.fundStatistics('zibo', { asOf: '2023-05-15' })).answer;
      expect(month).toMatchObject({ month: '2023-05', pooledSpending: '-125.00' });
    });
  });

  it('give a budget as of a day what was paid and who was retired by then', async () => {
    const log = await logOf([...MORE.slice(7), contribution('C', { month: '2023-05', paidOn: '2023-06-02' })]);
    await withViews(log, async (views) => {
      const asOf = async (day: string) => (await views.budgetBases('zibo', 2023, { asOf: day })).answer;
      const may = { month: '2023-05', bases: '5000.00', contributions: 1 };
      expect(await asOf('2023-03-31')).toEqual([]);
      expect(await asOf('2023-05-31')).toEqual([{ ...may, retired: 0 }]);
      expect(await asOf('2023-06-01')).toEqual([{ ...may, bases: '0.00', contributions: 0, retired: 0 }]);
      expect(await asOf('2023-06-02')).toEqual([{ ...may, retired: 0 }]);
      expect((await views.budgetBases('zibo', 2023, { knownAt: '2' })).answer).toEqual([{ ...may, retired: 1 }]);
    });
  });

  it('say up to where they knew, and refuse what is not known yet', async () => {
    await withViews(await logOf([visit('P'), visit('P', { visitId: 'V2' })]), async (views) => {
      expect((await views.monthSums('zibo', '2023-06', { knownAt: '1' })).upTo).toBe('1');
      expect((await views.fundStatistics('zibo', { asOf: '2023-04-01' })).upTo).toBe('2');
      for (const ask of [
        () => views.monthSums('zibo', '2023-06', { knownAt: '3' }),
        () => views.lineBudgets('zibo', 2023, { knownAt: '3' }),
        () => views.warnings('zibo', { knownAt: '3' }),
      ]) {
        await expect(ask()).rejects.toThrow('The log ends at position 2');
      }
      await expect(views.monthFigures('zibo', '2023-03', { knownAt: '2999-01-01T00:00:00Z' })).rejects.toThrow(
        '2999-01-01T00:00:00Z is yet to come',
      );
    });
  });

  it('leave no file behind', async () => {
    const own = `gongji-as-known-${String(process.pid)}-`;
    const files = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith(own));
    await withViews(await logOf([visit('P')]), async (views) => {
      await views.fundStatistics('zibo', { knownAt: '1' });
      await views.fundStatistics('zibo', { knownAt: '0' });
      expect(files()).toHaveLength(1);
    });
    expect(files()).toEqual([]);
  });
});

/** Without what the bank paid before the payment was approved: a log that ends on a day between the two would hold half of it. */
function inOrderOfDates(events: readonly Written[]): readonly Written[] {
  const approved = new Map<unknown, string>();
  return events.filter(({ event }) => {
    const { paymentId } = event.data as unknown as { readonly paymentId?: string };
    if (event.type === 'PaymentApproved') approved.set(paymentId, event.occurredOn);
    return event.type !== 'PaymentMade' || event.occurredOn >= (approved.get(paymentId) ?? '');
  });
}

/** Positions differ where events are left out; of warnings the date of the event that raised them counts, whatever its evidence. */
function withoutPlaces(answers: object): unknown {
  const text = JSON.stringify(answers, (key, value: unknown) =>
    ['upTo', 'position', 'entry', 'warnings', 'next', 'setAt'].includes(key) ? undefined : value,
  );
  return JSON.parse(text);
}
