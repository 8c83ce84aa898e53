import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { describeEventStore } from '@gongji/event-store/contract';
import { EventStoreDbEventStore } from '@gongji/event-store-eventstoredb';
import { SERVER, testServer } from './where.ts';

const server = await testServer();

afterAll(() => {
  server.stop();
});

describeEventStore(`EventStoreDbEventStore against ${SERVER}`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gongji-positions-'));
  const url = server.newLedger();
  let store = await EventStoreDbEventStore.open(url, { folder });
  const reopen = async (): Promise<EventStoreDbEventStore> => {
    await store.close();
    store = await EventStoreDbEventStore.open(url, { folder });
    return store;
  };
  const close = async (): Promise<void> => {
    await store.close();
    rmSync(folder, { recursive: true });
  };
  return { store, reopen, close };
});
