import { moveCheckpoints, type Checkpoint, type Register } from './framework/checkpoints.ts';
import type { LogEvent } from './framework/log-event.ts';
import type { Writer } from './framework/writer.ts';
import type { Projection } from './projection.ts';

/** The log holds no event at a position that a view has yet to take in: events were cut out of it. */
export class EventsMissing extends Error {
  override readonly name = 'EventsMissing';

  constructor(readonly position: bigint) {
    super(`The log holds no event at position ${String(position)}, which the views have yet to take in.`);
  }
}

/** The checkpoint behind an event. */
export function placeOf({ position, eventId }: LogEvent): Checkpoint {
  return { position, eventId };
}

/**
 * Takes events of the log into every projection that has not seen them, and moves its checkpoint, in the writer's transaction.
 *
 * @param standing where each projection stands.
 * @throws EventsMissing where a projection would skip events; CheckpointMoved where another process took some in.
 */
export async function projectAll(
  standing: ReadonlyMap<Projection, Checkpoint>,
  events: readonly LogEvent[],
  { writer, register }: { readonly writer: Writer; readonly register: Register },
): Promise<void> {
  const [first, last] = [events[0], events.at(-1)];
  if (first === undefined || last === undefined) return;
  const behind = new Map([...standing].filter(([, { position }]) => position < last.position));
  await moveCheckpoints(writer.transaction, behind, placeOf(last), register);
  for (const [projection, from] of behind) {
    if (first.position > from.position + 1) throw new EventsMissing(BigInt(from.position + 1));
    const types: ReadonlySet<string> = new Set(projection.types);
    const batch = events.filter(({ position, type }) => position > from.position && types.has(type));
    if (batch.length > 0) await projection.project(batch, writer);
  }
}
