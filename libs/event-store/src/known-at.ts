/** What was known at a moment: the events up to a position of the log, or those that had been recorded at an instant. */
export type KnownAt = { readonly position: bigint } | { readonly recordedAt: string };

/** A question asks for what will only be known later: a position that the log has not reached, or an instant to come. */
export class NotKnownYet extends Error {
  override readonly name = 'NotKnownYet';
}

/** @param text a position ("123") or an instant ("2023-08-01T00:00:00+08:00"), both included. */
export function readKnownAt(text: string): KnownAt {
  return /^\d+$/.test(text) ? { position: BigInt(text) } : { recordedAt: new Date(text).toISOString() };
}

/**
 * As `readKnownAt`, of a log that ends at `head` now.
 *
 * @throws NotKnownYet for a position beyond the log, or an instant to come.
 */
export function readKnownBy(text: string, { head, now }: { readonly head: bigint; readonly now: Date }): KnownAt {
  const known = readKnownAt(text);
  if ('position' in known && known.position > head) {
    throw new NotKnownYet(`The log ends at position ${String(head)}: what will be known at ${text} is open.`);
  }
  if ('recordedAt' in known && known.recordedAt > now.toISOString()) {
    throw new NotKnownYet(`${text} is yet to come: what will be known then is open.`);
  }
  return known;
}

/** @param event its position, and when it was recorded: an instant in UTC with milliseconds, as events have it. */
export function isKnown(event: { readonly position: bigint; readonly recordedAt: string }, known: KnownAt): boolean {
  return 'position' in known ? event.position <= known.position : event.recordedAt <= known.recordedAt;
}
