import type { Kysely } from 'kysely';
import type { Standing } from '../framework/checkpoints.ts';
import { hashOf } from '../framework/state-hash.ts';
import type { AnyTables } from '../framework/writer.ts';
import type { Projection } from '../projection.ts';
import { copyOf } from './copies.ts';
import { difference, isComparable, type TableDifference } from './difference.ts';

/** A view and its copy at one position. */
export interface Compared {
  readonly view: string;
  /**
   * `equal`: the copy has the live view's state hash. `changed`: another version of the projection explains the difference.
   * `differs`: the same version, yet other rows; the copy is swapped in only where that was asked for.
   */
  readonly outcome: 'equal' | 'changed' | 'differs';
  readonly fromVersion: number;
  readonly toVersion: number;
  /** Where the two were compared. */
  readonly position: number;
  readonly liveHash: string;
  readonly rebuiltHash: string;
  /** By table; empty where an older version left no description of its tables, or made none that can be compared. */
  readonly differences: readonly TableDifference[];
}

interface Both {
  /** Shows the live tables as they were at one moment. */
  readonly live: Kysely<AnyTables>;
  /** Shows the copies, which nobody moves meanwhile. */
  readonly copy: Kysely<AnyTables>;
  /** Where the live view stands in its snapshot, and so the copy. */
  readonly standing: Standing;
}

/** Compares a view with its copy, by their state hashes, and row by row where those differ. */
export async function compare(projection: Projection, both: Both): Promise<Compared> {
  const { live, copy, standing } = both;
  const described = standing.tables.flatMap(({ name, columns, key }) =>
    columns === undefined || key === undefined ? [] : [{ name, columns, key }],
  );
  const [liveHash, rebuiltHash] = await Promise.all([
    hashOf(live, { tables: described }),
    hashOf(copy, projection, copyOf),
  ]);
  const isSame = standing.version === projection.version;
  const isEqual = liveHash === rebuiltHash;
  return {
    view: projection.name,
    outcome: isEqual ? 'equal' : isSame ? 'differs' : 'changed',
    fromVersion: standing.version,
    toVersion: projection.version,
    position: standing.position,
    liveHash,
    rebuiltHash,
    differences: isEqual ? [] : await differences(projection, both),
  };
}

async function differences(
  { tables }: Projection,
  { live, copy, standing }: Both,
): Promise<readonly TableDifference[]> {
  const found: TableDifference[] = [];
  for (const table of tables) {
    const before = standing.tables.find(({ name }) => name === table.name);
    if (!isComparable(before, table)) continue;
    const one = await difference({ database: live, table: before }, { database: copy, table: copyOf(table) });
    if (one !== undefined) found.push({ ...one, table: table.name });
  }
  return found;
}
