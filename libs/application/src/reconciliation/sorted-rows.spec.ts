import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { Pages } from './pages.ts';
import { SortedRows } from './sorted-rows.ts';

interface Numbered {
  readonly key: string;
  readonly at: number;
}

const order = (one: Numbered, other: Numbered): number => (one.key < other.key ? -1 : Number(one.key > other.key));

async function walked<T>(pages: Pages<T>): Promise<readonly T[]> {
  const rows: T[] = [];
  for await (const page of pages) rows.push(...page);
  return rows;
}

function files(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`gongji-sorting-${String(process.pid)}-`));
}

test('rows come as a sort in memory gives them, whatever the size of a run, as often as they are walked', async () => {
  const keys = fc.array(fc.oneof(fc.constantFrom('A', 'B'), fc.string({ unit: 'binary', maxLength: 3 })), {
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(keys, fc.integer({ min: 1, max: 15 }), async (drawn, run) => {
      const rows = drawn.map((key, at): Numbered => ({ key, at }));
      const sorted = new SortedRows<Numbered>(order, run);
      try {
        await sorted.add(rows.slice(0, 7));
        await sorted.add(rows.slice(7));
        expect(await walked(sorted.pages())).toEqual([...rows].sort(order));
        expect(await walked(sorted.pages())).toEqual([...rows].sort(order));
      } finally {
        await sorted.close();
      }
    }),
    { numRuns: 50 },
  );
});

test('nothing is left behind, also of rows that were not walked to their end', async () => {
  const sorted = new SortedRows<Numbered>(order, 10);
  await sorted.add(Array.from({ length: 95 }, (_, at) => ({ key: String(at), at })));
  expect(files()).toHaveLength(1);
  for await (const page of sorted.pages()) {
    expect(page[0]).toEqual({ key: '0', at: 0 });
    break;
  }
  await sorted.close();
  expect(files()).toEqual([]);
});
