import { StoreUnavailable, type EventStore } from '@gongji/event-store';
import { SqliteEventStore } from '@gongji/event-store-sqlite';
import { holdsEmbeddedStore, type LedgerPlace } from './ledger-place.ts';

export interface StoreOptions {
  /** For who only reads the log, beside the process that writes. A server lets everybody in anyway. */
  readonly readOnly?: boolean;
}

/**
 * Opens the event store that a place names: the one list of adapters. A server's client is loaded only where there is a server: who
 * opens a folder starts at once.
 *
 * @throws StoreUnavailable when the store cannot be used, with one sentence that says why.
 */
export async function openStore({ folder, url }: LedgerPlace, options: StoreOptions = {}): Promise<EventStore> {
  if (url === undefined) return SqliteEventStore.open(folder, options);
  if (holdsEmbeddedStore(folder)) {
    const message = `The folder ${folder} holds a ledger of its own; name another one to keep beside EventStoreDB.`;
    throw new StoreUnavailable(message, 'failed');
  }
  const { EventStoreDbEventStore } = await import('@gongji/event-store-eventstoredb');
  return EventStoreDbEventStore.open(url, { folder });
}
