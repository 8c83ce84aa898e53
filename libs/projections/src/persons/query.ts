import type { Ask } from '../framework/ask.ts';

/** Ids a page: some ten kilobytes, whatever the region's size. */
const PAGE_SIZE = 1000;

/**
 * The ids of a region's persons, page by page, in the order of enrolment: those enrolled when the walk begins. Persons who are
 * enrolled meanwhile come after the bound, so that the walk ends however fast the directory grows.
 */
export async function* personPages(ask: Ask, region: string, pageSize = PAGE_SIZE): AsyncIterable<readonly string[]> {
  const { last } = await ask((database) =>
    database
      .selectFrom('persons')
      .select(({ fn }) => fn.max('sequence').as('last'))
      .where('region', '=', region)
      .executeTakeFirstOrThrow(),
  );
  let after = 0;
  while (after < Number(last ?? 0)) {
    const from = after;
    const page = await ask((database) =>
      database
        .selectFrom('persons')
        .select(['person_id', 'sequence'])
        .where('region', '=', region)
        .where('sequence', '>', from)
        .where('sequence', '<=', Number(last))
        .orderBy('sequence')
        .limit(pageSize)
        .execute(),
    );
    if (page.length === 0) return;
    yield page.map((row) => row.person_id);
    after = Number(page.at(-1)?.sequence);
  }
}
