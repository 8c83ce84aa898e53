import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventStore } from '@gongji/event-store';
import { SqliteEventStore } from '@gongji/event-store-sqlite';
import { compareViews, VIEW_NAMES, Views } from '@gongji/projections';
import { PostgresServer } from '@gongji/projections/testing';
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { Victim, type Places } from './victim.ts';
import { Writing } from './writing.ts';

/** Rounds on both engines together; more of them at will: GONGJI_KILL_ROUNDS=200 npm run jest -- test/fault/views */
const ROUNDS = Number(process.env.GONGJI_KILL_ROUNDS ?? '8');

/** No event is skipped and none counts twice, whatever is killed and whenever. */
describe('views whose writers, projectors and connections are killed under load', () => {
  let server: PostgresServer | undefined;
  beforeAll(async () => {
    server = await PostgresServer.start();
  }, 60_000);
  afterAll(() => server?.stop());

  const perEngine = Math.ceil(ROUNDS / 2);
  const timeout = 120_000 + perEngine * 60_000;

  it(
    `on PostgreSQL, ${String(perEngine)} times`,
    () =>
      inFolder(async (folder) => {
        const views = (server as PostgresServer).url();
        await killAndCompare({ store: join(folder, 'ledger'), views }, perEngine, () => cutConnections(views));
      }),
    timeout,
  );

  it(
    `on SQLite, ${String(perEngine)} times`,
    () =>
      inFolder((folder) => killAndCompare({ store: join(folder, 'ledger'), views: join(folder, 'views') }, perEngine)),
    timeout,
  );
});

/** Cuts every connection of the views to their database. */
type Cut = () => Promise<void>;

async function killAndCompare(places: Places, rounds: number, cut?: Cut): Promise<void> {
  const hits = HITS.filter((hit) => hit !== 'connections' || cut !== undefined);
  const writing = new Writing(places);
  const projectors = [new Victim('projector', places), new Victim('projector', places)];
  const rebuilding = new Victim('rebuild', places);
  await writing.start();
  await Promise.all(projectors.map((each) => each.start()));
  try {
    for (let round = 0; round < rounds; round += 1) {
      await writing.answers(1 + randomInt(200));
      spin(randomInt(10_000));
      const hit = hits[round % hits.length] as Hit;
      await disturb(hit);
      await writing.settle();
      await compare(places, `after round ${String(round + 1)}, ${hit}`);
      writing.goOn();
    }
    await writing.settle();
    expect(writing.refused).toEqual([]);
    await rebuilding.start();
    expect(await rebuilding.end()).toEqual({ status: 0, stderr: '' });
    await compare(places, 'after the last rebuild');
  } finally {
    await Promise.all([writing.victim, rebuilding, ...projectors].map((each) => each.kill()));
  }

  async function disturb(hit: Hit): Promise<void> {
    switch (hit) {
      case 'writer':
        await writing.victim.kill();
        return writing.start();
      case 'projector': {
        const projector = projectors[randomInt(2)] as Victim;
        await projector.kill();
        return projector.start();
      }
      case 'connections':
        for (let times = randomInt(1, 5); times > 0; times -= 1) {
          await cut?.();
          await writing.answers(randomInt(20));
        }
        return;
      case 'rebuild':
        await rebuilding.start();
        await rebuilding.says(randomInt(20));
        return rebuilding.kill();
    }
  }
}

const HITS = ['connections', 'writer', 'projector', 'rebuild'] as const;
type Hit = (typeof HITS)[number];

/** Passes the time of a commit's parts, so that the end comes in any of them. */
function spin(microseconds: number): void {
  const until = process.hrtime.bigint() + BigInt(microseconds) * 1000n;
  while (process.hrtime.bigint() < until);
}

/** Every view against a fresh replay of the same log: the hashes of all rows, and where they differ, the rows. */
async function compare({ store: folder, views: place }: Places, when: string): Promise<void> {
  const store = await SqliteEventStore.open(folder, { readOnly: true });
  try {
    const head = await store.head();
    const live = await stateOf(place, store);
    const fresh = await inFolder((other) => stateOf(other, store));
    const differences = isDeepStrictEqual(live, fresh) ? [] : await compareViews(place, store, head);
    expect({ when, differences, views: live }).toEqual({ when, differences: [], views: fresh });
    expect(live.position).toBe(String(head));
  } finally {
    await store.close();
  }
}

/** The views' position, and each one's hash. */
async function stateOf(place: string, store: EventStore): Promise<{ readonly [what: string]: string }> {
  const views = await Views.open(place, store);
  try {
    await views.catchUp();
    const state: { [what: string]: string } = { position: String(views.checkpoint) };
    for (const name of VIEW_NAMES) state[name] = await views.stateHash(name);
    return state;
  } finally {
    await views.close();
  }
}

async function cutConnections(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'the one who cuts' });
  await client.connect();
  await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'gongji views'`);
  await client.end();
}

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'gongji-killed-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
