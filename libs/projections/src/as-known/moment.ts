import type { TwoTimes } from '@gongji/core';
import { readKnownBy, type EventStore } from '@gongji/event-store';
import { LogEvent } from '../framework/log-event.ts';
import { EVER, type Moment } from '../framework/moment.ts';

/**
 * The moment that a question names. An instant is the last event that was recorded by then, found in the log by halving it: the writers'
 * clocks are taken to agree.
 *
 * @returns undefined where no time is named: the question is about now.
 * @throws NotKnownYet
 */
export async function momentOf(store: EventStore, { asOf, knownAt }: TwoTimes): Promise<Moment | undefined> {
  if (asOf === undefined && knownAt === undefined) return undefined;
  const head = await store.head();
  const upTo = knownAt === undefined ? head : await positionOf(store, knownAt, head);
  return { day: asOf ?? EVER.day, upTo: Number(upTo) };
}

async function positionOf(store: EventStore, knownAt: string, head: bigint): Promise<bigint> {
  const known = readKnownBy(knownAt, { head, now: new Date() });
  if ('position' in known) return known.position;
  let [last, beyond] = [0n, head + 1n];
  while (beyond - last > 1n) {
    const middle = (last + beyond) / 2n;
    if ((await recordedAt(store, middle)) <= known.recordedAt) last = middle;
    else beyond = middle;
  }
  return last;
}

async function recordedAt(store: EventStore, position: bigint): Promise<string> {
  for await (const [event] of store.readAll({ after: position - 1n, upTo: position, pageSize: 1 })) {
    if (event !== undefined) return new LogEvent(event).recordedAt;
  }
  throw new Error(`The log holds no event at position ${String(position)}.`);
}
