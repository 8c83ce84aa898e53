import { sql, type CompiledQuery, type Kysely, type Transaction } from 'kysely';
import { isPostgres } from '../engine/engine.ts';
import type { Row, Scalar, Table } from './table.ts';

/** Tables by name, for statements that are made from their descriptions. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the columns are those of whichever table is written
export type AnyTables = any;

/** What becomes of a row whose key is already there. */
export type OnConflict = 'fail' | 'replace' | 'add';

/** Rows a statement on SQLite: compiled and prepared once each, a batch is cut into the largest that fit. */
const SIZES = [64, 8, 1] as const;

/**
 * Upserts compiled once and executed with ever new parameters: compiling is what costs most in a query builder. One per
 * connection pool, since the text depends on the dialect.
 *
 * SQLite gets a parameter a value. PostgreSQL gets an array a column, so that one statement takes a batch of any size: there a
 * statement's way to the server and back costs most.
 */
export class Statements {
  readonly #compiled = new Map<string, CompiledQuery>();
  readonly #takesArrays: boolean;

  constructor(private readonly database: Kysely<AnyTables>) {
    this.#takesArrays = isPostgres(database);
  }

  /** The statements that upsert the rows, each with its parameters. */
  *upserts(table: Table, rows: readonly RowOfAny[], onConflict: OnConflict): Iterable<CompiledQuery> {
    const columns = Object.keys(table.columns);
    if (this.#takesArrays) {
      const parameters = columns.map((column) => rows.map((row) => row[column]));
      if (rows.length > 0) yield { ...this.#upsert(table, 0, onConflict), parameters };
      return;
    }
    let start = 0;
    for (const size of SIZES) {
      for (; rows.length - start >= size; start += size) {
        const parameters: Scalar[] = [];
        for (let at = start; at < start + size; at += 1) {
          const row = rows[at] as RowOfAny;
          for (const column of columns) parameters.push(row[column] as Scalar);
        }
        yield { ...this.#upsert(table, size, onConflict), parameters };
      }
    }
  }

  #upsert(table: Table, rows: number, onConflict: OnConflict): CompiledQuery {
    const name = `${onConflict} ${String(rows)} ${table.name}`;
    const known = this.#compiled.get(name);
    if (known !== undefined) return known;
    const compiled = this.#compile(table, rows, onConflict);
    this.#compiled.set(name, compiled);
    return compiled;
  }

  #compile(table: Table, rows: number, onConflict: OnConflict): CompiledQuery {
    const columns = Object.keys(table.columns);
    const into = this.database.insertInto(table.name);
    const insert = this.#takesArrays
      ? into.columns(columns).expression(sql`select * from unnest(${sql.join(arraysOf(table))})`)
      : into.values(Array.from({ length: rows }, () => Object.fromEntries(columns.map((column) => [column, 0]))));
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

/** A parameter a column, which stands for an array of its values. */
function arraysOf({ columns }: Table) {
  return Object.values(columns).map((type) => (type.startsWith('text') ? sql`${0}::text[]` : sql`${0}::bigint[]`));
}

interface RowOfAny {
  readonly [column: string]: Scalar;
}

/** How a projection writes its rows: within one transaction. */
export class Writer {
  constructor(
    /** For the rare statements that are no upsert. */
    readonly transaction: Transaction<AnyTables>,
    readonly statements: Statements,
  ) {}

  /** New rows. A key that is already there is a defect and fails. */
  insert<T extends Table>(table: T, rows: Iterable<Row<T>>): Promise<void> {
    return this.write(table, rows, 'fail');
  }

  /** Rows whose last state counts; each key at most once. */
  replace<T extends Table>(table: T, rows: Iterable<Row<T>>): Promise<void> {
    return this.write(table, rows, 'replace');
  }

  /** Rows whose columns outside the key are added to what is there; each key at most once. */
  add<T extends Table>(table: T, rows: Iterable<Row<T>>): Promise<void> {
    return this.write(table, rows, 'add');
  }

  protected async write(table: Table, rows: Iterable<unknown>, onConflict: OnConflict): Promise<void> {
    const all = [...rows] as RowOfAny[];
    for (const query of this.statements.upserts(table, all, onConflict)) await this.transaction.executeQuery(query);
  }
}
