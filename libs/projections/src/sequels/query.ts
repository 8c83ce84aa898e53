import type { Kysely } from 'kysely';
import type { ViewTables } from '../database.ts';

/** An event from which another one follows that is not in the log yet. */
export interface MissingSequel {
  /** Of the event that is there. */
  readonly position: string;
}

/** What a crash may have left half done, or another instance is just about to finish; the oldest first. */
export async function sequelsMissing(database: Kysely<ViewTables>): Promise<readonly MissingSequel[]> {
  const rows = await database
    .selectFrom('sequels')
    .select('position')
    .where('is_cause', '=', 1)
    .orderBy('position')
    .execute();
  return rows.map(({ position }) => ({ position: String(position) }));
}
