import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@gongji/event-store';
import { SqliteEventStore } from './sqlite-event-store.ts';
import { aRequest, withFolder } from './testing/places.ts';

describe('a new folder', () => {
  it('is made with its parents, and its first event is at position 1', () =>
    withFolder(async (folder) => {
      const store = await SqliteEventStore.open(`${folder}/of/the city/100% #1?`);
      expect(await store.head()).toBe(0n);
      expect(await store.append([aRequest(2)])).toEqual([{ outcome: 'appended', revision: 1n, position: 2n }]);
      await store.close();
      const reader = await SqliteEventStore.open(`${folder}/of/the city/100% #1?`, { readOnly: true });
      expect(await reader.head()).toBe(2n);
      await reader.close();
    }));
});

describe('closing', () => {
  it('commits what is pending and leaves everything in one file', () =>
    withFolder(async (folder) => {
      const store = await SqliteEventStore.open(folder);
      const pending = store.append([aRequest(3)]);
      await store.close();
      expect(await pending).toEqual([{ outcome: 'appended', revision: 2n, position: 3n }]);
      expect(readdirSync(folder).sort()).toEqual(['events.db', 'lock.db']);
      await store.close();
    }));

  it('refuses everything afterwards, and says so to an open subscription', () =>
    withFolder(async (folder) => {
      const store = await SqliteEventStore.open(folder);
      const next = store.subscribe({ signal: new AbortController().signal })[Symbol.asyncIterator]().next();
      const closed = { name: 'StoreUnavailable', reason: 'closed', message: `The event log in ${folder} is closed.` };
      await store.close();
      await expect(next).rejects.toMatchObject(closed);
      await expect(store.append([aRequest()])).rejects.toMatchObject(closed);
      await expect(store.head()).rejects.toMatchObject(closed);
      await expect(store.readAll()[Symbol.asyncIterator]().next()).rejects.toMatchObject(closed);
    }));
});

describe('a store that only reads', () => {
  it('reads while another writes, hears of what is new, and refuses to append', () =>
    withFolder(async (folder) => {
      const writer = await SqliteEventStore.open(folder);
      await writer.append([aRequest(2)]);
      const reader = await SqliteEventStore.open(folder, { readOnly: true, lookEveryMs: 1 });
      expect([reader.exclusive, writer.exclusive]).toEqual([false, true]);
      await expect(reader.append([aRequest()])).rejects.toMatchObject({ reason: 'read-only' });
      const ending = new AbortController();
      const seen: RecordedEvent[] = [];
      for await (const page of reader.subscribe({ signal: ending.signal })) {
        seen.push(...page);
        if (seen.length === 2) await writer.append([aRequest(2)]);
        else ending.abort();
      }
      expect(seen.map((event) => event.position)).toEqual([1n, 2n, 3n, 4n]);
      expect(await reader.head()).toBe(4n);
      await writer.close();
      await reader.close();
    }));

  it('does not make a folder', () =>
    withFolder(async (folder) => {
      await expect(SqliteEventStore.open(`${folder}/none`, { readOnly: true })).rejects.toMatchObject({
        message: `There is no event log in ${folder}/none.`,
      });
      expect(readdirSync(folder)).toEqual([]);
    }));
});
