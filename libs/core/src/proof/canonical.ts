/** A value that JSON can carry. Amounts are text; numbers here are small integers such as a tier or a year. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * RFC 8785 (JSON Canonicalization Scheme): members sorted by UTF-16 code units, no white space, numbers and strings as
 * ECMAScript writes them. Members whose value is undefined are left out, as JSON.stringify does.
 *
 * @throws TypeError for a number that JSON has no form for, or text with a lone surrogate (RFC 8785 section 3.2.2.2).
 */
export function canonical(value: Json): string {
  if (typeof value === 'string') return canonicalText(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${String(value)} has no canonical form`);
    return JSON.stringify(value);
  }
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join(',')}]`;
  return canonicalObject(value as { readonly [key: string]: Json | undefined });
}

/** Printable ASCII without the quote and the backslash: stands for itself, and is nearly all that events hold. */
const PLAIN = /^[ !#-[\]-~]*$/;

function canonicalText(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new TypeError('text with a lone surrogate has no canonical form');
  return JSON.stringify(text);
}

function canonicalObject(value: { readonly [key: string]: Json | undefined }): string {
  return `{${canonicalMembers(value, Object.keys(value).sort())}}`;
}

/** An object's members of these names, in this order, without the braces. */
export function canonicalMembers(
  value: { readonly [key: string]: Json | undefined },
  names: readonly string[],
): string {
  let text = '';
  for (const name of names) {
    const member = value[name];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${canonical(name)}:${canonical(member)}`;
  }
  return text;
}
