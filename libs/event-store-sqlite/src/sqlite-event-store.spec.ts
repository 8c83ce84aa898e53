import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeEventStore } from '@gongji/event-store/contract';
import { SqliteEventStore } from './sqlite-event-store.ts';

describeEventStore('SqliteEventStore', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gongji-events-'));
  let store = await SqliteEventStore.open(folder);
  const reopen = async (): Promise<SqliteEventStore> => {
    await store.close();
    store = await SqliteEventStore.open(folder);
    return store;
  };
  const close = async (): Promise<void> => {
    await store.close();
    rmSync(folder, { recursive: true });
  };
  return { store, reopen, close };
});
