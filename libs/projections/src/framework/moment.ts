import type { PlainDate } from '@gongji/core';

/** The two times of a question, told as the log tells them: a business date, and the last position that was known. */
export interface Moment {
  /** Counts what has its business date up to this day. */
  readonly day: PlainDate;
  /** Counts the events up to this position. */
  readonly upTo: number;
}

/** A moment behind every event: the bounds of a question that names no times. */
export const EVER: Moment = { day: '9999-12-31', upTo: Number.MAX_SAFE_INTEGER };

/** All business dates, as it was known at a position. */
export function knownAt(position: string): Moment {
  return { ...EVER, upTo: Number(position) };
}

/** Whether an event lies within both times. */
export function isWithin(
  { occurredOn, position }: { readonly occurredOn: PlainDate; readonly position: number },
  { day, upTo }: Moment,
): boolean {
  return occurredOn <= day && position <= upTo;
}
