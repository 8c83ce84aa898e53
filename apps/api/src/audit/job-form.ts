import type { ParameterChange, Period, RowChange } from '@gongji/proof';
import { invalidBody } from '../http/problem.ts';
import { PACK_FILE, type PackFiles } from './uploaded-pack.ts';

/** A long run that is asked for; plain JSON, so that it can be kept. */
export type JobAsked =
  | { readonly type: 'verify' }
  | {
      readonly type: 'simulate';
      readonly region: string;
      readonly rows: readonly RowChange[];
      readonly parameters: readonly ParameterChange[];
      /** Another pack of the region, as it was sent. */
      readonly pack?: PackFiles;
      readonly period: Partial<Period>;
    };

interface Given {
  readonly [field: string]: unknown;
}

const FIELDS: { readonly [type: string]: readonly string[] } = {
  verify: ['type'],
  simulate: ['type', 'region', 'rows', 'parameters', 'pack', 'from', 'to'],
};

/** Reads what is to be run. @throws Problem naming the field that is wrong. */
export function readJob(body: unknown): JobAsked {
  const given = objectIn(body, 'body');
  const { type } = given;
  const fields = typeof type === 'string' && Object.hasOwn(FIELDS, type) ? FIELDS[type] : undefined;
  if (fields === undefined) throw invalidBody('type', 'type must be "verify" or "simulate".');
  const unknown = Object.keys(given).find((name) => !fields.includes(name));
  if (unknown !== undefined) throw invalidBody(unknown, `${unknown} is no field of a ${String(type)} job.`);
  if (type === 'verify') return { type };
  const [from, to] = [optional(given, 'from'), optional(given, 'to')];
  return {
    type: 'simulate',
    region: required(given, 'region'),
    rows: listIn(given, 'rows', ['row', 'value']).map((each) => ({
      row: required(each, 'row'),
      value: required(each, 'value'),
    })),
    parameters: listIn(given, 'parameters', ['name', 'value', 'from']).map((each) => {
      const since = optional(each, 'from');
      const change = { name: required(each, 'name'), value: required(each, 'value') };
      return { ...change, ...(since === undefined ? {} : { from: since }) };
    }),
    ...packIn(given),
    period: { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) },
  };
}

/** The texts of a pack's files by their names. */
function packIn({ pack }: Given): { readonly pack?: PackFiles } {
  if (pack === undefined) return {};
  const files = objectIn(pack, 'pack');
  for (const [name, text] of Object.entries(files)) {
    if (!PACK_FILE.test(name)) throw invalidBody(`pack.${name}`, `"${name}" is no file of a pack.`);
    if (typeof text !== 'string') throw invalidBody(`pack.${name}`, `${name} must be a text.`);
  }
  return { pack: files as PackFiles };
}

function objectIn(value: unknown, field: string): Given {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Given;
  throw invalidBody(field, `${field} must be a JSON object.`);
}

function listIn(given: Given, field: string, known: readonly string[]): readonly Given[] {
  const value = given[field] ?? [];
  if (!Array.isArray(value)) throw invalidBody(field, `${field} must be a list.`);
  return value.map((each: unknown) => {
    const entry = objectIn(each, field);
    const unknown = Object.keys(entry).find((name) => !known.includes(name));
    if (unknown === undefined) return entry;
    throw invalidBody(`${field}.${unknown}`, `${unknown} is no field of ${field}.`);
  });
}

function optional(given: Given, field: string): string | undefined {
  const value = given[field];
  if (value === undefined || typeof value === 'string') return value;
  throw invalidBody(field, `${field} must be a text.`);
}

function required(given: Given, field: string): string {
  const value = optional(given, field);
  if (value !== undefined) return value;
  throw invalidBody(field, `${field} is missing.`);
}
