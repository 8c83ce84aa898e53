import type { RecordedEvent } from '@gongji/event-store';
import { SqliteEventStore } from '@gongji/event-store-sqlite';
import { VIEW_NAMES, Views, type OpenHold } from '@gongji/projections';

/** What a store's folder holds when nobody is writing to it. */
export interface EndState {
  readonly log: readonly RecordedEvent[];
  /** The state hash of every view. */
  readonly views: { readonly [view: string]: string };
  /** The sum of all balances. */
  readonly balances: string;
  readonly holds: readonly OpenHold[];
}

/** The whole log of a folder, which another process may have been killed in. */
export async function logIn(folder: string): Promise<readonly RecordedEvent[]> {
  const store = await SqliteEventStore.open(folder, { readOnly: true });
  const log: RecordedEvent[] = [];
  for await (const page of store.readAll()) log.push(...page);
  await store.close();
  return log;
}

/** The log of a folder, and its views as they lie there, brought to the log's head. */
export async function endState(folder: string, region: string): Promise<EndState> {
  const store = await SqliteEventStore.open(folder);
  const views = await Views.open(folder, store);
  await views.catchUp();
  const hashes = await Promise.all(VIEW_NAMES.map(async (name) => [name, await views.stateHash(name)] as const));
  const state = { balances: await views.balances(region), holds: await views.openHolds() };
  await views.close();
  await store.close();
  return { log: await logIn(folder), views: Object.fromEntries(hashes), ...state };
}
