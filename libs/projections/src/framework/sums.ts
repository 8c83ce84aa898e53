import { safe } from './amounts.ts';
import type { Row, Scalar, Table } from './table.ts';

/**
 * A batch's sums for a table: one row a key, whose columns outside the key are numbers that add up. Written by `Writer.add`, a few rows
 * stand for a thousand events.
 */
export class Sums<T extends Table> {
  readonly #rows = new Map<string, Record<string, Scalar>>();
  readonly #key: readonly string[];
  readonly #summed: readonly string[];

  constructor({ key, columns }: T) {
    this.#key = key;
    this.#summed = Object.keys(columns).filter((column) => !key.includes(column));
  }

  /** @throws Error when a sum leaves the exact range. */
  add(row: Row<T>): void {
    const more = row as Readonly<Record<string, Scalar>>;
    const key = this.#keyOf(more);
    const sum = this.#rows.get(key);
    if (sum === undefined) {
      this.#rows.set(key, { ...more });
      return;
    }
    for (const column of this.#summed) sum[column] = safe((sum[column] as number) + (more[column] as number));
  }

  /** Sums of zero are among them: whether a row exists must not depend on how the log was cut into batches. */
  rows(): Iterable<Row<T>> {
    return this.#rows.values() as Iterable<Row<T>>;
  }

  /** Each value behind its length, since ids may hold any character. */
  #keyOf(row: Readonly<Record<string, Scalar>>): string {
    let key = '';
    for (const column of this.#key) {
      const value = String(row[column]);
      key += `${String(value.length)}:${value}`;
    }
    return key;
  }
}
