import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { describeEventStore } from '@gongji/event-store/contract';
import { SqliteEventStore, type SqliteOptions } from './sqlite-event-store.ts';
import { aRequest, withFolder, withSmallDisk } from './testing/places.ts';

function open(folder: string, options: SqliteOptions = {}): Promise<SqliteEventStore> {
  return SqliteEventStore.open(folder, { threadAfter: 0, ...options });
}

describeEventStore('SqliteEventStore with a thread that commits', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gongji-events-'));
  let store = await open(folder);
  const reopen = async (): Promise<SqliteEventStore> => {
    await store.close();
    store = await open(folder);
    return store;
  };
  const close = async (): Promise<void> => {
    await store.close();
    rmSync(folder, { recursive: true });
  };
  return { store, reopen, close };
});

describe('a thread that commits', () => {
  it('takes over on the way: every event is there, in order, and is answered with its place', () =>
    withFolder(async (folder) => {
      const store = await open(folder, { threadAfter: 30 });
      for (let call = 0; call < 200; call += 1) {
        const [result] = await store.append([aRequest(2, 10)]);
        expect(result).toEqual({ outcome: 'appended', revision: 1n, position: BigInt(2 * call + 2) });
        await turn(); // the thread gets ready meanwhile
      }
      expect(await store.head()).toBe(400n);
      await store.close();
    }));

  it('has committed what is pending when the store is closed, and leaves everything in one file', () =>
    withFolder(async (folder) => {
      const store = await open(folder);
      await store.append([aRequest(3)]);
      const pending = [store.append([aRequest(3)]), store.append([aRequest(1)])];
      const closing = store.close();
      await expect(store.append([aRequest()])).rejects.toMatchObject({ reason: 'closed' });
      await closing;
      expect((await Promise.all(pending)).flat()).toMatchObject([{ position: 6n }, { position: 7n }]);
      expect(readdirSync(folder).sort()).toEqual(['events.db', 'lock.db']);
      const again = await open(folder);
      expect(await again.head()).toBe(7n);
      await again.close();
    }));

  it('tells a full disk, keeps nothing of the call, and goes on when there is space', () =>
    withSmallDisk(6, async (disk) => {
      writeFileSync(`${disk}/ballast`, Buffer.alloc(2_000_000));
      const store = await open(`${disk}/log`);
      let position = 0n;
      const fill = async (): Promise<never> => {
        for (;;) {
          const [result] = await store.append([aRequest(20)]);
          if (result?.outcome === 'appended') position = result.position;
        }
      };
      await expect(fill()).rejects.toMatchObject({ name: 'StoreUnavailable', reason: 'full' });
      expect(await store.head()).toBe(position);
      rmSync(`${disk}/ballast`);
      expect(await store.append([aRequest(20)])).toMatchObject([{ outcome: 'appended', position: position + 20n }]);
      await store.close();
    }));

  it('lets others read what it has committed as soon as that is answered', () =>
    withFolder(async (folder) => {
      const store = await open(folder);
      const ending = new AbortController();
      const pages = store.subscribe({ signal: ending.signal })[Symbol.asyncIterator]();
      for (let call = 1n; call <= 20n; call += 1n) {
        const next = pages.next();
        await store.append([aRequest(1, 10)]);
        expect((await next).value).toMatchObject([{ position: call }]);
      }
      ending.abort();
      await store.close();
    }));
});

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
