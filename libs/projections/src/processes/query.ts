import type { Kysely } from 'kysely';
import type { ViewTables } from '../database.ts';

export interface UnfinishedProcess {
  readonly region: string;
  readonly commandId: string;
}

/** Region-wide commands that were started and not completed, in the order of their start. */
export async function unfinished(database: Kysely<ViewTables>): Promise<readonly UnfinishedProcess[]> {
  const rows = await database
    .selectFrom('processes')
    .select(['region', 'command_id'])
    .where('completed_at', 'is', null)
    .orderBy('started_at')
    .execute();
  return rows.map((row) => ({ region: row.region, commandId: row.command_id }));
}
