import { Ledger, Policies, type Observer } from '@gongji/application';
import type { Chart } from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import { Views } from '@gongji/projections';
import { chartIn } from './books/own-chart.ts';
import type { LedgerPlace } from './ledger-place.ts';
import { openStore } from './open-store.ts';

export interface OpenLedger {
  readonly ledger: Ledger;
  readonly views: Views;
  readonly store: EventStore;
  readonly policies: Policies;
  /** The agency's chart of accounts. */
  readonly chart: Chart;
  /** Waits for the commands under way, then closes views and store. */
  close(): Promise<void>;
}

/** Who watches a ledger and its store. */
export interface Watching {
  observer(): Observer | undefined;
  /** The store as it shall be used. */
  observed(store: EventStore): EventStore;
}

export interface OpenLedgerOptions {
  /** Called with a line for the operator. */
  readonly progress?: ((message: string) => void) | undefined;
  readonly watching?: Watching;
  /** File of the agency's own codes and names of accounts; without it, the program's are used. */
  readonly chart?: string | undefined;
}

/**
 * Opens a ledger's store, with its views and a ledger upon them.
 *
 * @throws WrongSetting when the chart of accounts is not in order.
 * @throws StoreUnavailable when another process holds the folder, the disk does not let it be written, or a server does
 *   not answer.
 */
export async function openLedger(
  place: LedgerPlace,
  { progress, watching, chart: chartFile }: OpenLedgerOptions = {},
): Promise<OpenLedger> {
  const policies = await Policies.load();
  const chart = await chartIn(chartFile);
  const opened = await openStore(place);
  const store = watching?.observed(opened) ?? opened;
  let views: Views | undefined;
  try {
    const told = progress === undefined ? {} : { progress };
    views = await Views.open(place.views ?? place.folder, store, told);
    const open = { store, policies, views };
    const clock = (): Date => new Date();
    const observer = watching?.observer();
    const ledger = await Ledger.open({ ...open, clock, ...told, ...(observer === undefined ? {} : { observer }) });
    const close = async (): Promise<void> => {
      await ledger.idle();
      await open.views.close();
      await store.close();
    };
    return { ...open, chart, ledger, close };
  } catch (error) {
    await views?.close();
    await store.close();
    throw error;
  }
}
