import type { Pages, RecordedEvent } from './event-store.ts';

/** The events of some types, in pages of which none is empty; all of them where no types are given. */
export function ofTypes(pages: Pages, types: readonly string[] | undefined): Pages {
  return types === undefined ? pages : chosen(pages, new Set(types));
}

async function* chosen(pages: Pages, types: ReadonlySet<string>): Pages {
  for await (const page of pages) {
    const events = page.filter(({ type }: RecordedEvent) => types.has(type));
    if (events.length > 0) yield events;
  }
}
