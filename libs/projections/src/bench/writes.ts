import type { EventStore } from '@gongji/event-store';
import pg from 'pg';
import { engineAt } from '../engine/engine-at.ts';
import { createTable } from '../framework/checkpoints.ts';
import type { Scalar, Table } from '../framework/table.ts';
import { Writer, type OnConflict } from '../framework/writer.ts';
import { Projector } from '../projector.ts';
import { PROJECTIONS, type ViewName } from '../projections.ts';
import type { Projection } from '../projection.ts';

/** Rows that views write into one table at once. */
export interface Write {
  readonly table: Table;
  readonly onConflict: OnConflict;
  readonly rows: readonly { readonly [column: string]: Scalar }[];
}

/** What views write for a whole log: the writes of each transaction. */
export type Writes = readonly (readonly Write[])[];

/**
 * Brings some views alone to the log's head, and keeps what they wrote. It is the same on every engine.
 *
 * @param place as of `Views.open`, empty.
 */
export async function recordWrites(place: string, store: EventStore, views: readonly ViewName[]): Promise<Writes> {
  const transactions = new Map<unknown, Write[]>();
  const keep = (transaction: unknown, write: Write): void => {
    if (write.rows.length === 0) return;
    const writes = transactions.get(transaction);
    if (writes === undefined) transactions.set(transaction, [write]);
    else writes.push(write);
  };
  const engine = await engineAt(place);
  try {
    const projections = views.map((name) => recorded(PROJECTIONS[name], keep));
    await (await Projector.open(engine, store, projections)).catchUp();
  } finally {
    await engine.close();
  }
  return [...transactions.values()];
}

type Keep = (transaction: unknown, write: Write) => void;

function recorded(projection: Projection, keep: Keep): Projection {
  return { ...projection, project: (batch, writer) => projection.project(batch, new Recorder(writer, keep)) };
}

class Recorder extends Writer {
  constructor(
    { transaction, statements }: Writer,
    private readonly keep: Keep,
  ) {
    super(transaction, statements);
  }

  protected override async write(table: Table, rows: Iterable<unknown>, onConflict: OnConflict): Promise<void> {
    const all = [...rows] as Write['rows'];
    this.keep(this.transaction, { table, onConflict, rows: all });
    await super.write(table, all, onConflict);
  }
}

/**
 * The bulk upserts of a bare program: the same rows into the same tables, with their keys and indexes, in the same transactions, and
 * nothing else. Each write is one prepared `insert … on conflict do update` of an array a column, all on one connection.
 *
 * @param address of a PostgreSQL database, where the tables are made.
 * @param around is given the writing alone, to be timed.
 */
export async function writeBare<T>(
  address: string,
  writes: Writes,
  around: (write: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const tables = new Set(writes.flat().map(({ table }) => table));
  const engine = await engineAt(address);
  for (const table of tables) await createTable(engine.writing, table);
  await engine.close();
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    return await around(async () => {
      for (const transaction of writes) {
        await client.query('begin');
        for (const { table, onConflict, rows } of transaction) await client.query(upsert(table, onConflict, rows));
        await client.query('commit');
      }
    });
  } finally {
    await client.end();
  }
}

function upsert({ name, columns, key }: Table, onConflict: OnConflict, rows: Write['rows']): pg.QueryConfig {
  const names = Object.keys(columns);
  const arrays = names.map(
    (column, index) => `$${String(index + 1)}::${columns[column]?.startsWith('text') === true ? 'text' : 'bigint'}[]`,
  );
  const merged = names
    .filter((column) => !key.includes(column))
    .map((column) => `${column} = ${onConflict === 'add' ? `${name}.${column} + ` : ''}excluded.${column}`);
  return {
    name: `${name} ${onConflict}`,
    text: `insert into ${name} (${names.join(', ')}) select * from unnest(${arrays.join(', ')})
      on conflict (${key.join(', ')}) do update set ${merged.join(', ')}`,
    values: names.map((column) => rows.map((row) => row[column])),
  };
}
