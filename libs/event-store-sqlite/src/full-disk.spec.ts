import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { AppendRequest, EventStore } from '@gongji/event-store';
import { SqliteEventStore } from './sqlite-event-store.ts';
import { aRequest, withFolder, withSmallDisk } from './testing/places.ts';

const fullIn = (folder: string): object => ({
  name: 'StoreUnavailable',
  reason: 'full',
  message: `There is no space left for the event log in ${folder}.`,
});

/** Appends until it is refused; gives what was answered and what was not. */
async function fillUp(store: EventStore): Promise<{ answered: number; refused: AppendRequest; error: unknown }> {
  for (let answered = 0; ; answered += 20) {
    const refused = aRequest(20);
    try {
      expect((await store.append([refused]))[0]?.outcome).toBe('appended');
    } catch (error) {
      return { answered, refused, error };
    }
  }
}

async function count(store: EventStore): Promise<number> {
  let events = 0;
  for await (const page of store.readAll()) events += page.length;
  return events;
}

describe('a full disk', () => {
  it('refuses the call and keeps nothing of it; the store works again when there is space', () =>
    withSmallDisk(4, async (disk) => {
      writeFileSync(`${disk}/ballast`, Buffer.alloc(1_500_000));
      const folder = `${disk}/log`;
      const store = await SqliteEventStore.open(folder);
      const { answered, refused, error } = await fillUp(store);
      expect(error).toMatchObject(fullIn(folder));
      expect([await count(store), await store.head()]).toEqual([answered, BigInt(answered)]);
      await expect(store.append([refused])).rejects.toMatchObject(fullIn(folder));
      rmSync(`${disk}/ballast`);
      const position = BigInt(answered + 20);
      expect(await store.append([refused])).toEqual([{ outcome: 'appended', revision: 19n, position }]);
      await store.close();
    }));

  it('refuses a new log, and leaves a folder that can be used later', () =>
    withSmallDisk(1, async (disk) => {
      const folder = `${disk}/log`;
      expect(() => {
        writeFileSync(`${disk}/ballast`, Buffer.alloc(2_000_000));
      }).toThrow('ENOSPC');
      await expect(SqliteEventStore.open(folder)).rejects.toMatchObject(fullIn(folder));
      rmSync(`${disk}/ballast`);
      const store = await SqliteEventStore.open(folder);
      expect(await store.append([aRequest()])).toEqual([{ outcome: 'appended', revision: 0n, position: 1n }]);
      await store.close();
    }));
});

// The same wherever nothing can be mounted: the engine reports a reached quota just as it reports a full disk.
describe('a full quota', () => {
  it('refuses the call and keeps nothing of it; a greater quota lets it in', () =>
    withFolder(async (folder) => {
      const store = await SqliteEventStore.open(folder, { maxPages: 200 });
      const { answered, refused, error } = await fillUp(store);
      expect(error).toMatchObject(fullIn(folder));
      expect(answered).toBeGreaterThan(0);
      expect([await count(store), await store.head()]).toEqual([answered, BigInt(answered)]);
      const together = await Promise.allSettled([store.append([refused]), store.append([aRequest(20)])]);
      expect(together.map((result) => result.status)).toEqual(['rejected', 'rejected']);
      await store.close();
      const again = await SqliteEventStore.open(folder, { maxPages: 1000 });
      const position = BigInt(answered + 20);
      expect(await again.append([refused])).toEqual([{ outcome: 'appended', revision: 19n, position }]);
      await again.close();
    }));
});
