export { PostgresServer } from './bench/postgres-server.ts';
export { inEmptySchema } from './bench/schema.ts';
export { recordWrites, writeBare, type Writes } from './bench/writes.ts';
import type { EventStore } from '@gongji/event-store';
import { engineAt } from './engine/engine-at.ts';
import { Projector } from './projector.ts';
import { PROJECTIONS, type ViewName } from './projections.ts';

/** The views that carry the ledger itself; those of books and supervision apart. */
export const CORE_VIEWS = [
  ...(['persons', 'accounts', 'accumulators', 'settlements', 'contributions'] as const),
  ...(['fund', 'institutions', 'payables', 'processes', 'sequels'] as const),
] satisfies readonly ViewName[];

/**
 * Brings some views alone to the log's head: to measure what they cost, not to be asked afterwards.
 *
 * @param place as of `Views.open`.
 */
export async function catchUpAlone(place: string, store: EventStore, views: readonly ViewName[]): Promise<void> {
  const engine = await engineAt(place);
  try {
    const projections = views.map((name) => PROJECTIONS[name]);
    await (await Projector.open(engine, store, projections)).catchUp();
  } finally {
    await engine.close();
  }
}
