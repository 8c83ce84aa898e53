import { creditedTo, type LedgerEvent, type PersonState } from '@gongji/core';
import type { RecordedEvent } from '@gongji/event-store';
import type { Write, Writes } from '../decide-command.ts';
import { closeHold } from '../processes/close-hold.ts';
import { writeClaim } from '../processes/finish-claim.ts';
import type { ProcessTools } from '../processes/run-process.ts';
import { stamped, type Stamp } from './stamp.ts';
import { kindOf } from './stream-kinds.ts';
import type { LoadedStream } from './streams.ts';

/** An event as it was written, which is not always as it was decided, and where. */
export interface Written {
  readonly event: LedgerEvent;
  readonly position: bigint;
}

/** Metadata of the write at a place, for its stream as it is, and the hold that stands before it. */
export type StampOf = (at: number, target: LoadedStream, holdId: string | undefined) => Stamp;

const MOST_ATTEMPTS = 20;

/**
 * Writes what a command decided on several streams one stream after the other, for a store that cannot write them in one transaction.
 * Funds of a family's account are held first, then the visit is settled, then the hold is closed; what a crash leaves open is closed by
 * `mend`. Anything else follows the event that answers.
 *
 * @returns the event that answers; undefined when another writer was first: the command is then decided anew.
 */
export function writeInOrder(tools: ProcessTools, writes: Writes, stampOf: StampOf): Promise<Written | undefined> {
  const isClaim = writes.writes.some(({ stream }) => kindOf(stream) === 'claim');
  return isClaim ? writeClaim(tools, writes, stampOf) : writeOneByOne(tools, writes, stampOf);
}

async function writeOneByOne(
  tools: ProcessTools,
  { writes, answering }: Writes,
  stampOf: StampOf,
): Promise<Written | undefined> {
  let answer: Written | undefined;
  let hold: RecordedEvent | undefined;
  // A stream may leave the memory meanwhile, and be read again further on than it was when the command was decided.
  const targets = await Promise.all(writes.map(({ stream }) => tools.load(stream)));
  const decidedOn = targets.map(({ revision }) => revision);
  for (const [at, { stream, event }] of writes.entries()) {
    if (event.type === 'HeldFundsCaptured' && hold !== undefined) {
      await closeHold(tools, hold);
      continue;
    }
    if (answer !== undefined) {
      await follow(tools, { stream, event }, (target) => stampOf(at, target, undefined));
      continue;
    }
    const target = await tools.load(stream);
    const stamp = stampOf(at, target, hold?.eventId);
    const made = stamped(event, target, stamp);
    const request = { stream, expectedRevision: target.revision, events: [made.event] };
    const [result] = target.revision === decidedOn[at] ? await tools.store.append([request]) : [];
    if (result?.outcome !== 'appended') {
      for (const write of writes) tools.forget(write.stream);
      if (hold !== undefined) await closeHold(tools, hold);
      return undefined;
    }
    tools.advance(target, { ...event, revision: Number(result.revision) }, made.hash);
    if (at === answering) answer = { event, position: result.position };
    if (event.type === 'AccountFundsHeld') hold = { ...made.event, stream, ...result };
  }
  return answer;
}

/** Writes what follows the event that answers, however often another writer is first on its stream. */
export async function follow(
  tools: ProcessTools,
  { stream, event }: Write,
  stampFor: (target: LoadedStream) => Stamp,
): Promise<void> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const target = await tools.load(stream);
    const stamp = stampFor(target);
    if ((await tools.store.findEvent(stamp.eventId)) !== undefined) return;
    const next = event.type === 'AccountCredited' ? creditedTo(target.state as PersonState, event) : event;
    const made = stamped(next, target, stamp);
    const [result] = await tools.store.append([{ stream, expectedRevision: target.revision, events: [made.event] }]);
    if (result?.outcome === 'appended') {
      tools.advance(target, { ...next, revision: Number(result.revision) }, made.hash);
      return;
    }
    tools.forget(stream);
  }
  throw new Error(`${event.type} for ${stream} could not be written: other writers kept changing the stream`);
}
