import { expect, it } from '@jest/globals';
import { describeEventStore } from './contract.ts';
import { MemoryEventStore } from './memory-store.ts';
import { StoreUnavailable } from './event-store.ts';

describeEventStore(
  'MemoryEventStore',
  async () => {
    const store = new MemoryEventStore();
    return { store, close: () => store.close() };
  },
  { forgets: true },
);

it('answers nothing after it was closed', async () => {
  const store = new MemoryEventStore();
  const following = store.subscribe({ signal: new AbortController().signal })[Symbol.asyncIterator]().next();
  await store.close();
  await expect(store.append([])).rejects.toThrow(StoreUnavailable);
  await expect(store.head()).rejects.toThrow('closed');
  await expect(following).rejects.toThrow('closed');
});
