/** A value that JSON can carry. Amounts are text; numbers here are small integers such as a tier or a year. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * RFC 8785 (JSON Canonicalization Scheme): members sorted by UTF-16 code units, no white space, numbers and strings as
 * ECMAScript writes them. Members whose value is undefined are left out, as JSON.stringify does.
 *
 * @throws TypeError for a number that JSON has no form for, or text with a lone surrogate (RFC 8785 section 3.2.2.2).
 */
export function canonical(value: Json): string {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError('text with a lone surrogate has no canonical form');
    return JSON.stringify(value);
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${String(value)} has no canonical form`);
    return JSON.stringify(value);
  }
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join(',')}]`;
  return canonicalObject(value as { readonly [key: string]: Json | undefined });
}

function canonicalObject(value: { readonly [key: string]: Json | undefined }): string {
  let text = '';
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${canonical(key)}:${canonical(member)}`;
  }
  return `{${text}}`;
}
