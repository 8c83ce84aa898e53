import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { SqliteEventStore } from './sqlite-event-store.ts';
import { WriterProcess } from './testing/child.ts';
import { aRequest, change, makeReadOnly, withFolder, withSmallDisk } from './testing/places.ts';

const heldIn = (folder: string): { name: string; reason: string; message: string } => ({
  name: 'StoreUnavailable',
  reason: 'held',
  message: `The event log in ${folder} is held by another process: only one may write to it at a time.`,
});

describe('the folder has one writer', () => {
  it('in this process', () =>
    withFolder(async (folder) => {
      const store = await SqliteEventStore.open(folder);
      await expect(SqliteEventStore.open(folder)).rejects.toMatchObject(heldIn(folder));
      expect((await store.append([aRequest()]))[0]?.outcome).toBe('appended');
      await store.close();
      await (await SqliteEventStore.open(folder)).close();
    }));

  it(
    'among processes: the second is told, the first goes on, and a killed one leaves nothing behind',
    () =>
      withFolder(async (folder) => {
        const first = new WriterProcess(folder, 'first');
        await first.lines(2);
        await expect(SqliteEventStore.open(folder)).rejects.toMatchObject(heldIn(folder));
        const second = new WriterProcess(folder, 'second');
        expect(await second.lines(1)).toEqual([`refused held ${heldIn(folder).message}`]);
        await second.kill();
        const said = (await first.lines(1)).length;
        expect((await first.lines(said + 3)).length).toBeGreaterThanOrEqual(said + 3);
        await first.kill();
        const store = await SqliteEventStore.open(folder);
        expect(await store.head()).toBeGreaterThan(0n);
        await store.close();
      }),
    30_000,
  );
});

describe('a folder that cannot be written', () => {
  it('is refused for writing, and can be read', () =>
    withSmallDisk(4, async (disk) => {
      await withFolder(async (folder) => {
        const store = await SqliteEventStore.open(folder);
        await store.append([aRequest(3)]);
        // One copy of an open log, one of a closed one.
        mkdirSync(`${disk}/open`);
        change(`${folder}/events.db`, 'PRAGMA wal_checkpoint(TRUNCATE)');
        copyFileSync(`${folder}/events.db`, `${disk}/open/events.db`);
        await store.close();
        mkdirSync(`${disk}/closed`);
        copyFileSync(`${folder}/events.db`, `${disk}/closed/events.db`);
      });
      makeReadOnly(disk);
      for (const folder of [`${disk}/open`, `${disk}/closed`]) {
        const message = `The event log in ${folder} cannot be written: it is read-only.`;
        await expect(SqliteEventStore.open(folder)).rejects.toMatchObject({ reason: 'read-only', message });
        const reader = await SqliteEventStore.open(folder, { readOnly: true });
        expect(await reader.head()).toBe(3n);
        await reader.close();
      }
      await expect(SqliteEventStore.open(`${disk}/new`)).rejects.toMatchObject({ reason: 'read-only' });
    }));

  it('is refused when it is a file', () =>
    withFolder(async (folder) => {
      writeFileSync(`${folder}/file`, '');
      await expect(SqliteEventStore.open(`${folder}/file`)).rejects.toMatchObject({
        reason: 'failed',
        message: `The folder ${folder}/file cannot be made: there is a file of that name.`,
      });
    }));
});
