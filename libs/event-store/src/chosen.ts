import type { Pages, ReadAllOptions, RecordedEvent, Share } from './event-store.ts';

/** Of a log that is read as a whole the events that were asked for, by type and share, in pages of which none is empty. */
export function chosen(pages: Pages, { types, share }: Pick<ReadAllOptions, 'types' | 'share'>): Pages {
  const named = types === undefined ? undefined : new Set(types);
  if (named === undefined && share === undefined) return pages;
  return filtered(
    pages,
    ({ type, stream }) => (named?.has(type) ?? true) && (share === undefined || falls(stream, share)),
  );
}

async function* filtered(pages: Pages, isWanted: (event: RecordedEvent) => boolean): Pages {
  for await (const page of pages) {
    const events = page.filter(isWanted);
    if (events.length > 0) yield events;
  }
}

/** By a hash of the name (FNV-1a): the same wherever the log is read. */
function falls(stream: string, { index, of }: Share): boolean {
  let hash = 2_166_136_261;
  for (let at = 0; at < stream.length; at += 1) hash = Math.imul(hash ^ stream.charCodeAt(at), 16_777_619);
  return (hash >>> 0) % of === index;
}
