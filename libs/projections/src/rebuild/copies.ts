import {
  OperationNodeTransformer,
  type Kysely,
  type KyselyPlugin,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryId,
  type QueryResult,
  type RootOperationNode,
  type SchemableIdentifierNode,
  type Transaction,
  type UnknownRow,
} from 'kysely';
import { randomBytes } from 'node:crypto';
import { holdCheckpoints } from '../engine/engine.ts';
import {
  CHECKPOINTS,
  createTable,
  REBUILDS,
  register,
  standingsOf,
  type Checkpoint,
  type Standing,
} from '../framework/checkpoints.ts';
import type { Table } from '../framework/table.ts';
import type { AnyTables } from '../framework/writer.ts';
import type { Projection } from '../projection.ts';

/** A table as it is while it is filled beside the live one. */
export function copyOf<T extends Pick<Table, 'name'>>(table: T): T {
  return { ...table, name: `copy_of_${table.name}` };
}

/**
 * Sends every statement about one of the tables to its copy, so that a projection fills the copy with the very statements that fill
 * the live table.
 */
export class OnCopies extends OperationNodeTransformer implements KyselyPlugin {
  readonly #names: ReadonlyMap<string, string>;

  constructor(projections: readonly Projection[]) {
    super();
    const tables = projections.flatMap((each) => each.tables);
    this.#names = new Map(tables.map((table) => [table.name, copyOf(table).name]));
  }

  transformQuery({ node, queryId }: PluginTransformQueryArgs): RootOperationNode {
    return this.transformNode(node, queryId);
  }

  transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return Promise.resolve(result);
  }

  protected override transformSchemableIdentifier(
    node: SchemableIdentifierNode,
    queryId?: QueryId,
  ): SchemableIdentifierNode {
    const seen = super.transformSchemableIdentifier(node, queryId);
    const name = this.#names.get(seen.identifier.name);
    return name === undefined ? seen : { ...seen, identifier: { ...seen.identifier, name } };
  }
}

/** Makes an empty copy beside the live tables, in place of one that is there. */
export async function beginCopy(database: Kysely<AnyTables>, projection: Projection): Promise<void> {
  // What has a name of its own in the schema keeps it through the swap, and must not meet the next copy's.
  const suffix = `_${randomBytes(4).toString('hex')}`;
  await database.transaction().execute(async (transaction) => {
    await holdCheckpoints(transaction);
    await dropIn(transaction, projection.name);
    for (const each of projection.tables) await createTable(transaction, copyOf(each), { suffix });
    await register(transaction, REBUILDS, projection);
  });
}

/** Throws a copy away. */
export async function dropCopy(database: Kysely<AnyTables>, projection: string): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await holdCheckpoints(transaction);
    await dropIn(transaction, projection);
  });
}

async function dropIn(transaction: Transaction<AnyTables>, projection: string): Promise<void> {
  const copy = (await standingsOf(transaction, REBUILDS)).get(projection);
  for (const each of copy?.tables ?? []) await transaction.schema.dropTable(copyOf(each).name).ifExists().execute();
  await transaction.deleteFrom(REBUILDS.name).where('projection', '=', projection).execute();
}

/** Puts a copy in the live tables' place, its checkpoint in theirs: within a transaction that holds the checkpoints. */
export async function swapIn(
  transaction: Transaction<AnyTables>,
  { name, version }: Projection,
  { live, at }: { readonly live: Standing; readonly at: Checkpoint },
): Promise<void> {
  const copy = (await standingsOf(transaction, REBUILDS)).get(name) as Standing;
  for (const each of live.tables) await transaction.schema.dropTable(each.name).ifExists().execute();
  for (const each of copy.tables) {
    await transaction.schema.alterTable(copyOf(each).name).renameTo(each.name).execute();
  }
  await transaction
    .updateTable(CHECKPOINTS.name)
    .set({ version, position: at.position, event_id: at.eventId, tables: JSON.stringify(copy.tables) })
    .where('projection', '=', name)
    .execute();
  await transaction.deleteFrom(REBUILDS.name).where('projection', '=', name).execute();
}
