import { Kysely, sql } from 'kysely';
import { join } from 'node:path';
import { sqliteDialect } from './framework/sqlite.ts';
import { table } from './framework/table.ts';
import type { AnyTables } from './framework/writer.ts';
import type { Projection } from './projection.ts';
import { Projector } from './projector.ts';
import { enrolled } from './testing/events.ts';
import { inFolder, TestLog } from './testing/log.ts';

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

/** A database for one test, and what the view holds in it. */
async function withDatabase(
  use: (database: Kysely<AnyTables>, times: () => Promise<readonly number[]>) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    const database = new Kysely<AnyTables>({ dialect: sqliteDialect(join(folder, 'views.db')) });
    const times = async () => {
      const { rows } = await sql<{ times: number }>`select times from seen order by person_id`.execute(database);
      return rows.map((row) => row.times);
    };
    try {
      await use(database, times);
    } finally {
      await database.destroy();
    }
  });
}

const once = (persons: number): readonly number[] => Array.from({ length: persons }, () => 1);

describe('a projector', () => {
  it('repeats nothing and skips nothing when it dies inside a batch', async () => {
    await withDatabase(async (database, times) => {
      const log = await logOf(25);
      let batches = 0;
      const dying = counting({
        before: () => {
          batches += 1;
          if (batches === 3) throw new Error('the power went');
        },
      });
      const first = await Projector.open(database, log.store, [dying], 10);
      await expect(first.catchUp()).rejects.toThrow('the power went');
      expect(first.checkpoint).toBe(20n);
      expect(await times()).toEqual(once(20));
      const second = await Projector.open(database, log.store, [counting()], 10);
      expect(second.checkpoint).toBe(20n);
      await second.catchUp();
      expect(await times()).toEqual(once(25));
    });
  });

  it('goes on after a failure without being opened again', async () => {
    await withDatabase(async (database, times) => {
      const log = await logOf(3);
      let fails = true;
      const projection = counting({
        before: () => {
          if (fails) throw new Error('disk full');
        },
      });
      const projector = await Projector.open(database, log.store, [projection]);
      await expect(projector.catchUp()).rejects.toThrow('disk full');
      fails = false;
      await projector.catchUp();
      expect(await times()).toEqual(once(3));
    });
  });

  it('takes every event once when it is asked to catch up many times at once while it follows', async () => {
    await withDatabase(async (database, times) => {
      const log = await logOf(30);
      const projector = await Projector.open(database, log.store, [counting()], 7);
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
    await withDatabase(async (database) => {
      const log = await logOf(20);
      const projector = await Projector.open(database, log.store, [counting()], 5);
      const early = projector.catchUp();
      await log.append(enrolled('Q1'));
      await projector.catchUp();
      expect(projector.checkpoint).toBe(21n);
      await early;
    });
  });

  it('wakes those who wait for a position, and lets them give up', async () => {
    await withDatabase(async (database) => {
      const log = await logOf(1);
      const projector = await Projector.open(database, log.store, [counting()]);
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

  it('builds a view anew when its version changed, and only that one', async () => {
    await withDatabase(async (database, times) => {
      const log = await logOf(4);
      await (await Projector.open(database, log.store, [counting()])).catchUp();
      await log.append(enrolled('Q1'));
      const other = table({ name: 'others', columns: { person_id: 'text', times: 'bigint' }, key: ['person_id'] });
      const added = counting({ name: 'others', tables: [other], project: async () => {} });
      const changed = counting({ version: 2 });
      const projector = await Projector.open(database, log.store, [changed, added]);
      expect(projector.checkpoint).toBe(0n);
      await projector.catchUp();
      expect(await times()).toEqual(once(5));
    });
  });

  it('begins anew when the tables were made from another log', async () => {
    await withDatabase(async (database, times) => {
      await (await Projector.open(database, (await logOf(6)).store, [counting()])).catchUp();
      const restored = await logOf(2);
      const projector = await Projector.open(database, restored.store, [counting()]);
      await projector.catchUp();
      expect(await times()).toEqual(once(2));
    });
  });

  it('gives way to another process that projected the same events', async () => {
    await withDatabase(async (database, times) => {
      const log = await logOf(8);
      const mine = await Projector.open(database, log.store, [counting()]);
      const theirs = await Projector.open(database, log.store, [counting()]);
      await theirs.catchUp();
      await log.append(enrolled('Q1'));
      await mine.catchUp();
      expect(await times()).toEqual(once(9));
    });
  });
});
