import { Ledger, Policies } from '@gongji/application';
import { SqliteEventStore } from '@gongji/event-store-sqlite';
import { Views } from '@gongji/projections';

export interface OpenLedger {
  readonly ledger: Ledger;
  readonly views: Views;
  readonly store: SqliteEventStore;
  readonly policies: Policies;
  /** Waits for the commands under way, then closes views and store. */
  close(): Promise<void>;
}

/**
 * Opens the embedded store in a folder, with its views and a ledger upon them.
 *
 * @throws StoreUnavailable when another process holds the folder or the disk does not let it be written.
 */
export async function openLedger(folder: string, progress?: (message: string) => void): Promise<OpenLedger> {
  const policies = await Policies.load();
  const store = await SqliteEventStore.open(folder);
  let views: Views | undefined;
  try {
    views = await Views.open(folder, store);
    const open = { store, policies, views };
    const clock = (): Date => new Date();
    const ledger = await Ledger.open({ ...open, clock, ...(progress === undefined ? {} : { progress }) });
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
