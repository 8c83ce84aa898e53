/** Rows a page when the caller does not say, and at most. */
const USUAL = 100;
const MOST = 1000;

/**
 * Where a page begins. Pages follow the log: a cursor is the position of the last row that was seen, so that rows which are added
 * meanwhile neither shift a page nor appear twice.
 */
export interface PageOptions {
  /** `next` of the page before. */
  readonly after?: string;
  readonly limit?: number;
}

export interface Page<T> {
  readonly rows: readonly T[];
  /** Cursor of the next page; null when this one is the last. */
  readonly next: string | null;
}

/** Position after which a page begins, and how many rows to read: one more than it shows, to know whether another follows. */
export function pageBounds({ after = '0', limit = USUAL }: PageOptions): {
  readonly after: number;
  readonly limit: number;
} {
  if (!/^\d{1,15}$/.test(after)) throw new RangeError(`"${after}" is no cursor`);
  return { after: Number(after), limit: shown(limit) + 1 };
}

export function pageOf<R extends { readonly position: number }, T>(
  found: readonly R[],
  { limit = USUAL }: PageOptions,
  read: (row: R) => T,
): Page<T> {
  const rows = found.slice(0, shown(limit));
  const more = found.length > rows.length;
  return { rows: rows.map(read), next: more ? String(rows.at(-1)?.position) : null };
}

/** Rows that a page shows: at least one, and never so many that an answer would not fit into memory. */
export function shown(limit = USUAL): number {
  return Math.min(Math.max(1, Math.trunc(limit)), MOST);
}
