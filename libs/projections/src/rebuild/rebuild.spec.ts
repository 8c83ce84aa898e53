import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { VIEW_NAMES } from '../projections.ts';
import { engineAt } from '../engine/engine-at.ts';
import type { Engine } from '../engine/engine.ts';
import { CHECKPOINTS, REBUILDS, standingsOf } from '../framework/checkpoints.ts';
import { stateHash } from '../framework/state-hash.ts';
import { table } from '../framework/table.ts';
import { EventsMissing } from '../project-all.ts';
import type { Projection } from '../projection.ts';
import { Projector } from '../projector.ts';
import { contribution, enrolled, reversal, visit } from '../testing/events.ts';
import { onEachEngine } from '../testing/engines.ts';
import { TestLog } from '../testing/log.ts';
import { Views } from '../views.ts';
import { discardRebuild, rebuild, RebuildStopped } from './rebuild.ts';
import { wordsOf } from './words.ts';

const PEOPLE = table({
  name: 'people',
  columns: { person_id: 'text', enrolled_on: 'text', seen: 'bigint' },
  key: ['person_id'],
  indexes: { day: ['enrolled_on'] },
});

function people(about: Partial<Projection> & { readonly on?: (id: string) => string } = {}): Projection {
  const { on = () => '2020-01-01', ...others } = about;
  return {
    name: 'people',
    version: 1,
    tables: [PEOPLE],
    types: ['InsuredEnrolled'],
    async project(batch, writer) {
      await writer.insert(
        PEOPLE,
        batch.map(({ id }) => ({ person_id: id, enrolled_on: on(id), seen: 1 })),
      );
    },
    ...others,
  };
}

async function logOf(persons: number): Promise<TestLog> {
  const log = new TestLog();
  await log.append(...Array.from({ length: persons }, (_, at) => enrolled(`P${String(at)}`)));
  return log;
}

onEachEngine('a rebuild', ({ inPlace }) => {
  const withLive = (log: TestLog, use: (engine: Engine, live: Projector) => Promise<void>) =>
    inPlace(async (place) => {
      const engine = await engineAt(place);
      try {
        const live = await Projector.open(engine, log.store, [people()], { batchSize: 10 });
        await live.catchUp();
        await use(engine, live);
      } finally {
        await engine.close();
      }
    });

  const idsOf = async (engine: Engine): Promise<readonly string[]> => {
    const { rows } = await sql<{ person_id: string }>`select person_id from people order by seen, person_id`.execute(
      engine.reading,
    );
    return rows.map((row) => row.person_id);
  };

  it.each([
    ['in the middle', (position: bigint) => position > 10n && position <= 20n, 11n],
    ['at the end', (position: bigint) => position > 20n, 21n],
  ])('says that the log has lost what the live view has seen %s, and leaves that view', async (_, isCut, missing) => {
    const log = await logOf(35);
    await withLive(log, async (engine) => {
      log.cutOut(isCut);
      const rebuilt = rebuild(engine, log.store, [people()], { batchSize: 10 });
      await expect(rebuilt).rejects.toThrow(new EventsMissing(missing));
      expect(await idsOf(engine)).toHaveLength(35);
    });
  });

  it('of an unharmed view is equal and takes its place, again and again', async () => {
    const log = await logOf(35);
    await withLive(log, async (engine, live) => {
      for (const round of [1, 2, 3]) {
        const [result] = await rebuild(engine, log.store, [people()], { batchSize: 10 });
        expect(result).toMatchObject({ outcome: 'equal', swapped: true, position: 34 + round });
        expect(result?.rebuiltHash).toBe(result?.liveHash);
        await log.append(enrolled(`Q${String(round)}`));
        await live.catchUp();
        expect(await idsOf(engine)).toHaveLength(35 + round);
      }
      expect(await standingsOf(engine.reading, REBUILDS)).toEqual(new Map());
    });
  });

  it('finds what was changed behind the log’s back, and keeps the live view unless told otherwise', async () => {
    const log = await logOf(12);
    await withLive(log, async (engine) => {
      const unharmed = await stateHash(engine.reading, people());
      await sql`update people set seen = 7 where person_id = 'P3'`.execute(engine.writing);
      await sql`delete from people where person_id = 'P4'`.execute(engine.writing);
      const [kept] = await rebuild(engine, log.store, [people()]);
      expect(kept).toMatchObject({ outcome: 'differs', swapped: false });
      expect(kept?.differences).toEqual([
        {
          table: 'people',
          onlyLive: 0,
          onlyRebuilt: 1,
          changed: 1,
          columns: { seen: 1 },
          addedColumns: [],
          removedColumns: [],
          examples: [
            { key: { person_id: 'P3' }, live: { seen: '7' }, rebuilt: { seen: '1' } },
            {
              key: { person_id: 'P4' },
              live: null,
              rebuilt: { person_id: 'P4', enrolled_on: '2020-01-01', seen: '1' },
            },
          ],
        },
      ]);
      expect(await idsOf(engine)).toHaveLength(11);
      const [taken] = await rebuild(engine, log.store, [people()], { accept: true });
      expect(taken).toMatchObject({ outcome: 'differs', swapped: true });
      expect(await stateHash(engine.reading, people())).toBe(unharmed);
    });
  });

  it('of a changed version says which rows and columns are others, then takes its place', async () => {
    const log = await logOf(20);
    await withLive(log, async (engine) => {
      const changed = people({ version: 2, on: (id) => (id === 'P5' ? '2021-07-01' : '2020-01-01') });
      const [result] = await rebuild(engine, log.store, [changed]);
      expect(result).toMatchObject({ outcome: 'changed', fromVersion: 1, toVersion: 2, swapped: true });
      expect(wordsOf(result!).slice(1)).toEqual([
        '  people: 1 rows changed, 0 new, 0 gone',
        '    columns: enrolled_on in 1',
        '    P5: was {"enrolled_on":"2020-01-01"}, is {"enrolled_on":"2021-07-01"}',
      ]);
    });
  });

  it('of a changed version may have other columns and other tables', async () => {
    const log = await logOf(3);
    await withLive(log, async (engine) => {
      const wider = table({
        ...PEOPLE,
        columns: { ...PEOPLE.columns, region: 'text' },
        key: ['person_id'],
        indexes: {},
      });
      const changed = people({
        version: 2,
        tables: [wider],
        async project(batch, writer) {
          await writer.insert(
            wider,
            batch.map(({ id, region }) => ({ person_id: id, enrolled_on: '2020-01-01', seen: 1, region })),
          );
        },
      });
      const [result] = await rebuild(engine, log.store, [changed]);
      expect(result?.differences).toMatchObject([{ changed: 0, addedColumns: ['region'], removedColumns: [] }]);
      const { rows } = await sql<{ region: string }>`select distinct region from people`.execute(engine.reading);
      expect(rows).toEqual([{ region: 'zibo' }]);
      expect((await standingsOf(engine.reading, CHECKPOINTS)).get('people')).toMatchObject({ version: 2, position: 3 });
    });
  });

  it('stopped, goes on where it was; thrown away, begins anew', async () => {
    const log = await logOf(95);
    await withLive(log, async (engine) => {
      const begun: number[] = [];
      const stopAfter = async (events: number): Promise<void> => {
        const stop = new AbortController();
        const progress = ({ position }: { readonly position: number }): void => {
          begun.push(position);
          if (position >= events) stop.abort();
        };
        const options = { batchSize: 10, signal: stop.signal, progress };
        await expect(rebuild(engine, log.store, [people()], options)).rejects.toThrow(RebuildStopped);
      };
      await stopAfter(30);
      expect(begun[0]).toBe(0);
      begun.length = 0;
      await stopAfter(60);
      expect(begun[0]).toBe(30);
      expect(await idsOf(engine)).toHaveLength(95);
      expect(await discardRebuild(engine, 'people')).toBe(true);
      expect(await discardRebuild(engine, 'people')).toBe(false);
      begun.length = 0;
      await stopAfter(20);
      expect(begun[0]).toBe(0);
      expect(await rebuild(engine, log.store, [people()])).toMatchObject([{ outcome: 'equal', swapped: true }]);
    });
  });

  it('under writes and questions: no question fails or sees half a view', async () => {
    const log = new TestLog();
    await log.append(
      ...Array.from({ length: 300 }, (_, at) => [enrolled(`P${String(at)}`), contribution(`P${String(at)}`)]).flat(),
    );
    await inPlace(async (place) => {
      const views = await Views.open(place, log.store, { batchSize: 20 });
      await views.catchUp();
      const stop = new AbortController();
      const following = views.follow(stop.signal);
      let [asked, written] = [0, 0];
      const asking = (async () => {
        let last = 0;
        while (!stop.signal.aborted) {
          const credited = Number((await views.fund('zibo', '1900-01-01', '2999-12-31')).accounts.credited);
          const balances = Number(await views.balances('zibo'));
          expect(credited).toBeGreaterThanOrEqual(Math.max(last, 30_000));
          expect(balances).toBeGreaterThanOrEqual(30_000);
          last = credited;
          asked += 1;
          await sleep(1); // lets the others have their turn
        }
      })();
      const writing = (async () => {
        while (!stop.signal.aborted) {
          const id = `Q${String((written += 1))}`;
          await log.append(enrolled(id), contribution(id), visit(id), reversal(id, '2023-04-01'));
          await sleep(4);
        }
      })();
      const results = await Views.rebuild(place, log.store, VIEW_NAMES, { batchSize: 50 });
      stop.abort();
      await Promise.all([following, asking, writing]);
      expect(results.map(({ outcome, swapped }) => [outcome, swapped])).toEqual(VIEW_NAMES.map(() => ['equal', true]));
      expect(asked).toBeGreaterThan(0);
      expect(written).toBeGreaterThan(0);
      await views.catchUp();
      const hashes = await Promise.all(VIEW_NAMES.map((name) => views.stateHash(name)));
      await views.close();
      await inPlace(async (other) => {
        const replayed = await Views.open(other, log.store);
        await replayed.catchUp();
        expect(await Promise.all(VIEW_NAMES.map((name) => replayed.stateHash(name)))).toEqual(hashes);
        await replayed.close();
      });
    });
  }, 300_000); // rebuilds every view while the log grows: long on a busy machine
});
