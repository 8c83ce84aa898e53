import type { Kysely, Transaction } from 'kysely';
import type { ViewTables } from '../database.ts';
import { snapshot } from '../engine/engine.ts';

/** What a view says, and the position of the log up to which it knew when it was asked. */
export interface Known<T> {
  readonly answer: T;
  readonly upTo: string;
}

/** Asks a view, or several, together with the checkpoint that all of them have reached, as of one moment. */
export function known<T>(
  database: Kysely<ViewTables>,
  view: string | readonly string[],
  ask: (transaction: Transaction<ViewTables>) => Promise<T>,
): Promise<Known<T>> {
  return snapshot(database, async (transaction) => {
    const answer = await ask(transaction);
    const { position } = await transaction
      .selectFrom('checkpoints')
      .select(({ fn }) => fn.min('position').as('position'))
      .where('projection', 'in', typeof view === 'string' ? [view] : view)
      .executeTakeFirstOrThrow();
    return { answer, upTo: String(position) };
  });
}
