/** The data held against the documents' own text: what the loader does not check itself. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { PolicyPack } from '@gongji/core';
import { join } from 'node:path';
import { loadArticles, PACKS_FOLDER, readPack, REGIONS } from './load.ts';

const ARTICLES: { readonly [region: string]: number } = {
  panzhihua: 19,
  shangrao: 32,
  chongqing: 14,
  baoshan: 37,
  zibo: 20,
};

const packs = new Map<string, PolicyPack>();
const texts = new Map<string, ReadonlyMap<string, string>>();

beforeAll(async () => {
  for (const region of REGIONS) {
    const folder = join(PACKS_FOLDER, region);
    packs.set(region, (await readPack(folder)).pack);
    texts.set(region, await loadArticles(folder));
  }
});

describe.each(REGIONS)('%s', (region) => {
  const pack = (): PolicyPack => packs.get(region) as PolicyPack;

  test('no article of the document was lost', () => {
    expect(pack().coverage).toHaveLength(ARTICLES[region] as number);
  });

  test('what is computed names tables that exist', () => {
    const tables = new Set(pack().tables.map(({ table }) => table));
    const families = new Set([...tables].map((table) => table.split('.')[0]));
    for (const { article, by } of pack().coverage) {
      const named = [...by.matchAll(/\b([a-z-]+)\.([A-Za-z]+)\b/g)].filter(([, family]) => families.has(family));
      const unknown = named.map(([name]) => name).filter((name) => !tables.has(name) && !name.endsWith('.yaml'));
      expect({ article, unknown }).toEqual({ article, unknown: [] });
    }
  });

  test('the article cited for validity names its first year', () => {
    expect(texts.get(region)?.get(pack().inForce.article)).toMatch(/2023年/);
  });
});
