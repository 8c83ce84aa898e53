import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import Database from 'libsql';
import type { Engine } from './engine.ts';
import { sqliteEngine } from './sqlite.ts';

let folder: string;
let engine: Engine;
let other: Database.Database;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gongji-sqlite-'));
  engine = await sqliteEngine(folder);
  await sql`create table sums (sum bigint)`.execute(engine.writing);
  await sql`insert into sums values (0)`.execute(engine.writing);
  other = new Database(join(folder, 'views.db'));
});

afterEach(async () => {
  other.close();
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

async function sumSeen(): Promise<number | undefined> {
  const { rows } = await sql<{ readonly sum: number }>`select sum from sums`.execute(engine.writing);
  return rows[0]?.sum;
}

describe('a connection that met another writer', () => {
  it.each([
    ['in a transaction', () => engine.writing.transaction().execute((to) => sql`update sums set sum = -1`.execute(to))],
    ['in none', () => sql`update sums set sum = -1`.execute(engine.writing)],
    ['with a new table', () => sql`create table more (sum bigint)`.execute(engine.writing)],
  ])('sees what that one writes later, and can write again: %s', async (_, write) => {
    other.exec('begin immediate; update sums set sum = 1');
    await expect(write()).rejects.toThrow('are being used by another program');
    other.exec('commit');
    for (const sum of [2, 3]) {
      other.exec(`update sums set sum = ${String(sum)}`);
      expect(await sumSeen()).toBe(sum);
    }
    await sql`update sums set sum = sum + 1`.execute(engine.writing);
    expect(await sumSeen()).toBe(4);
  });

  it('takes back a statement in no transaction that fails for another reason', async () => {
    await sql`create unique index sums_once on sums (sum)`.execute(engine.writing);
    await expect(sql`insert into sums values (5), (0)`.execute(engine.writing)).rejects.toThrow('UNIQUE');
    other.exec('insert into sums values (5)');
    expect(await sumSeen()).toBe(0);
  });
});
