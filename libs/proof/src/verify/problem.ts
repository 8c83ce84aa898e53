import { canonical, type Json } from '@gongji/core';
import type { RecordedEvent } from '@gongji/event-store';

interface Members {
  readonly [name: string]: Json | undefined;
}

/** What a check found where it looked for something else. */
export interface Difference {
  /** Path in the event: "data.payments.ordinary". */
  readonly field: string;
  /** As JSON text; null where nothing was expected. */
  readonly expected: string | null;
  readonly found: string | null;
}

/** Which check did not hold. */
export type ProblemKind =
  /** The log has a gap, or an event is not where its stream says. */
  | 'position'
  /** The event does not carry the hash of its content and place. */
  | 'hash'
  /** The event does not follow the one before it in its stream. */
  | 'chain'
  /** Decided again, the event comes out otherwise. */
  | 'decision'
  /** Decided again, the command is refused. */
  | 'refused'
  /** The event is part of no decision in the log. */
  | 'orphan'
  /** The rules that decided are not those that this program has. */
  | 'rules'
  /** A region-wide command's answer is not the sum of its parts. */
  | 'result'
  /** A seal is not signed by a known key, or the log is not what it sealed. */
  | 'seal'
  /** The log is not what a kept checkpoint says. */
  | 'checkpoint'
  /** A read model is not what the log says. */
  | 'view';

export interface Problem {
  readonly kind: ProblemKind;
  /** Position in the log; null for what concerns no event. */
  readonly position: string | null;
  readonly stream?: string;
  readonly revision?: string;
  readonly type?: string;
  /** One sentence for the auditor. */
  readonly message: string;
  readonly differences?: readonly Difference[];
}

/** Where two values differ, member by member; empty when they are the same. */
export function differencesOf(expected: Json | undefined, found: Json | undefined, field: string): Difference[] {
  return isSame(expected, found) ? [] : unequal(expected, found, field);
}

/** Nearly all that is compared is the same: whoever finds it so has nothing to spell out. */
function isSame(expected: Json | undefined, found: Json | undefined): boolean {
  if (expected === found) return true;
  if (isObject(expected) && isObject(found)) return haveSameMembers(expected, found);
  if (!Array.isArray(expected) || !Array.isArray(found)) return false;
  const [wanted, had] = [expected as readonly Json[], found as readonly Json[]];
  return wanted.length === had.length && wanted.every((each, at) => isSame(each, had[at]));
}

/** Members that are undefined are none, as in JSON. */
function haveSameMembers(expected: Members, found: Members): boolean {
  let left = 0;
  for (const name in found) if (found[name] !== undefined) left += 1;
  for (const name in expected) {
    const member = expected[name];
    if (member === undefined) continue;
    if (!isSame(member, found[name])) return false;
    left -= 1;
  }
  return left === 0;
}

function unequal(expected: Json | undefined, found: Json | undefined, field: string): Difference[] {
  if (isObject(expected) && isObject(found)) {
    const names = new Set([...Object.keys(expected), ...Object.keys(found)]);
    return [...names].sort().flatMap((name) => differencesOf(expected[name], found[name], `${field}.${name}`));
  }
  if (Array.isArray(expected) && Array.isArray(found)) {
    const [wanted, had] = [expected as readonly Json[], found as readonly Json[]];
    return Array.from({ length: Math.max(wanted.length, had.length) }, (_, at) =>
      differencesOf(wanted[at], had[at], `${field}[${String(at)}]`),
    ).flat();
  }
  const [wanted, had] = [textOf(expected), textOf(found)];
  return wanted === had ? [] : [{ field, expected: wanted, found: had }];
}

function isObject(value: Json | undefined): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: Json | undefined): string | null {
  return value === undefined ? null : canonical(value);
}

/** An event that cannot be read, or not be decided again because of what it rests on. */
export function unreadable({ position, stream, revision, type }: RecordedEvent, error: unknown): Problem {
  const why = error instanceof Error ? error.message : String(error);
  const place = { position: String(position), stream, revision: String(revision), type };
  return { kind: 'hash', ...place, message: `The event cannot be read: ${why}` };
}
