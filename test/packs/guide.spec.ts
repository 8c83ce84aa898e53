/** The examples of the pack author's guide are those of a pack that is in order, and what it calls refused is refused. */
import { expect, test } from '@jest/globals';
import { askedTables } from '@gongji/core';
import { PACKS_FOLDER, readPack } from '@gongji/packs';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const GUIDE = readFileSync(join(PACKS_FOLDER, 'GUIDE.md'), 'utf8');
const YUNTING = fileURLToPath(new URL('yunting', import.meta.url));

const blocks = [...GUIDE.matchAll(/```yaml\n# (\S+)\n([\s\S]*?)```/g)].map(
  ([, file, text]) => [file as string, text as string] as const,
);

test.each(blocks)('the example of %s stands in the pack', (file, text) => {
  expect(readFileSync(join(YUNTING, file), 'utf8')).toContain(text);
});

test('there is an example of every kind of file, and each names its file', () => {
  expect(blocks).toHaveLength([...GUIDE.matchAll(/```yaml/g)].length);
  const kinds = ['assumptions', 'coverage', 'exclusions', 'pack', 'parameters', 'programmes'];
  const files = new Set(blocks.map(([file]) => file));
  expect(kinds.filter((kind) => !files.has(`${kind}.yaml`))).toEqual([]);
});

test('every table that a pack must have is explained, and what it may distinguish', () => {
  const explained = new Map(
    [...GUIDE.matchAll(/^\| `([a-z]+\.[A-Za-z]+)` \|[^|]*\| ([^|]*) \|$/gm)].map(
      ([, table, known]) => [table as string, known as string] as const,
    ),
  );
  const asked = askedTables([]);
  expect([...explained.keys()].sort()).toEqual([...asked.keys()].sort());
  for (const [table, text] of explained) {
    const known = asked.get(table);
    const words = Object.keys(known?.known ?? {}).sort();
    const named = text.startsWith('the visit') ? words : text.split(', ').filter((word) => word !== 'age');
    expect({ table, known: words, ages: known?.ages }).toEqual({
      table,
      known: [...named].sort(),
      ages: text.split(', ').includes('age'),
    });
  }
});

/** Where each refused shape would be written, and instead of what. */
const PLACES: { readonly [written: string]: readonly [file: string, instead: string] } = {
  'per: month': ['programmes.yaml', 'per: year'],
  'by: { amount: all }': ['tables/art-05-ordinary-care.yaml', 'by: { place: all }'],
  'per: half-year': ['programmes.yaml', 'cap: { table: ordinary.cap,'],
  'by: { visits: all }': ['tables/art-05-ordinary-care.yaml', 'by: { place: all }'],
  "age: '>=840 months'": ['tables/art-06-other-programmes.yaml', "age: '>=65'"],
  'code: cosmetic': ['exclusions.yaml', 'code: other\n'],
};

const refused = [...GUIDE.matchAll(/^\| [^|`]+ \| `([^|]+)` \| `([^|]+)` \|$/gm)].map(
  ([, written, told]) => [written as string, told as string] as const,
);

test.each(refused)('%s is refused', async (written, told) => {
  const [file, instead] = PLACES[written] ?? ['', ''];
  const parent = mkdtempSync(join(tmpdir(), 'guide-'));
  try {
    const folder = join(parent, 'yunting');
    cpSync(YUNTING, folder, { recursive: true });
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).toContain(instead);
    const ending = instead.endsWith(',') ? `${instead} ${written},` : instead.endsWith('\n') ? `${written}\n` : written;
    writeFileSync(join(folder, file), text.replace(instead, ending));
    await expect(readPack(folder)).rejects.toThrow(told);
  } finally {
    rmSync(parent, { recursive: true });
  }
});

test('the guide says of every shape where it would stand', () => {
  expect(refused.map(([written]) => written).sort()).toEqual(Object.keys(PLACES).sort());
});
