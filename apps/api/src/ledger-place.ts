import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isEventStoreDbUrl } from '@gongji/event-store-eventstoredb/address';

/** Where a ledger is. */
export interface LedgerPlace {
  /** The embedded store's folder; with a server, the folder of what this machine keeps beside it: views, positions. */
  readonly folder: string;
  /** Address of the EventStoreDB that holds the log; without it, the embedded store does. */
  readonly url?: string;
  /** Where the views are kept: a folder, or the address of a PostgreSQL database; default: the folder above. */
  readonly views?: string;
}

/** The folders that are used where none is named. */
const DEFAULT_FOLDER = join('data', 'ledger');
const DEFAULT_FOLDER_BESIDE_SERVER = join('data', 'eventstoredb');

/**
 * Where the ledger is that the settings name; an empty setting is none.
 *
 * @param store a folder, or the address of an EventStoreDB server; default: `data/ledger`.
 * @param url address of an EventStoreDB server, as EVENTSTORE_URL gives it; `store` is then the folder beside it.
 * @param views address of a PostgreSQL database for the views, as GONGJI_VIEWS gives it.
 */
export function placeOf(store: string | undefined, url: string | undefined, views: string | undefined): LedgerPlace {
  return { ...logOf(store, url), ...(views === undefined || views === '' ? {} : { views }) };
}

function logOf(store: string | undefined, url: string | undefined): LedgerPlace {
  if (store !== undefined && isEventStoreDbUrl(store)) return { folder: DEFAULT_FOLDER_BESIDE_SERVER, url: store };
  if (url === undefined || url === '') return { folder: store ?? DEFAULT_FOLDER };
  return { folder: store ?? DEFAULT_FOLDER_BESIDE_SERVER, url };
}

/** True where the folder holds an embedded store. */
export function holdsEmbeddedStore(folder: string): boolean {
  return existsSync(join(folder, 'events.db'));
}
