import type { RecordedEvent } from '@gongji/event-store';
import type { Writes } from '../decide-command.ts';
import { closeHold } from '../processes/close-hold.ts';
import type { ProcessTools } from '../processes/run-process.ts';
import { stamped, type Stamp } from './stamp.ts';
import type { LoadedStream } from './streams.ts';

/** Metadata of the write at a place, for its stream as it is, and the hold that stands before it. */
export type StampOf = (at: number, target: LoadedStream, holdId: string | undefined) => Stamp;

/**
 * Writes what a command decided on several streams one stream after the other, for a store that cannot write them in one transaction.
 * Funds of a family's account are held first, then the visit is settled, then the hold is closed; what a crash leaves open is closed by
 * `mend`. Anything else follows the event that answers.
 *
 * @returns the position of the event that answers; undefined when another writer was first: the command is then decided anew.
 */
export async function writeInOrder(
  tools: ProcessTools,
  { writes, answering }: Writes,
  stampOf: StampOf,
): Promise<bigint | undefined> {
  let position: bigint | undefined;
  let hold: RecordedEvent | undefined;
  for (const [at, { stream, event }] of writes.entries()) {
    if (event.type === 'HeldFundsCaptured' && hold !== undefined) {
      await closeHold(tools, hold);
      continue;
    }
    const target = await tools.load(stream);
    const stamp = stampOf(at, target, hold?.eventId);
    const made = stamped(event, target, stamp);
    const [result] = await tools.store.append([{ stream, expectedRevision: target.revision, events: [made.event] }]);
    if (result?.outcome !== 'appended') {
      for (const write of writes) tools.forget(write.stream);
      if (hold !== undefined) await closeHold(tools, hold, true);
      if (at > answering) throw new Error(`${event.type} for ${stream} met another writer`);
      return undefined;
    }
    tools.advance(target, { ...event, revision: Number(result.revision) }, made.hash);
    if (at === answering) position = result.position;
    if (event.type === 'AccountFundsHeld') hold = { ...made.event, stream, ...result };
  }
  return position;
}
