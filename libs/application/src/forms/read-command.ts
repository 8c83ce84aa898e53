import type { Refusal } from '@gongji/core';
import type { Command } from '../command.ts';
import { contradiction } from './contradictions.ts';
import { fieldsOf, type FieldKind, type Fields } from './field.ts';
import { FORMS } from './forms.ts';

export type ReadCommand =
  | { readonly ok: true; readonly command: Command }
  /** `known` is false for a line that is no command at all: the command file then ends with status 2. */
  | { readonly ok: false; readonly known: boolean; readonly commandId?: string; readonly refusal: Refusal };

const FIELDS = new Map<string, Fields>(Object.entries(FORMS).map(([type, form]) => [type, fieldsOf(form)]));

/** Reads a command from parsed JSON: every field of its form, and none that the form does not know. */
export function readCommand(value: unknown): ReadCommand {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return unknown('A command must be a JSON object.');
  }
  const given = value as { readonly [name: string]: unknown };
  const id = typeof given.commandId === 'string' ? { commandId: given.commandId } : {};
  const type = given.type;
  if (typeof type !== 'string') return { ...unknown('type must name a command.', 'type'), ...id };
  const fields = FIELDS.get(type);
  if (fields === undefined) return { ...unknown(`There is no command ${type}.`, 'type'), ...id };
  const refusal = firstWrong(given, fields, '') ?? contradiction(given as unknown as Command);
  if (refusal !== undefined) return { ok: false, known: true, ...id, refusal };
  return { ok: true, command: given as unknown as Command };
}

function unknown(message: string, field?: string): Extract<ReadCommand, { readonly ok: false }> {
  const refusal: Refusal = { code: 'invalid-command', message, ...(field === undefined ? {} : { field }) };
  return { ok: false, known: false, refusal };
}

/** The first field that is missing, unknown or malformed. */
function firstWrong(given: { readonly [name: string]: unknown }, fields: Fields, path: string): Refusal | undefined {
  for (const [name, { kind, optional }] of fields) {
    const value = given[name];
    const field = path + name;
    if (value === undefined) {
      if (optional) continue;
      return { code: 'invalid-command', message: `${field} is missing: it must be ${kind.says}.`, field };
    }
    if (!kind.fits(value)) return { code: 'invalid-command', message: `${field} must be ${kind.says}.`, field };
    const inside = wrongInside(value, kind, field);
    if (inside !== undefined) return inside;
  }
  for (const name in given) {
    if (fields.has(name)) continue;
    const field = path + name;
    return { code: 'invalid-command', message: `${field} is no field of this command.`, field };
  }
  return undefined;
}

/** The first wrong field of an object or of a list's entries. */
function wrongInside(value: unknown, { members, entries }: FieldKind, field: string): Refusal | undefined {
  if (members !== undefined) {
    return firstWrong(value as { readonly [name: string]: unknown }, members(), `${field}.`);
  }
  if (entries === undefined) return undefined;
  for (const [at, entry] of (value as readonly unknown[]).entries()) {
    const place = `${field}[${String(at)}]`;
    if (!entries.fits(entry)) {
      return { code: 'invalid-command', message: `${place} must be ${entries.says}.`, field: place };
    }
    const inside = wrongInside(entry, entries, place);
    if (inside !== undefined) return inside;
  }
  return undefined;
}
