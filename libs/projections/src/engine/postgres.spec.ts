import { StoreUnavailable } from '@gongji/event-store';
import { sql } from 'kysely';
import { EventEmitter, once } from 'node:events';
import { enrolled } from '../testing/events.ts';
import { onPostgres } from '../testing/engines.ts';
import { TestLog } from '../testing/log.ts';
import { Views } from '../views.ts';
import { engineAt } from './engine-at.ts';
import type { Engine } from './engine.ts';
import { Patience } from './patience.ts';

/** Ends every connection of the views but the caller's own, as an administrator or a failing network would. */
async function cutConnections(engine: Engine): Promise<void> {
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'gongji views' and pid <> pg_backend_pid()
  `.execute(engine.reading);
}

/** The process that leads: the server's id of its connection. */
async function leaders(engine: Engine): Promise<readonly number[]> {
  const { rows } = await sql<{ pid: number }>`
    select pid from pg_locks
    where locktype = 'advisory' and granted and objid::bigint = hashtext(current_schema())::bigint & x'ffffffff'::bigint
  `.execute(engine.reading);
  return rows.map(({ pid }) => pid);
}

describe('instances that share a PostgreSQL', () => {
  const inPlace = onPostgres();

  it('have one leader; when it ends, another takes over, and every event counts once', async () => {
    await inPlace(async (place) => {
      const log = new TestLog();
      const watch = await engineAt(place);
      const stops = [new AbortController(), new AbortController(), new AbortController()];
      const views = await Promise.all(stops.map(() => Views.open(place, log.store)));
      const following = views.map((each, at) => each.follow((stops[at] as AbortController).signal));
      for (const [at, each] of views.entries()) {
        await log.append(enrolled(`P${String(at)}`));
        const head = await log.store.head();
        await Promise.all(views.slice(at).map((other) => other.waitFor(head)));
        expect(await leaders(watch)).toHaveLength(1);
        stops[at]?.abort();
        await following[at];
        if (at < views.length - 1) await each.close();
      }
      const last = views.at(-1) as Views;
      expect((await last.person('zibo', 'P2'))?.account).toBe('open');
      await last.close();
      await watch.close();
    });
  });

  it('leave the lead to others when they have nothing to do', async () => {
    await inPlace(async (place) => {
      const log = new TestLog();
      const watch = await engineAt(place);
      const [idle, busy] = [await Views.open(place, log.store), await Views.open(place, log.store)];
      await log.append(enrolled('P1'));
      await idle.catchUp();
      expect(await leaders(watch)).toEqual([]);
      await log.append(enrolled('P2'));
      await busy.catchUp();
      expect((await idle.person('zibo', 'P2'))?.account).toBe('open');
      await Promise.all([idle.close(), busy.close(), watch.close()]);
    });
  });

  it('go on after their connections were cut, again and again', async () => {
    await inPlace(async (place) => {
      const log = new TestLog();
      const watch = await engineAt(place);
      const stop = new AbortController();
      const views = await Promise.all([1, 2].map(() => Views.open(place, log.store, { batchSize: 5 })));
      const following = views.map((each) => each.follow(stop.signal));
      for (let round = 0; round < 5; round += 1) {
        await log.append(...Array.from({ length: 20 }, (_, at) => enrolled(`P${String(round)}.${String(at)}`)));
        await cutConnections(watch);
        const asked = await Promise.all(views.map((each) => each.person('zibo', 'nobody')));
        expect(asked).toEqual([undefined, undefined]);
      }
      const head = await log.store.head();
      await Promise.all(views.map((each) => each.waitFor(head)));
      for await (const page of (views[0] as Views).persons('zibo')) expect(page).toHaveLength(100);
      stop.abort();
      await Promise.all([...following, ...views.map((each) => each.close()), watch.close()]);
    });
  });

  it('open at the same time on an empty database', async () => {
    await inPlace(async (place) => {
      const log = new TestLog();
      await log.append(enrolled('P1'));
      const views = await Promise.all([1, 2, 3, 4].map(() => Views.open(place, log.store)));
      await Promise.all(views.map((each) => each.catchUp()));
      expect(new Set(await Promise.all(views.map((each) => each.stateHash('persons')))).size).toBe(1);
      await Promise.all(views.map((each) => each.close()));
    });
  });

  it('tell of a full disk, and follow again by themselves when it has space', async () => {
    await inPlace(async (place) => {
      const log = new TestLog();
      const engine = await engineAt(place);
      const views = await Views.open(place, log.store);
      // The server's own error, for whoever writes persons: a disk cannot be filled without harming other tests.
      await sql`
        create function no_space() returns trigger language plpgsql as $$
        begin raise exception 'could not extend file' using errcode = '53100'; end $$
      `.execute(engine.reading);
      await sql`create trigger no_space before insert on persons execute function no_space()`.execute(engine.reading);
      const stop = new AbortController();
      const heard: unknown[] = [];
      const hearing = new EventEmitter();
      const troubled = once(hearing, 'trouble');
      const following = views.follow(stop.signal, (trouble) => {
        heard.push(trouble);
        hearing.emit('trouble', trouble);
      });
      await log.append(enrolled('P1'));
      const noSpace = {
        name: 'StoreUnavailable',
        reason: 'full',
        message: expect.stringContaining('no space') as string,
      };
      expect(await Promise.race([troubled, following])).toMatchObject([noSpace]);
      await expect(views.catchUp()).rejects.toMatchObject(noSpace); // who asks is told at once
      await sql`drop trigger no_space on persons`.execute(engine.reading);
      await views.waitFor(1n);
      expect((await views.person('zibo', 'P1'))?.account).toBe('open');
      stop.abort();
      await following;
      expect(heard).toEqual([expect.objectContaining(noSpace), undefined]);
      await Promise.all([views.close(), engine.close()]);
    });
  });

  it('bound every statement', async () => {
    await inPlace(async (place) => {
      const engine = await engineAt(place);
      const limits = await Promise.all(
        [engine.reading, engine.writing].map(async (database) => {
          const { rows } = await sql<{ statement_timeout: string }>`show statement_timeout`.execute(database);
          return rows[0]?.statement_timeout;
        }),
      );
      expect(limits).toEqual(['30s', '2min']);
      await engine.close();
    });
  });
});

describe('a database that is away', () => {
  const engine = { isPassing: (error: unknown) => error === 'away' } as unknown as Engine;

  it('is waited for, and named when it stays away', async () => {
    const patience = new Patience(engine, 30);
    await patience.pause('away');
    await patience.pause('away');
    await expect(patience.pause('away')).rejects.toThrow(StoreUnavailable);
  });

  it('is not waited for when something else is wrong', async () => {
    await expect(new Patience(engine, 30).pause(new Error('a defect'))).rejects.toThrow('a defect');
  });
});
