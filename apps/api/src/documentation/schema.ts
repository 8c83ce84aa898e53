import { reference, type Schema } from './command-schemas.ts';

/** Small parts of which the schemas of answers are made. */

export const TEXT: Schema = { type: 'string' };
export const AMOUNT: Schema = { type: 'string', description: 'yuan with two decimals', example: '450.00' };
export const POSITION: Schema = { type: 'string', description: 'a place in the log', example: '123' };
/** A business day. */
export const DAY: Schema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$', example: '2023-03-01' };
export const WORDS: Schema = { $ref: reference('Words') };

/** An object that has all of these fields. */
export function whole(properties: { readonly [name: string]: Schema }): Schema {
  return { type: 'object', properties, required: Object.keys(properties) };
}

export function orNull(schema: Schema): Schema {
  return { ...schema, nullable: true };
}

export function list(items: Schema): Schema {
  return { type: 'array', items };
}

export function choice(...values: readonly string[]): Schema {
  return { type: 'string', enum: [...values] };
}

/** A page of rows. */
export function page(row: Schema): Schema {
  return whole({ rows: list(row), next: orNull({ type: 'string', description: '`after` of the next page' }) });
}
