import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Faults } from './faults.ts';
import type { DoubleLog, StoredEvent } from './log.ts';
import {
  caughtUpMessage,
  checkpointMessage,
  confirmationMessage,
  eventMessage,
  nameOf,
  notFoundMessage,
} from './messages.ts';

type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

/** Answers a read of a stream or of everything. The client's slowness holds it up: nothing is written beyond its window. */
export async function read(call: ReadCall, log: DoubleLog, faults: Faults): Promise<void> {
  const options = call.request.getOptions() as ReadReq.Options;
  const stream = options.getStream();
  if (options.hasSubscription()) return follow(call, options, log, faults);
  const backwards = Number(options.getReadDirection()) === 1;
  let events: readonly StoredEvent[];
  if (stream === undefined) events = placed(options, log.events, backwards);
  else {
    const name = nameOf(stream.getStreamIdentifier());
    const all = log.of(name);
    if (all === undefined) {
      call.write(notFoundMessage(name));
      call.end();
      return;
    }
    const from = stream.hasRevision() ? BigInt(stream.getRevision()) : stream.hasStart() ? 0n : 2n ** 63n;
    events = backwards
      ? all.filter(({ revision }) => revision <= from).reverse()
      : all.filter(({ revision }) => revision >= from);
  }
  const count = BigInt(options.getCount());
  if (count === 0n) throw new Error('the count is 0');
  await send(call, count > BigInt(events.length) ? events : events.slice(0, Number(count)), faults);
  call.end();
}

function placed(options: ReadReq.Options, events: readonly StoredEvent[], backwards: boolean): readonly StoredEvent[] {
  const position = options.getAll()?.getPosition();
  if (position === undefined)
    return options.getAll()?.hasStart() === backwards ? [] : backwards ? [...events].reverse() : events;
  const from = BigInt(position.getCommitPosition());
  const at = events.findIndex(({ commit }) => commit >= from);
  // Backwards a place is left out, forwards it is given.
  if (backwards) return events.slice(0, at < 0 ? events.length : at).reverse();
  if (at >= 0 && events[at]?.commit !== from) throw new Error('Unexpected ReadAllResult: InvalidPosition');
  return at < 0 ? [] : events.slice(at);
}

async function send(call: ReadCall, events: readonly StoredEvent[], faults: Faults): Promise<void> {
  for (const event of events) {
    if (faults.slowReadsMs > 0) await delay(faults.slowReadsMs);
    if (call.cancelled || call.destroyed) return;
    faults.given += 1;
    if (!call.write(eventMessage(event)))
      await Promise.race([once(call, 'drain'), once(call, 'close')]).catch(() => undefined);
  }
}

async function follow(call: ReadCall, options: ReadReq.Options, log: DoubleLog, faults: Faults): Promise<void> {
  const position = options.getAll()?.getPosition();
  let last = position === undefined ? -1n : BigInt(position.getCommitPosition());
  faults.begunAfter = last;
  const matches = filterOf(options);
  const { silence } = faults;
  const isOpen = (): boolean => !call.cancelled && !call.destroyed;
  call.write(confirmationMessage(randomUUID()));
  for (let { stretches } = faults.search; stretches > 0 && isOpen(); stretches -= 1) {
    await delay(faults.search.everyMs);
    call.write(checkpointMessage(last < 0n ? 0n : last));
  }
  for (let isBehind = true; isOpen();) {
    const news = nextAppend(call, log);
    if (silence === faults.silence) {
      const events = log.events.slice(log.events.findLastIndex(({ commit }) => commit <= last) + 1);
      await send(call, events.filter(matches), faults);
      last = events.at(-1)?.commit ?? last;
      if (isBehind && isOpen()) {
        call.write(checkpointMessage(last < 0n ? undefined : last));
        call.write(caughtUpMessage());
        isBehind = false;
      }
    }
    await news;
  }
}

/** Resolves at the next append after this call, or when the reader leaves. */
function nextAppend(call: ReadCall, log: DoubleLog): Promise<void> {
  return new Promise((resolve) => {
    const stop = log.follow(() => {
      stop();
      resolve();
    });
    call.once('cancelled', () => {
      stop();
      resolve();
    });
  });
}

function filterOf(options: ReadReq.Options): (event: StoredEvent) => boolean {
  const expression = options.getFilter()?.getStreamIdentifier();
  if (expression === undefined) return () => true;
  const prefixes = expression.getPrefixList();
  return ({ stream }) => prefixes.some((prefix) => stream.startsWith(prefix));
}
