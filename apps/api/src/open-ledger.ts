import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Ledger, Policies, type Observer } from '@gongji/application';
import { StoreUnavailable, type EventStore } from '@gongji/event-store';
import { isEventStoreDbUrl } from '@gongji/event-store-eventstoredb/address';
import { SqliteEventStore } from '@gongji/event-store-sqlite';
import { Views } from '@gongji/projections';

export interface OpenLedger {
  readonly ledger: Ledger;
  readonly views: Views;
  readonly store: EventStore;
  readonly policies: Policies;
  /** Waits for the commands under way, then closes views and store. */
  close(): Promise<void>;
}

/** Where a ledger is. */
export interface LedgerPlace {
  /** The embedded store's folder; with a server, the folder of what this machine keeps beside it: views, positions. */
  readonly folder: string;
  /** Address of the EventStoreDB that holds the log; without it, the embedded store does. */
  readonly url?: string;
}

/** The folders that are used where none is named. */
const DEFAULT_FOLDER = join('data', 'ledger');
const DEFAULT_FOLDER_BESIDE_SERVER = join('data', 'eventstoredb');

/** Who watches a ledger and its store. */
export interface Watching {
  observer(): Observer | undefined;
  /** The store as it shall be used. */
  observed(store: EventStore): EventStore;
}

export interface OpeningOptions {
  /** Called with a line for the operator. */
  readonly progress?: (message: string) => void;
  readonly watching?: Watching;
}

/**
 * Where the ledger is that the settings name.
 *
 * @param store a folder, or the address of an EventStoreDB server; default: `data/ledger`.
 * @param url address of an EventStoreDB server, as EVENTSTORE_URL gives it; `store` is then the folder beside it.
 */
export function placeOf(store: string | undefined, url: string | undefined): LedgerPlace {
  if (store !== undefined && isEventStoreDbUrl(store)) return { folder: DEFAULT_FOLDER_BESIDE_SERVER, url: store };
  if (url === undefined || url === '') return { folder: store ?? DEFAULT_FOLDER };
  return { folder: store ?? DEFAULT_FOLDER_BESIDE_SERVER, url };
}

/** True where the folder holds an embedded store. */
export function holdsEmbeddedStore(folder: string): boolean {
  return existsSync(join(folder, 'events.db'));
}

/** The server's client is loaded only where there is a server: who opens a folder starts at once. */
async function openStore({ folder, url }: LedgerPlace): Promise<EventStore> {
  if (url === undefined) return SqliteEventStore.open(folder);
  if (holdsEmbeddedStore(folder)) {
    const message = `The folder ${folder} holds a ledger of its own; name another one to keep beside EventStoreDB.`;
    throw new StoreUnavailable(message, 'failed');
  }
  const { EventStoreDbEventStore } = await import('@gongji/event-store-eventstoredb');
  return EventStoreDbEventStore.open(url, { folder });
}

/**
 * Opens a ledger's store, with its views and a ledger upon them.
 *
 * @throws StoreUnavailable when another process holds the folder, the disk does not let it be written, or the server does
 *   not answer.
 */
export async function openLedger(place: LedgerPlace, { progress, watching }: OpeningOptions = {}): Promise<OpenLedger> {
  const policies = await Policies.load();
  const opened = await openStore(place);
  const store = watching?.observed(opened) ?? opened;
  let views: Views | undefined;
  try {
    views = await Views.open(place.folder, store);
    const open = { store, policies, views };
    const clock = (): Date => new Date();
    const observer = watching?.observer();
    const ledger = await Ledger.open({
      ...open,
      clock,
      ...(progress === undefined ? {} : { progress }),
      ...(observer === undefined ? {} : { observer }),
    });
    const close = async (): Promise<void> => {
      await ledger.idle();
      await open.views.close();
      await store.close();
    };
    return { ...open, ledger, close };
  } catch (error) {
    await views?.close();
    await store.close();
    throw error;
  }
}
