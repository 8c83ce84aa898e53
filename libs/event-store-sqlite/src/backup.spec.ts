import { existsSync, readdirSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@gongji/event-store';
import { copyLogFile } from './backup.ts';
import { SqliteEventStore } from './sqlite-event-store.ts';
import { WriterProcess } from './testing/child.ts';
import { aRequest, withFolder } from './testing/places.ts';

describe('copying the log of a folder', () => {
  it('takes everything answered before it, from a writer at work in another process', () =>
    withFolder(async (folder) => {
      const [log, copy] = [join(folder, 'log'), join(folder, 'copy')];
      const writer = new WriterProcess(log, 'w');
      await writer.lines(20);
      const [, ...before] = [...(await writer.lines(20))];
      await copyLogFile(log, copy);
      const after = await writer.lines(before.length + 10);
      await writer.kill();
      const copied = await eventsIn(copy);
      const answered = before.flatMap((line) => JSON.parse(line) as [string, number][]);
      const places = new Map(copied.map(({ eventId, position }) => [eventId, Number(position)]));
      expect(answered.filter(([id, position]) => places.get(id) !== position)).toEqual([]);
      expect(after.length).toBeGreaterThan(before.length);
      expect((await eventsIn(log)).slice(0, copied.length)).toEqual(copied);
    }));

  it('gives one file, which can be written to and copied back', () =>
    withFolder(async (folder) => {
      const [log, copy, restored] = [join(folder, 'log'), join(folder, 'copy'), join(folder, 'a', 'restored')];
      const store = await SqliteEventStore.open(log);
      await store.append([aRequest(3), aRequest(2)]);
      await copyLogFile(log, copy);
      await store.append([aRequest(1)]);
      await store.close();
      expect(readdirSync(copy)).toEqual(['events.db']);
      await copyLogFile(copy, restored);
      const again = await SqliteEventStore.open(restored);
      expect(await again.append([aRequest(1)])).toEqual([{ outcome: 'appended', revision: 0n, position: 6n }]);
      await again.close();
      expect((await eventsIn(restored)).slice(0, 5)).toEqual((await eventsIn(log)).slice(0, 5));
    }));

  it('refuses a folder that holds something, and leaves it as it is', () =>
    withFolder(async (folder) => {
      const [log, taken] = [join(folder, 'log'), join(folder, 'taken')];
      await (await SqliteEventStore.open(log)).close();
      mkdirSync(taken);
      writeFileSync(join(taken, 'letter.txt'), 'mine');
      await expect(copyLogFile(log, taken)).rejects.toThrow(`The folder ${taken} holds something already`);
      expect(readdirSync(taken)).toEqual(['letter.txt']);
    }));

  it('begins anew where a crash left an unfinished copy', () =>
    withFolder(async (folder) => {
      const [log, copy] = [join(folder, 'log'), join(folder, 'copy')];
      const store = await SqliteEventStore.open(log);
      await store.append([aRequest(3)]);
      await store.close();
      mkdirSync(copy);
      writeFileSync(join(copy, 'events.db.unfinished'), 'half');
      await copyLogFile(log, copy);
      expect(await eventsIn(copy)).toEqual(await eventsIn(log));
      expect(readdirSync(copy)).toEqual(['events.db']);
    }));

  it('makes no folder where there is no log to copy', () =>
    withFolder(async (folder) => {
      const copy = join(folder, 'copy');
      await expect(copyLogFile(join(folder, 'nothing'), copy)).rejects.toThrow('There is no event log');
      expect(existsSync(copy)).toBe(false);
    }));
});

async function eventsIn(folder: string): Promise<readonly RecordedEvent[]> {
  const store = await SqliteEventStore.open(folder, { readOnly: true });
  const events: RecordedEvent[] = [];
  for await (const page of store.readAll()) events.push(...page);
  await store.close();
  return events;
}
