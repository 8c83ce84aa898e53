import type { PartSnapshot } from './part.ts';
import type { Problem } from './problem.ts';
import type { SealsSnapshot } from './seals.ts';

/** What `gongji verify` says. */
export interface VerificationReport {
  readonly ok: boolean;
  /** Position up to which the log was checked. */
  readonly upTo: string;
  readonly events: number;
  /** Events that were decided again and came out the same, or are told below. */
  readonly decided: number;
  /** How many events the last seal that holds covers. */
  readonly sealed: number;
  /** Public keys that were believed. */
  readonly keys: readonly string[];
  readonly problemCount: number;
  /** In the order of the log, the first first; those of no position at the end. */
  readonly problems: readonly Problem[];
  readonly first: Problem | null;
}

/** What was checked side by side. */
export interface Checked {
  readonly parts: readonly PartSnapshot[];
  readonly seals: SealsSnapshot;
}

/** Adds up what was found. @param more problems that concern the whole: views. */
export function reportOf(
  { parts, seals }: Checked,
  upTo: bigint,
  keys: readonly string[],
  more: readonly Problem[],
): VerificationReport {
  // In this order at one position: an event itself before what lies over it.
  const all = [...parts, seals, ...parts.flatMap(({ onSums }) => onSums ?? [])];
  const events = parts.reduce((sum, part) => sum + part.events, 0);
  const found = all.reduce((sum, { problemCount }) => sum + problemCount, 0);
  // What nobody looked at must not pass for checked.
  const unseen = found === 0 && BigInt(events) !== upTo ? [uncheckedEvents(events, upTo)] : [];
  const problems = [...all.flatMap((each) => each.problems), ...unseen, ...more].sort(byPosition);
  const told = found + unseen.length + more.length;
  return {
    ok: told === 0,
    upTo: String(upTo),
    events,
    decided: parts.reduce((sum, { decided }) => sum + decided, 0),
    sealed: seals.tree.sealed,
    keys,
    problemCount: told,
    problems,
    first: problems[0] ?? null,
  };
}

function uncheckedEvents(events: number, upTo: bigint): Problem {
  const message = `Of ${String(upTo)} events ${String(events)} were checked.`;
  return { kind: 'position', position: null, message };
}

function byPosition(a: Problem, b: Problem): number {
  if (a.position === b.position) return 0;
  if (a.position === null) return 1;
  if (b.position === null) return -1;
  return BigInt(a.position) < BigInt(b.position) ? -1 : 1;
}
