import { sql, type CompiledQuery, type Kysely, type Transaction } from 'kysely';
import type { Row, Scalar, Table } from './table.ts';

/** Tables by name, for statements that are made from their descriptions. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the columns are those of whichever table is written
export type AnyTables = any;

/** What becomes of a row whose key is already there. */
type OnConflict = 'fail' | 'replace' | 'add';

/** Rows a statement: compiled and prepared once each, a batch is cut into the largest that fit. */
const SIZES = [64, 8, 1] as const;

/**
 * Upserts compiled once and executed with ever new parameters: compiling is what costs most in a query builder. One per
 * connection pool, since the text depends on the dialect.
 */
export class Statements {
  readonly #compiled = new Map<string, CompiledQuery>();

  constructor(private readonly database: Kysely<AnyTables>) {}

  upsert(table: Table, rows: number, onConflict: OnConflict): CompiledQuery {
    const name = `${onConflict} ${String(rows)} ${table.name}`;
    const known = this.#compiled.get(name);
    if (known !== undefined) return known;
    const compiled = this.#compile(table, rows, onConflict);
    this.#compiled.set(name, compiled);
    return compiled;
  }

  #compile(table: Table, rows: number, onConflict: OnConflict): CompiledQuery {
    const columns = Object.keys(table.columns);
    const sample = Object.fromEntries(columns.map((column) => [column, 0]));
    const insert = this.database.insertInto(table.name).values(Array.from({ length: rows }, () => sample));
    if (onConflict === 'fail') return insert.compile();
    const others = columns.filter((column) => !table.key.includes(column));
    const merged = (column: string) =>
      onConflict === 'replace'
        ? sql`${sql.ref(`excluded.${column}`)}`
        : sql`${sql.ref(`${table.name}.${column}`)} + ${sql.ref(`excluded.${column}`)}`;
    return insert
      .onConflict((conflict) =>
        conflict
          .columns([...table.key])
          .doUpdateSet(Object.fromEntries(others.map((column) => [column, merged(column)]))),
      )
      .compile();
  }
}

/** How a projection writes its rows: within one transaction. */
export class Writer {
  constructor(
    /** For the rare statements that are no upsert. */
    readonly transaction: Transaction<AnyTables>,
    private readonly statements: Statements,
  ) {}

  /** New rows. A key that is already there is a defect and fails. */
  insert<T extends Table>(table: T, rows: Iterable<Row<T>>): Promise<void> {
    return this.#write(table, rows, 'fail');
  }

  /** Rows whose last state counts; each key at most once. */
  replace<T extends Table>(table: T, rows: Iterable<Row<T>>): Promise<void> {
    return this.#write(table, rows, 'replace');
  }

  /** Rows whose columns outside the key are added to what is there; each key at most once. */
  add<T extends Table>(table: T, rows: Iterable<Row<T>>): Promise<void> {
    return this.#write(table, rows, 'add');
  }

  async #write(table: Table, rows: Iterable<unknown>, onConflict: OnConflict): Promise<void> {
    const all = [...rows] as { readonly [column: string]: Scalar }[];
    const columns = Object.keys(table.columns);
    let start = 0;
    for (const size of SIZES) {
      while (all.length - start >= size) {
        const parameters: Scalar[] = [];
        for (const row of all.slice(start, start + size)) {
          for (const column of columns) parameters.push(row[column] as Scalar);
        }
        await this.transaction.executeQuery({ ...this.statements.upsert(table, size, onConflict), parameters });
        start += size;
      }
    }
  }
}
