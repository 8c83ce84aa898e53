import type { Kysely } from 'kysely';
import type { StoredTable } from '../framework/checkpoints.ts';
import { rowsOf, type TextRow } from '../framework/rows.ts';
import type { Columns, Table } from '../framework/table.ts';
import type { AnyTables } from '../framework/writer.ts';

/** Examples a table: enough to see what kind of change it is. */
const EXAMPLES = 5;

/** Where a rebuilt table differs from the live one. */
export interface TableDifference {
  readonly table: string;
  /** Rows that only the live table has, and only the rebuilt one. */
  readonly onlyLive: number;
  readonly onlyRebuilt: number;
  /** Rows that both have, with other values. */
  readonly changed: number;
  /** How many rows differ in each column that both have. */
  readonly columns: { readonly [column: string]: number };
  readonly addedColumns: readonly string[];
  readonly removedColumns: readonly string[];
  readonly examples: readonly Example[];
}

/** A row that differs: its key, and the columns that differ; null where there is no such row. */
export interface Example {
  readonly key: { readonly [column: string]: string | null };
  readonly live: { readonly [column: string]: string | null } | null;
  readonly rebuilt: { readonly [column: string]: string | null } | null;
}

type Described = Pick<Table, 'name' | 'columns' | 'key'>;

/** Tables that cannot be compared row by row: an older version left no description of them, or their keys differ. */
export function isComparable(live: StoredTable | undefined, rebuilt: Described): live is Described {
  return (
    live?.columns !== undefined &&
    live.key !== undefined &&
    JSON.stringify(live.key) === JSON.stringify(rebuilt.key) &&
    rebuilt.key.every((column) => live.columns?.[column] === rebuilt.columns[column])
  );
}

/** A table, and what shows its rows as they were at one moment. */
interface Frozen {
  readonly database: Kysely<AnyTables>;
  readonly table: Described;
}

/** Walks two tables in the order of their common key; undefined where they are alike. */
export async function difference(
  { database: ofLive, table: live }: Frozen,
  { database: ofRebuilt, table: rebuilt }: Frozen,
): Promise<TableDifference | undefined> {
  const common = Object.keys(rebuilt.columns).filter((column) => column in live.columns);
  const both = new Counted(rebuilt, common);
  const only = (described: Described): Described => ({
    ...described,
    columns: Object.fromEntries(common.map((column) => [column, described.columns[column]])) as Columns,
  });
  const [left, right] = [eachRow(rowsOf(ofLive, only(live))), eachRow(rowsOf(ofRebuilt, only(rebuilt)))];
  let [a, b] = [await left.next(), await right.next()];
  while (a.done !== true || b.done !== true) {
    const order = a.done === true ? 1 : b.done === true ? -1 : both.order(a.value, b.value);
    both.count(order <= 0 ? a.value : undefined, order >= 0 ? b.value : undefined);
    if (order <= 0) a = await left.next();
    if (order >= 0) b = await right.next();
  }
  const addedColumns = Object.keys(rebuilt.columns).filter((column) => !(column in live.columns));
  const removedColumns = Object.keys(live.columns).filter((column) => !(column in rebuilt.columns));
  return both.result({ addedColumns, removedColumns });
}

async function* eachRow(pages: AsyncIterable<readonly TextRow[]>): AsyncGenerator<TextRow, undefined> {
  for await (const page of pages) yield* page;
  return undefined;
}

class Counted {
  readonly #keyAt: readonly number[];
  readonly #columns: { [column: string]: number } = {};
  readonly #examples: Example[] = [];
  #onlyLive = 0;
  #onlyRebuilt = 0;
  #changed = 0;

  constructor(
    private readonly table: Described,
    private readonly names: readonly string[],
  ) {
    this.#keyAt = table.key.map((column) => names.indexOf(column));
  }

  /** The order of two rows' keys, which is the database's: bytes of texts, size of numbers. */
  order(a: TextRow, b: TextRow): number {
    for (const at of this.#keyAt) {
      const [one, other] = [a[at] ?? '', b[at] ?? ''];
      if (one === other) continue;
      const isText = this.table.columns[this.names[at] as string]?.startsWith('text') === true;
      return isText ? Buffer.compare(Buffer.from(one), Buffer.from(other)) : Number(one) - Number(other);
    }
    return 0;
  }

  count(live: TextRow | undefined, rebuilt: TextRow | undefined): void {
    const differing = this.names.filter((_, at) => live?.[at] !== rebuilt?.[at]);
    if (differing.length === 0) return;
    if (rebuilt === undefined) this.#onlyLive += 1;
    else if (live === undefined) this.#onlyRebuilt += 1;
    else {
      this.#changed += 1;
      for (const column of differing) this.#columns[column] = (this.#columns[column] ?? 0) + 1;
    }
    if (this.#examples.length >= EXAMPLES) return;
    const shown = (row: TextRow | undefined) => (row === undefined ? null : this.#named(row, differing));
    const key = this.#named((live ?? rebuilt) as TextRow, this.table.key);
    this.#examples.push({ key, live: shown(live), rebuilt: shown(rebuilt) });
  }

  result(shape: Pick<TableDifference, 'addedColumns' | 'removedColumns'>): TableDifference | undefined {
    const rows = this.#onlyLive + this.#onlyRebuilt + this.#changed;
    if (rows + shape.addedColumns.length + shape.removedColumns.length === 0) return undefined;
    return {
      table: this.table.name,
      onlyLive: this.#onlyLive,
      onlyRebuilt: this.#onlyRebuilt,
      changed: this.#changed,
      columns: this.#columns,
      ...shape,
      examples: this.#examples,
    };
  }

  #named(row: TextRow, columns: readonly string[]): { readonly [column: string]: string | null } {
    return Object.fromEntries(columns.map((column) => [column, row[this.names.indexOf(column)] ?? null]));
  }
}
