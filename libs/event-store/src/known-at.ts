/** What was known at a moment: the events up to a position of the log, or those that had been recorded at an instant. */
export type KnownAt = { readonly position: bigint } | { readonly recordedAt: string };

/** @param text a position ("123") or an instant ("2023-08-01T00:00:00+08:00"), both included. */
export function readKnownAt(text: string): KnownAt {
  return /^\d+$/.test(text) ? { position: BigInt(text) } : { recordedAt: new Date(text).toISOString() };
}

/** @param event its position, and when it was recorded: an instant in UTC with milliseconds, as events have it. */
export function isKnown(event: { readonly position: bigint; readonly recordedAt: string }, known: KnownAt): boolean {
  return 'position' in known ? event.position <= known.position : event.recordedAt <= known.recordedAt;
}
