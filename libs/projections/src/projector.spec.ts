import { StoreUnavailable } from '@gongji/event-store';
import { sql } from 'kysely';
import type { Engine } from './engine/engine.ts';
import { engineAt } from './engine/engine-at.ts';
import { table } from './framework/table.ts';
import { EventsMissing } from './project-all.ts';
import type { Projection } from './projection.ts';
import { Projector } from './projector.ts';
import { rebuild } from './rebuild/rebuild.ts';
import { enrolled } from './testing/events.ts';
import { onEachEngine } from './testing/engines.ts';
import { TestLog } from './testing/log.ts';

const SEEN = table({
  name: 'seen',
  columns: { person_id: 'text', times: 'bigint' },
  key: ['person_id'],
});

/** Counts how often each person's enrolment was projected: once, whatever happens. */
function counting(about: Partial<Projection> & { readonly before?: () => void } = {}): Projection {
  const { before, ...others } = about;
  return {
    name: 'seen',
    version: 1,
    tables: [SEEN],
    types: ['InsuredEnrolled'],
    async project(batch, writer) {
      const sums = new Map<string, number>();
      for (const { id } of batch) sums.set(id, (sums.get(id) ?? 0) + 1);
      await writer.add(
        SEEN,
        [...sums].map(([person_id, times]) => ({ person_id, times })),
      );
      before?.();
    },
    ...others,
  };
}

async function logOf(persons: number): Promise<TestLog> {
  const log = new TestLog();
  await log.append(...Array.from({ length: persons }, (_, at) => enrolled(`P${String(at)}`)));
  return log;
}

const once = (persons: number): readonly number[] => Array.from({ length: persons }, () => 1);

onEachEngine('a projector', ({ inPlace }) => {
  /** A database for one test, and what the view holds in it. */
  const withDatabase = (use: (engine: Engine, times: () => Promise<readonly number[]>) => Promise<void>) =>
    inPlace(async (place) => {
      const engine = await engineAt(place);
      const times = async () => {
        const { rows } = await sql<{ times: number }>`select times from seen order by person_id`.execute(
          engine.reading,
        );
        return rows.map((row) => row.times);
      };
      try {
        await use(engine, times);
      } finally {
        await engine.close();
      }
    });

  it.each([
    ['in the middle', (position: bigint) => position > 10n && position <= 20n, 10n],
    ['at the end', (position: bigint) => position > 20n, 20n],
  ])('says where events were cut out of the log %s, and stops there', async (_, isCut, last) => {
    await withDatabase(async (engine, times) => {
      const log = await logOf(30);
      log.cutOut(isCut);
      const projector = await Projector.open(engine, log.store, [counting()], { batchSize: 10 });
      await expect(projector.catchUp()).rejects.toThrow(new EventsMissing(last + 1n));
      await expect(projector.catchUp(25n)).rejects.toThrow(new EventsMissing(last + 1n));
      expect(projector.checkpoint).toBe(last);
      expect(await times()).toEqual(once(Number(last)));
    });
  });

  it('ends following at a gap in the log', async () => {
    await withDatabase(async (engine) => {
      const log = await logOf(30);
      log.cutOut((position) => position > 10n && position <= 20n);
      const projector = await Projector.open(engine, log.store, [counting()], { batchSize: 10 });
      await expect(projector.follow(new AbortController().signal)).rejects.toThrow(new EventsMissing(11n));
    });
  });

  it('stops at an earlier position where that was asked for', async () => {
    await withDatabase(async (engine, times) => {
      const log = await logOf(30);
      const projector = await Projector.open(engine, log.store, [counting()], { batchSize: 10 });
      await projector.catchUp(13n);
      expect(projector.checkpoint).toBe(13n);
      expect(await times()).toEqual(once(13));
    });
  });

  it('repeats nothing and skips nothing when it dies inside a batch', async () => {
    await withDatabase(async (engine, times) => {
      const log = await logOf(25);
      let batches = 0;
      const dying = counting({
        before: () => {
          batches += 1;
          if (batches === 3) throw new Error('the power went');
        },
      });
      const first = await Projector.open(engine, log.store, [dying], { batchSize: 10 });
      await expect(first.catchUp()).rejects.toThrow('the power went');
      expect(first.checkpoint).toBe(20n);
      expect(await times()).toEqual(once(20));
      const second = await Projector.open(engine, log.store, [counting()], { batchSize: 10 });
      expect(second.checkpoint).toBe(20n);
      await second.catchUp();
      expect(await times()).toEqual(once(25));
    });
  });

  it('goes on after a failure without being opened again', async () => {
    await withDatabase(async (engine, times) => {
      const log = await logOf(3);
      let fails = true;
      const projection = counting({
        before: () => {
          if (fails) throw new Error('disk full');
        },
      });
      const projector = await Projector.open(engine, log.store, [projection]);
      await expect(projector.catchUp()).rejects.toThrow('disk full');
      fails = false;
      await projector.catchUp();
      expect(await times()).toEqual(once(3));
    });
  });

  it.each(['full', 'read-only', 'failed'] as const)(
    'follows on by itself when the views are no longer %s, and says so',
    async (reason) => {
      await withDatabase(async (engine, times) => {
        const log = await logOf(3);
        const heard: unknown[] = [];
        const stop = new AbortController();
        const projection = counting({
          before: () => {
            if (heard.length === 0) throw new StoreUnavailable('The disk is to be looked after.', reason);
          },
        });
        const projector = await Projector.open(engine, log.store, [projection]);
        const following = projector.follow(stop.signal, (trouble) => heard.push(trouble));
        await projector.waitFor(3n);
        stop.abort();
        await following;
        expect(heard).toEqual([expect.objectContaining({ reason }), undefined]);
        expect(await times()).toEqual(once(3));
      });
    },
  );

  it('ends following where the views are damaged', async () => {
    await withDatabase(async (engine) => {
      const log = await logOf(3);
      const damaged = new StoreUnavailable('The views are damaged.', 'damaged');
      const projection = counting({
        before: () => {
          throw damaged;
        },
      });
      const projector = await Projector.open(engine, log.store, [projection]);
      await expect(projector.follow(new AbortController().signal)).rejects.toBe(damaged);
    });
  });

  it('takes every event once when it is asked to catch up many times at once while it follows', async () => {
    await withDatabase(async (engine, times) => {
      const log = await logOf(30);
      const projector = await Projector.open(engine, log.store, [counting()], { batchSize: 7 });
      const stop = new AbortController();
      const following = projector.follow(stop.signal);
      const asked = Array.from({ length: 5 }, () => projector.catchUp());
      await log.append(enrolled('Q1'), enrolled('Q2'));
      await Promise.all([...asked, projector.catchUp(), projector.waitFor(32n)]);
      stop.abort();
      await following;
      expect(await times()).toEqual(once(32));
    });
  });

  it('covers what was in the log when it was asked, even if a run was under way', async () => {
    await withDatabase(async (engine) => {
      const log = await logOf(20);
      const projector = await Projector.open(engine, log.store, [counting()], { batchSize: 5 });
      const early = projector.catchUp();
      await log.append(enrolled('Q1'));
      await projector.catchUp();
      expect(projector.checkpoint).toBe(21n);
      await early;
    });
  });

  it('wakes those who wait for a position, and lets them give up', async () => {
    await withDatabase(async (engine) => {
      const log = await logOf(1);
      const projector = await Projector.open(engine, log.store, [counting()]);
      const patient = projector.waitFor(2n);
      const giveUp = new AbortController();
      const impatient = projector.waitFor(2n, giveUp.signal);
      giveUp.abort(new Error('too late'));
      await expect(impatient).rejects.toThrow('too late');
      await log.append(enrolled('Q1'));
      await projector.catchUp();
      await patient;
      await projector.waitFor(1n);
    });
  });

  it('makes the tables of a view that is new, and fills them', async () => {
    await withDatabase(async (engine) => {
      const log = await logOf(4);
      await (await Projector.open(engine, log.store, [counting()])).catchUp();
      const other = table({ name: 'others', columns: { person_id: 'text', times: 'bigint' }, key: ['person_id'] });
      let seen = 0;
      const added = counting({
        name: 'others',
        tables: [other],
        project: async (batch) => {
          seen += batch.length;
        },
      });
      const projector = await Projector.open(engine, log.store, [counting(), added]);
      expect(projector.checkpoint).toBe(0n);
      await projector.catchUp();
      expect(seen).toBe(4);
    });
  });

  it('has a view of an older version rebuilt before it moves on', async () => {
    await withDatabase(async (engine, times) => {
      const log = await logOf(4);
      await (await Projector.open(engine, log.store, [counting()])).catchUp();
      await log.append(enrolled('Q1'));
      const projector = await Projector.open(engine, log.store, [counting({ version: 2 })], {
        rebuild: async (outdated) => {
          await rebuild(engine, log.store, outdated);
        },
      });
      expect(await times()).toEqual(once(4));
      await projector.catchUp();
      expect(await times()).toEqual(once(5));
    });
  });

  it('leaves a view of a newer version alone', async () => {
    await withDatabase(async (engine, times) => {
      const log = await logOf(4);
      const old = await Projector.open(engine, log.store, [counting()]);
      await (await Projector.open(engine, log.store, [counting()])).catchUp();
      await rebuild(engine, log.store, [counting({ version: 2 })]);
      await log.append(enrolled('Q1'));
      await expect(old.catchUp()).rejects.toThrow('newer program');
      expect(await times()).toEqual(once(4));
    });
  });

  it('begins anew when the tables were made from another log', async () => {
    await withDatabase(async (engine, times) => {
      await (await Projector.open(engine, (await logOf(6)).store, [counting()])).catchUp();
      const restored = await logOf(2);
      const projector = await Projector.open(engine, restored.store, [counting()]);
      await projector.catchUp();
      expect(await times()).toEqual(once(2));
    });
  });

  it('gives way to another process that projected the same events', async () => {
    await withDatabase(async (engine, times) => {
      const log = await logOf(8);
      const mine = await Projector.open(engine, log.store, [counting()]);
      const theirs = await Projector.open(engine, log.store, [counting()]);
      await theirs.catchUp();
      await log.append(enrolled('Q1'));
      await mine.catchUp();
      expect(await times()).toEqual(once(9));
    });
  });
});
