import { join } from 'node:path';
import { Ledger, Policies } from '@gongji/application';
import { SqliteEventStore } from '@gongji/event-store-sqlite';
import { Views } from '@gongji/projections';

export interface OpenLedger {
  readonly ledger: Ledger;
  readonly views: Views;
  readonly store: SqliteEventStore;
  readonly policies: Policies;
  close(): Promise<void>;
}

/** The folder that is used where none is named. */
export const DEFAULT_FOLDER = join('data', 'ledger');

/**
 * Opens the embedded store in a folder, with its views and a ledger upon them.
 *
 * @throws StoreUnavailable when another process holds the folder or the disk does not let it be written.
 */
export async function openLedger(folder: string, progress?: (message: string) => void): Promise<OpenLedger> {
  const policies = await Policies.load();
  const store = await SqliteEventStore.open(folder);
  try {
    const views = await Views.open(folder, store);
    const ledger = await Ledger.open({
      store,
      policies,
      views,
      clock: () => new Date(),
      ...(progress === undefined ? {} : { progress }),
    });
    const close = async (): Promise<void> => {
      await ledger.idle();
      await views.close();
      await store.close();
    };
    return { ledger, views, store, policies, close };
  } catch (error) {
    await store.close();
    throw error;
  }
}
