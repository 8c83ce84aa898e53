import type { PlainDate, TwoTimes } from '@gongji/core';
import { readKnownAt, type EventStore } from '@gongji/event-store';
import { LogEvent } from '../framework/log-event.ts';
import { LAST_DAY } from '../framework/two-times.ts';

/** The two times of a question, told as the log tells them: a business date, and the last position that was known. */
export interface Moment {
  /** Counts what has its business date up to this day. */
  readonly day: PlainDate;
  /** Counts the events up to this position. */
  readonly upTo: number;
}

/** A question asks for what will only be known later: a position that the log has not reached, or an instant to come. */
export class NotKnownYet extends Error {
  override readonly name = 'NotKnownYet';
}

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
  return { day: asOf ?? LAST_DAY, upTo: Number(upTo) };
}

async function positionOf(store: EventStore, knownAt: string, head: bigint): Promise<bigint> {
  const known = readKnownAt(knownAt);
  if ('position' in known) {
    if (known.position <= head) return known.position;
    throw new NotKnownYet(`The log ends at position ${String(head)}: what will be known at ${knownAt} is open.`);
  }
  if (known.recordedAt > new Date().toISOString()) {
    throw new NotKnownYet(`${knownAt} is yet to come: what will be known then is open.`);
  }
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
