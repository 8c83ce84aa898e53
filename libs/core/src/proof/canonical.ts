/** A value that JSON can carry. Amounts are text; numbers here are small integers such as a tier or a year. */
export type Json = null | boolean | number | string | readonly Json[] | Members;

interface Members {
  readonly [key: string]: Json | undefined;
}

/**
 * RFC 8785 (JSON Canonicalization Scheme): members sorted by UTF-16 code units, no white space, numbers and strings as
 * ECMAScript writes them. Members whose value is undefined are left out, as JSON.stringify does.
 *
 * The engine's own JSON.stringify writes just that where the members are in order, and much faster than anything made of it. So the value is
 * brought into order first, unless it is so already. Where no object can have its members in order, it is spelled out.
 *
 * @throws TypeError for a number that JSON has no form for, or text with a lone surrogate (RFC 8785 section 3.2.2.2).
 */
export function canonical(value: Json): string {
  if (typeof value === 'string' && PLAIN.test(value)) return `"${value}"`;
  const sorted = isInOrder(value) ? value : inOrder(value);
  if (sorted === undefined) return spelled(value);
  const text = JSON.stringify(sorted);
  return text.includes(SURROGATE) ? spelled(value) : text;
}

/** How JSON.stringify begins to escape a lone surrogate, which has no canonical form; but it may also be text that was escaped itself. */
const SURROGATE = '\\ud';

/** Text that JSON writes as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** True where every object's members are in order, as far as can be told at a glance. */
function isInOrder(value: Json | undefined): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (isList(value)) {
    for (const entry of value) if (!isInOrder(entry)) return false;
    return true;
  }
  let previous = '';
  for (const name in value) {
    if (name < previous || isPlacedElsewhere(name) || !isInOrder(value[name])) return false;
    previous = name;
  }
  return true;
}

/** The value with every object's members sorted: itself where they are so already. Undefined where an object cannot have them so. */
function inOrder(value: Json): Json | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError(`${String(value)} has no canonical form`);
  }
  if (typeof value !== 'object' || value === null) return value;
  return isList(value) ? listInOrder(value) : membersInOrder(value);
}

function isList(value: readonly Json[] | Members): value is readonly Json[] {
  return Array.isArray(value);
}

function listInOrder(list: readonly Json[]): Json | undefined {
  let sorted: Json[] | undefined;
  for (let at = 0; at < list.length; at += 1) {
    const entry = list[at] as Json;
    const next = inOrder(entry);
    if (next === undefined) return undefined;
    if (next === entry) continue;
    sorted ??= [...list];
    sorted[at] = next;
  }
  return sorted ?? list;
}

function membersInOrder(members: Members): Json | undefined {
  const names = Object.keys(members);
  let isSame = !sortNames(names);
  const values: (Json | undefined)[] = [];
  for (const name of names) {
    if (isPlacedElsewhere(name)) return undefined;
    const member = members[name];
    const next = member === undefined ? undefined : inOrder(member);
    if (next === undefined && member !== undefined) return undefined;
    if (next !== member) isSame = false;
    values.push(next);
  }
  if (isSame) return members;
  const sorted: { [name: string]: Json | undefined } = {};
  for (let at = 0; at < names.length; at += 1) sorted[names[at] as string] = values[at];
  return sorted;
}

/** Sorts a few names by UTF-16 code units where they are. @returns whether anything had to be moved. */
export function sortNames(names: string[]): boolean {
  let hasMoved = false;
  for (let from = 1; from < names.length; from += 1) {
    const name = names[from] as string;
    let to = from;
    for (; to > 0 && (names[to - 1] as string) > name; to -= 1) names[to] = names[to - 1] as string;
    if (to === from) continue;
    names[to] = name;
    hasMoved = true;
  }
  return hasMoved;
}

/** An object has number-like members before all others, and its prototype instead of a member of that name. */
function isPlacedElsewhere(name: string): boolean {
  const first = name.charCodeAt(0);
  return (first >= 0x30 && first <= 0x39) || name === '__proto__';
}

/** The canonical form piece by piece, for any value. */
function spelled(value: Json): string {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError('text with a lone surrogate has no canonical form');
    return JSON.stringify(value);
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(spelled).join(',')}]`;
  const members = Object.keys(value).sort();
  const given = members.filter((name) => value[name] !== undefined);
  return `{${given.map((name) => `${spelled(name)}:${spelled(value[name] as Json)}`).join(',')}}`;
}
