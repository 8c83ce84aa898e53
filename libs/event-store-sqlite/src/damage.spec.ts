import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { SqliteEventStore } from './sqlite-event-store.ts';
import { aRequest, change, withFolder } from './testing/places.ts';

/** Writes some events, closes, lets the test do its harm to the file, and gives the folder back. */
async function afterHarm(folder: string, harm: (file: string) => void): Promise<void> {
  const store = await SqliteEventStore.open(folder);
  for (let i = 0; i < 5; i++) await store.append([aRequest(100)]);
  await store.close();
  harm(`${folder}/events.db`);
}

function overwrite(file: string, from: number, bytes: Buffer): void {
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, bytes, 0, bytes.length, from);
  closeSync(descriptor);
}

const damagedIn = (folder: string): object => ({
  name: 'StoreUnavailable',
  reason: 'damaged',
  message: `The event log in ${folder} is damaged: restore it from a backup.`,
});

describe('a damaged file', () => {
  it('that is no database is refused', () =>
    withFolder(async (folder) => {
      await afterHarm(folder, (file) => {
        writeFileSync(file, 'not a database '.repeat(1000));
      });
      await expect(SqliteEventStore.open(folder)).rejects.toMatchObject(damagedIn(folder));
      await expect(SqliteEventStore.open(folder, { readOnly: true })).rejects.toMatchObject(damagedIn(folder));
    }));

  it('whose pages were overwritten is refused, or fails at the first read of them', () =>
    withFolder(async (folder) => {
      await afterHarm(folder, (file) => {
        overwrite(file, 4096, Buffer.alloc(readFileSync(file).length - 4096, 0xab));
      });
      await expect(SqliteEventStore.open(folder)).rejects.toMatchObject(damagedIn(folder));
      // The refused opening has let go of the folder.
      await expect(SqliteEventStore.open(folder)).rejects.toMatchObject(damagedIn(folder));
    }));

  it('that was cut short is found at the first read beyond its end', () =>
    withFolder(async (folder) => {
      await afterHarm(folder, (file) => {
        writeFileSync(file, readFileSync(file).subarray(0, 20 * 4096));
      });
      const readEverything = async (): Promise<void> => {
        const store = await SqliteEventStore.open(folder);
        try {
          for await (const page of store.readAll()) expect(page.length).toBeGreaterThan(0);
        } finally {
          await store.close();
        }
      };
      await expect(readEverything()).rejects.toMatchObject(damagedIn(folder));
    }));
});

describe("a file that is not this program's", () => {
  it('but of a newer version is refused', () =>
    withFolder(async (folder) => {
      await afterHarm(folder, (file) => {
        change(file, 'PRAGMA user_version = 2');
      });
      const message = `The event log in ${folder} was written by a newer version of this program (schema 2, known is 1).`;
      await expect(SqliteEventStore.open(folder)).rejects.toMatchObject({ reason: 'failed', message });
      await expect(SqliteEventStore.open(folder, { readOnly: true })).rejects.toMatchObject({ message });
    }));

  it("but another program's is refused and left as it is", () =>
    withFolder(async (folder) => {
      change(`${folder}/events.db`, 'CREATE TABLE diary (day TEXT)');
      const before = readFileSync(`${folder}/events.db`);
      await expect(SqliteEventStore.open(folder)).rejects.toMatchObject({
        reason: 'failed',
        message: `The file events.db in ${folder} is some other program's database.`,
      });
      expect(readFileSync(`${folder}/events.db`)).toEqual(before);
    }));
});

describe('an engine that failed while writing', () => {
  it('is not trusted with more until it was opened anew; reading goes on', () =>
    withFolder(async (folder) => {
      const store = await SqliteEventStore.open(folder);
      await store.append([aRequest(2)]);
      change(`${folder}/events.db`, 'ALTER TABLE streams RENAME TO mislaid');
      await expect(store.append([aRequest()])).rejects.toMatchObject({ reason: 'failed' });
      change(`${folder}/events.db`, 'ALTER TABLE mislaid RENAME TO streams');
      await expect(store.append([aRequest()])).rejects.toMatchObject({ reason: 'failed' });
      expect(await store.head()).toBe(2n);
      await store.close();
      const again = await SqliteEventStore.open(folder);
      expect(await again.append([aRequest()])).toEqual([{ outcome: 'appended', revision: 0n, position: 3n }]);
      await again.close();
    }));
});
