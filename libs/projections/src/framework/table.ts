/**
 * Tables as data: one description gives the statement that creates the table, the type of its rows, the upserts and the
 * order in which its rows are hashed, so that none of them can drift from the others.
 */

/** `bigint` columns hold fen, positions, counts or 0/1; dates are text. `?` admits null. */
export type ColumnType = 'text' | 'text?' | 'bigint' | 'bigint?';

export interface Columns {
  readonly [column: string]: ColumnType;
}

export interface Table<C extends Columns = Columns> {
  readonly name: string;
  readonly columns: C;
  /** The primary key, none of it nullable. */
  readonly key: readonly string[];
  readonly indexes?: { readonly [name: string]: readonly string[] };
}

interface TypeOf {
  readonly text: string;
  readonly 'text?': string | null;
  readonly bigint: number;
  readonly 'bigint?': number | null;
}

/** A row of a table. Numbers are safe: positions, and sums of fen below 2^53 (ninety trillion yuan). */
export type Row<T extends Table> = { readonly [K in keyof T['columns']]: TypeOf[T['columns'][K]] };

/** What a column can hold. */
export type Scalar = string | number | null;

/** A description whose key and indexes name columns that it has. */
export function table<const C extends Columns>(
  description: Table<C> & {
    readonly key: readonly (keyof C)[];
    readonly indexes?: { readonly [name: string]: readonly (keyof C)[] };
  },
): Table<C> {
  return description;
}
