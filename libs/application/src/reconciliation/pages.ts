/** Rows as they come, some at a time. */
export type Pages<T> = AsyncIterable<readonly T[]>;

export type Order<T> = (one: T, other: T) => number;

/**
 * Merges what is sorted, by halves: a row is compared as often as their number can be halved. Of equal rows those of the earlier pages come
 * first.
 */
export function merged<T>(sorted: readonly Pages<T>[], order: Order<T>): Pages<T> {
  const [first] = sorted;
  if (sorted.length === 1 && first !== undefined) return first;
  const half = sorted.length >> 1;
  return mergedTwo(merged(sorted.slice(0, half), order), merged(sorted.slice(half), order), order);
}

async function* mergedTwo<T>(one: Pages<T>, other: Pages<T>, order: Order<T>): Pages<T> {
  const [left, right] = [new Cursor(one), new Cursor(other)];
  try {
    while ((await left.fill()) && (await right.fill())) yield headOf(left, right, order);
    yield* left.rest();
    yield* right.rest();
  } finally {
    await left.close();
    await right.close();
  }
}

/** Rows up to the end of one of the two pages at hand. */
function headOf<T>(left: Cursor<T>, right: Cursor<T>, order: Order<T>): readonly T[] {
  const page: T[] = [];
  for (let [a, b] = [left.row, right.row]; a !== undefined && b !== undefined;) {
    if (order(b, a) < 0) {
      page.push(b);
      b = right.next();
    } else {
      page.push(a);
      a = left.next();
    }
  }
  return page;
}

/** A place in pages. */
class Cursor<T> {
  readonly #pages: AsyncIterator<readonly T[]>;
  #page: readonly T[] = [];
  #at = 0;

  constructor(pages: Pages<T>) {
    this.#pages = pages[Symbol.asyncIterator]();
  }

  /** The row at the place; undefined at a page's end. */
  get row(): T | undefined {
    return this.#page[this.#at];
  }

  /** Goes on. @returns the next row of the page. */
  next(): T | undefined {
    this.#at += 1;
    return this.row;
  }

  /** Takes up the next page at a page's end. @returns whether there is a row. */
  async fill(): Promise<boolean> {
    while (this.row === undefined) {
      const next = await this.#pages.next();
      if (next.done === true) return false;
      [this.#page, this.#at] = [next.value, 0];
    }
    return true;
  }

  /** What is left. */
  async *rest(): Pages<T> {
    for (; await this.fill(); this.#at = this.#page.length) yield this.#page.slice(this.#at);
  }

  async close(): Promise<void> {
    await this.#pages.return?.();
  }
}

/**
 * Walks two sorted sides in step: the rows of both that lie in one span of the order, span by span. Rows of one place are in one span, and so
 * is all that an order does not tell apart.
 */
export async function* inStep<A extends K, B extends K, K>(
  one: Pages<A>,
  other: Pages<B>,
  order: Order<K>,
): AsyncIterable<readonly [readonly A[], readonly B[]]> {
  const [left, right] = [new Side<A, K>(one, order), new Side<B, K>(other, order)];
  try {
    await left.more();
    await right.more();
    for (;;) {
      const bounds = [left.last, right.last].filter((last) => last !== undefined);
      const [bound] = bounds.sort(order);
      const span = [left.before(bound), right.before(bound)] as const;
      if (span[0].length + span[1].length > 0) yield span;
      if (bound === undefined) return;
      await (left.last === bound ? left : right).more();
    }
  } finally {
    await left.close();
    await right.close();
  }
}

/** The rows of a side that wait for the other side to come so far. */
class Side<T extends K, K> {
  readonly #pages: AsyncIterator<readonly T[]>;
  #rows: readonly T[] = [];
  #hasEnded = false;

  constructor(
    pages: Pages<T>,
    private readonly order: Order<K>,
  ) {
    this.#pages = pages[Symbol.asyncIterator]();
  }

  /** The last row at hand, behind which more may come of its place; undefined where nothing can come any more. */
  get last(): T | undefined {
    return this.#hasEnded ? undefined : this.#rows.at(-1);
  }

  /** Takes more rows, where there are more. */
  async more(): Promise<void> {
    for (let added = 0; added === 0 && !this.#hasEnded;) {
      const next = await this.#pages.next();
      if (next.done === true) {
        this.#hasEnded = true;
      } else {
        added = next.value.length;
        this.#rows = [...this.#rows, ...next.value];
      }
    }
  }

  /** Gives away the rows before a place, all where there is none. */
  before(place: K | undefined): readonly T[] {
    const found = place === undefined ? -1 : this.#rows.findIndex((row) => this.order(row, place) >= 0);
    const end = found === -1 ? this.#rows.length : found;
    const rows = this.#rows.slice(0, end);
    this.#rows = this.#rows.slice(end);
    return rows;
  }

  async close(): Promise<void> {
    await this.#pages.return?.();
  }
}
