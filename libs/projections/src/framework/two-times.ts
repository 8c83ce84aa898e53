import type { PlainDate, TwoTimes } from '@gongji/core';
import { readKnownAt, type KnownAt } from '@gongji/event-store';

/**
 * The two times of a question as bounds of rows: up to a business date, and up to what was known. Where no time is given the bound lies
 * beyond every row.
 */
export interface Bounds {
  readonly day: PlainDate;
  readonly position: number;
  readonly recordedAt: string;
}

/** Behind every business date that there is. */
export const LAST_DAY: PlainDate = '9999-12-31';
const LAST_INSTANT = '9999-12-31T23:59:59.999Z';

export function boundsOf({ asOf = LAST_DAY, knownAt }: TwoTimes): Bounds {
  const known: KnownAt | undefined = knownAt === undefined ? undefined : readKnownAt(knownAt);
  return {
    day: asOf,
    position: known !== undefined && 'position' in known ? positionIn(known.position) : Number.MAX_SAFE_INTEGER,
    recordedAt: known !== undefined && 'recordedAt' in known ? known.recordedAt : LAST_INSTANT,
  };
}

/** A position that no number can tell lies beyond every log. */
function positionIn(position: bigint): number {
  return Number(position < BigInt(Number.MAX_SAFE_INTEGER) ? position : Number.MAX_SAFE_INTEGER);
}

/** Whether an event lies within both times. */
export function isWithin(
  { occurredOn, position, recordedAt }: { occurredOn: PlainDate; position: number; recordedAt: string },
  bounds: Bounds,
): boolean {
  return occurredOn <= bounds.day && position <= bounds.position && recordedAt <= bounds.recordedAt;
}
