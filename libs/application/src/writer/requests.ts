import type { AppendRequest } from '@gongji/event-store';
import type { Write } from '../decide-command.ts';
import type { StampOf } from './in-order.ts';
import { stamped } from './stamp.ts';
import type { LoadedStream, Streams } from './streams.ts';

/** Takes decided events into the states in memory. @returns what is to be appended for them. */
export function requestsOf(streams: Streams, writes: readonly Write[], stampOf: StampOf): readonly AppendRequest[] {
  let holdId: string | undefined;
  return writes.map(({ stream, event }, at) => {
    const target = streams.peek(stream) as LoadedStream;
    const made = stamped(event, target, stampOf(at, target, holdId));
    if (event.type === 'AccountFundsHeld') holdId = made.event.eventId;
    const expectedRevision = target.revision;
    streams.advance(target, { ...event, revision: Number(target.revision + 1n) }, made.hash);
    return { stream, expectedRevision, events: [made.event] };
  });
}
