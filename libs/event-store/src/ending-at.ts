import type { Pages } from './event-store.ts';

/** The pages up to the first event of a type, that event included; all of them where no type is given. */
export function endingAt(pages: Pages, type: string | undefined): Pages {
  return type === undefined ? pages : until(pages, type);
}

async function* until(pages: Pages, type: string): Pages {
  for await (const page of pages) {
    const end = page.findIndex((event) => event.type === type);
    yield end < 0 ? page : page.slice(0, end + 1);
    if (end >= 0) return;
  }
}
