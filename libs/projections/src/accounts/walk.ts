import type { PlainDate } from '@gongji/core';
import { sql } from 'kysely';
import type { ViewTables } from '../database.ts';
import type { Ask } from '../framework/ask.ts';
import { lineOf, type StatementLine } from './query.ts';

/** Which movements of a region's accounts. */
export interface MovementFilter {
  readonly person?: string;
  /** Business dates, both included. */
  readonly from?: PlainDate;
  readonly to?: PlainDate;
}

/** A movement, and whose account it moved. */
export interface AccountMovement extends StatementLine {
  readonly personId: string;
}

/** Rows a page: what a walk holds in memory. */
const PAGE_SIZE = 1000;

/** The movements of a region's accounts up to a position of the log, page by page, person by person in the order of recording. */
export async function* movementPages(
  ask: Ask,
  region: string,
  filter: MovementFilter,
  upTo: string,
  pageSize = PAGE_SIZE,
): AsyncIterable<readonly AccountMovement[]> {
  const { person, from, to } = filter;
  let last: ViewTables['statement_lines'] | undefined;
  for (;;) {
    const after = last;
    const rows = await ask((database) => {
      let query = database
        .selectFrom('statement_lines')
        .selectAll()
        .where('region', '=', region)
        .where('position', '<=', Number(upTo));
      if (person !== undefined) query = query.where('person_id', '=', person);
      if (from !== undefined) query = query.where('day', '>=', from);
      if (to !== undefined) query = query.where('day', '<=', to);
      if (after !== undefined) {
        query = query.where(sql<boolean>`(person_id, position) > (${after.person_id}, ${after.position})`);
      }
      return query.orderBy('person_id').orderBy('position').limit(pageSize).execute();
    });
    if (rows.length > 0) yield rows.map((row) => ({ personId: row.person_id, ...lineOf(row) }));
    last = rows.at(-1);
    if (rows.length < pageSize) return;
  }
}
