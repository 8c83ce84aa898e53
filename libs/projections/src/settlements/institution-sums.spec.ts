import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { engineAt } from '../engine/engine-at.ts';
import { happened, reversal, SEVERAL_VISITS, visit } from '../testing/events.ts';
import { onEachEngine } from '../testing/engines.ts';
import { TestLog, type Written } from '../testing/log.ts';
import { Views } from '../views.ts';
import type { SettlementFilter } from './walk.ts';

async function logOf(events: readonly Written[]): Promise<TestLog> {
  const log = new TestLog();
  if (events.length > 0) await log.append(...events);
  return log;
}

/** Few persons, places and months, so that they meet; each visit with whether, and when, it is taken back. */
const VISITS = fc.array(
  fc.record({
    person: fc.constantFrom('P', 'Q', 'R'),
    institutionId: fc.constantFrom('H1', 'H2'),
    month: fc.constantFrom('2023-03', '2023-04', '2023-05'),
    programme: fc.constantFrom('ordinary' as const, 'chronic' as const),
    account: fc.constantFrom('0.00', '20.00'),
    isFamily: fc.boolean(),
    isClaim: fc.boolean(),
    reversedAfter: fc.option(fc.nat(10)),
  }),
  { maxLength: 25 },
);

type Drawn = typeof VISITS extends fc.Arbitrary<readonly (infer T)[]> ? T : never;

function eventsOf(drawn: readonly Drawn[]): readonly Written[] {
  const events: { readonly place: number; readonly event: Written }[] = [];
  drawn.forEach(({ person, month, isFamily, isClaim, reversedAfter, ...about }, at) => {
    const visitId = `V${String(at)}`;
    const visitDate = `${month}-15`;
    const owner = isFamily ? { accountOwner: 'O' } : {};
    const facts = { ...about, ...owner, visitId, date: visitDate };
    const settled = visit(person, facts);
    const { data } = settled.event as unknown as { readonly data: object };
    const claim = { ...data, claimId: `C${String(at)}`, visitDate };
    const approved = happened(`insured-zibo.${person}`, 'ReimbursementSettled', '2023-06-01', claim as never);
    events.push({ place: at, event: isClaim ? approved : settled });
    if (reversedAfter === null) return;
    const back = reversal(person, '2023-06-02', { ...about, ...owner, visitId, visitDate });
    events.push({ place: at + reversedAfter + 0.5, event: back });
  });
  return events.sort((one, other) => one.place - other.place).map(({ event }) => event);
}

const FILTERS: readonly SettlementFilter[] = [
  {},
  { month: '2023-04' },
  { from: '2023-03-01', to: '2023-04-30' },
  { from: '2023-04-01', institution: 'H1' },
  { to: '2023-04-30', programme: 'chronic' },
  { area: '370302' },
  { clearingType: '41' },
];

onEachEngine('sums by institution and month', ({ inPlace, runs, withViews }) => {
  it('count each person once, and leave out what was reversed by then', async () => {
    await withViews(await logOf(SEVERAL_VISITS), async (views) => {
      const { answer, upTo } = await views.wholeRegion.institutionSums('zibo', {});
      expect([answer.persons, upTo]).toEqual([2, '6']);
      const more = { persons: 1, visits: 1, account: '10.00', familyAccount: '0.00', cash: '365.00' };
      expect(answer.rows).toMatchObject([
        { institutionId: 'H1', month: '2023-03', persons: 2, visits: 2, pooled: '250.00', familyAccount: '20.00' },
        { institutionId: 'H2', month: '2023-03', ...more },
      ]);
      const { answer: before } = await views.wholeRegion.institutionSums('zibo', {}, '5');
      expect(before.rows.map(({ month }) => month)).toEqual(['2023-03', '2023-04', '2023-03']);
      const none = { answer: { rows: [], persons: 0 }, upTo: '6' };
      expect(await views.wholeRegion.institutionSums('zibo', { institution: 'H9' })).toEqual(none);
    });
  });

  it('are added up from the settlements for parts of months', async () => {
    await withViews(await logOf(SEVERAL_VISITS), async (views) => {
      const upTo = async (to: string) => (await views.wholeRegion.institutionSums('zibo', { to })).answer.rows.length;
      expect([await upTo('2023-02-28'), await upTo('2023-03-01'), await upTo('2023-03-30')]).toEqual([0, 2, 2]);
    });
  });

  it('are added up as long as the statistics are of an older version', async () => {
    const { store } = await logOf(SEVERAL_VISITS);
    await inPlace(async (place) => {
      const views = await Views.open(place, store);
      await views.catchUp();
      const { answer } = await views.wholeRegion.institutionSums('zibo', {});
      const engine = await engineAt(place);
      await engine.writing.deleteFrom('counted_visits').execute();
      expect((await views.wholeRegion.institutionSums('zibo', {})).answer.persons).toBe(0);
      await engine.writing
        .updateTable('checkpoints')
        .set({ version: 0 })
        .where('projection', '=', 'statistics')
        .execute();
      expect((await views.wholeRegion.institutionSums('zibo', {})).answer).toEqual(answer);
      await engine.close();
      await views.close();
    });
  });

  it('are kept as they come out of the settlements, however the log is cut', async () => {
    const designated = (id: string, kind: 'medical' | 'retail-pharmacy', area: string) =>
      happened(`institution-zibo.${id}`, 'InstitutionDesignated', '2022-01-01', {
        ...{ name: id, kind, area, outpatientPooling: true, dualChannel: false, from: '2022-01-01' },
      });
    const institutions = [designated('H1', 'medical', '370302'), designated('H2', 'retail-pharmacy', '370303')];
    await fc.assert(
      fc.asyncProperty(VISITS, fc.integer({ min: 1, max: 30 }), async (drawn, batchSize) => {
        const log = await logOf([...institutions, ...eventsOf(drawn)]);
        await withViews(
          log,
          async (views) => {
            const hash = await views.stateHash('statistics');
            await withViews(log, async (whole) => expect(await whole.stateHash('statistics')).toBe(hash));
            const at = String(views.checkpoint);
            for (const filter of FILTERS) {
              const kept = await views.wholeRegion.institutionSums('zibo', filter);
              expect(kept).toEqual(await views.wholeRegion.institutionSums('zibo', filter, at));
            }
          },
          { batchSize },
        );
      }),
      { numRuns: runs(25) },
    );
  });
});
