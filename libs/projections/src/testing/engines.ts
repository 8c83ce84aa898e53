import { afterAll, beforeAll, describe } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { PostgresServer } from '../bench/postgres-server.ts';
import { Views, type ViewsOptions } from '../views.ts';
import type { TestLog } from './log.ts';

/** Gives a test an empty place for views (a folder, or a schema of a PostgreSQL database), gone after it. */
export type InPlace = <T>(use: (place: string) => Promise<T>) => Promise<T>;

/** Gives a test views of a log in a place of their own, brought to its head. */
export type WithViews = <T>(log: TestLog, use: (views: Views) => Promise<T>, options?: ViewsOptions) => Promise<T>;

export interface EngineUnderTest {
  /** How many random cases are worth their time, of those that a fast engine is given: a new place on PostgreSQL takes its while. */
  readonly runs: (usual: number) => number;
  readonly inPlace: InPlace;
  readonly withViews: WithViews;
}

/** Runs the same specs on SQLite and on a real PostgreSQL. */
export function onEachEngine(title: string, specs: (engine: EngineUnderTest) => void): void {
  describe(`${title}, on SQLite`, () => {
    specs(engineIn(inFolder, 1));
  });
  describe(`${title}, on PostgreSQL`, () => {
    specs(engineIn(onPostgres(), 8));
  });
}

/** Places on a PostgreSQL that runs for the tests of the block in which this is called. */
export function onPostgres(): InPlace {
  let server: PostgresServer | undefined;
  let places = 0;
  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server?.stop());
  return async (use) => {
    const { url } = await withSchema(server as PostgresServer, `place_${String((places += 1))}`);
    return use(url);
  };
}

async function withSchema(server: PostgresServer, schema: string): Promise<{ readonly url: string }> {
  const client = new pg.Client({ connectionString: server.url() });
  await client.connect();
  await client.query(`create schema ${schema}`);
  await client.end();
  return { url: server.url(schema) };
}

export const inFolder: InPlace = async (use) => {
  const folder = await mkdtemp(join(tmpdir(), 'views-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
};

function engineIn(inPlace: InPlace, slowness: number): EngineUnderTest {
  const withViews: WithViews = (log, use, options) =>
    inPlace(async (place) => {
      const views = await Views.open(place, log.store, options);
      try {
        await views.catchUp();
        return await use(views);
      } finally {
        await views.close();
      }
    });
  return { inPlace, withViews, runs: (usual) => Math.ceil(usual / slowness) };
}
