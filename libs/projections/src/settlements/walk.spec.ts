import { expect, it } from '@jest/globals';
import type { Kysely } from 'kysely';
import { movementPages } from '../accounts/walk.ts';
import type { ViewTables } from '../database.ts';
import { engineAt } from '../engine/engine-at.ts';
import type { Ask } from '../framework/ask.ts';
import { happened, SEVERAL_VISITS, visit } from '../testing/events.ts';
import { onEachEngine } from '../testing/engines.ts';
import { TestLog } from '../testing/log.ts';
import { Views } from '../views.ts';
import { settlementPages } from './walk.ts';

/** Visits of two persons at two institutions in two months, one of them taken back, and one recorded after all that. */
async function log(): Promise<TestLog> {
  const written = new TestLog();
  await written.append(...SEVERAL_VISITS, visit('P2', { visitId: 'late' }));
  return written;
}

onEachEngine('a region’s rows, page by page', ({ inPlace, withViews }) => {
  it('come each once and in order, whatever the size of a page', async () => {
    const { store } = await log();
    await inPlace(async (place) => {
      const views = await Views.open(place, store);
      await views.catchUp();
      await views.close();
      const engine = await engineAt(place);
      const ask: Ask = (question) => question(engine.reading as Kysely<ViewTables>);
      try {
        for (const size of [1, 2, 3, 100]) {
          const settled = await all(settlementPages(ask, 'zibo', {}, '6', size));
          expect(settled.map(({ institutionId, visitId, position }) => [institutionId, visitId, position])).toEqual([
            ['H1', 'V2', '3'],
            ['H1', 'V2', '5'],
            ['H1', 'V1', '4'],
            ['H2', 'V1', '2'],
          ]);
          const ofPerson = await all(settlementPages(ask, 'zibo', { person: 'P1' }, '6', size));
          expect(ofPerson.map(({ position }) => position)).toEqual(['2', '3']);
          const moved = await all(movementPages(ask, 'zibo', {}, '6', size));
          expect(moved.map(({ personId, kind, balance }) => [personId, kind, balance])).toEqual([
            ['P1', 'contribution', '100.00'],
            ['P1', 'visit', '90.00'],
          ]);
        }
      } finally {
        await engine.close();
      }
    });
  });

  it('are narrowed down, and show the past as it was known', async () => {
    await withViews(await log(), async (views) => {
      const ids = async (
        filter: Parameters<typeof views.wholeRegion.settlements>[1],
        at = '7',
      ): Promise<readonly string[]> =>
        (await all(views.wholeRegion.settlements('zibo', filter, at))).map(({ position }) => position);
      expect(await ids({ month: '2023-04' })).toEqual(['4']);
      expect(await ids({ from: '2023-03-02' })).toEqual(['4']);
      expect(await ids({ to: '2023-03-31', institution: 'H1' })).toEqual(['3', '5', '7']);
      expect(await ids({ programme: 'chronic' })).toEqual(['5']);
      const [before] = await all(views.wholeRegion.settlements('zibo', { month: '2023-04' }, '5'));
      expect(before?.reversedOn).toBeNull();
      const [after] = await all(views.wholeRegion.settlements('zibo', { month: '2023-04' }, '6'));
      expect(after?.reversedOn).toBe('2023-05-01');
      expect(await all(views.wholeRegion.movements('zibo', { person: 'P2' }, '7'))).toEqual([]);
      expect(await all(views.wholeRegion.movements('zibo', { from: '2023-02-01' }, '7'))).toHaveLength(1);
    });
  });

  it('are narrowed down to where institutions lie and how they are cleared', async () => {
    const written = await log();
    const designated = (id: string, kind: 'medical' | 'retail-pharmacy', area: string) =>
      happened(`institution-zibo.${id}`, 'InstitutionDesignated', '2022-01-01', {
        ...{ name: id, kind, area, outpatientPooling: true, dualChannel: false, from: '2022-01-01' },
      });
    await written.append(designated('H1', 'medical', '370302'), designated('H2', 'retail-pharmacy', '370303'));
    await withViews(written, async (views) => {
      const found = async (filter: Parameters<typeof views.wholeRegion.settlements>[1]): Promise<readonly string[]> => {
        const rows = await all(views.wholeRegion.settlements('zibo', filter, '7'));
        const { answer: sums } = await views.wholeRegion.institutionSums('zibo', filter);
        const institutions = [...new Set(rows.map(({ institutionId }) => institutionId))];
        expect([...new Set(sums.rows.map(({ institutionId }) => institutionId))]).toEqual(institutions);
        return institutions;
      };
      expect(await found({ area: '370302' })).toEqual(['H1']);
      expect(await found({ clearingType: '41' })).toEqual(['H2']);
      expect(await found({ clearingType: '11' })).toEqual(['H1']);
      expect(await found({ clearingType: '41', area: '370302' })).toEqual([]);
    });
  });
});

async function all<T>(pages: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const rows: T[] = [];
  for await (const page of pages) rows.push(...page);
  return rows;
}
