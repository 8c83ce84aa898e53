import { beforeAll, expect, test } from '@jest/globals';
import { loadPacks, REGIONS, type LoadedPack } from '@gongji/packs';
import { readFileSync } from 'node:fs';

/** Every article that a region's coverage.yaml calls computed names tests that exist and that speak of it. */

const TESTS = new URL('../', import.meta.url);
let packs: ReadonlyMap<string, LoadedPack>;

beforeAll(async () => {
  packs = await loadPacks();
});

/** "art. 9", "Art. 10, 12" or "articles 9 and 11" speak of article 9; so does a file that is named art-09. */
function speaksOf(article: string, file: string, text: string): boolean {
  const named = new RegExp(`/(art-0?${article}|sec-${article.replaceAll(/[()]/g, '-').replace(/-\d?$/, '')})-`);
  if (/^\d+$/.test(article) ? named.test(file) : text.includes(article)) return true;
  const lists = text.matchAll(/\b[Aa]rt\.? ?((?:\d+(?:\(\d+\))*(?:, | and |–)?)+)/g);
  return [...lists].some(([, list = '']) => list.split(/, | and |–/).some((one) => one.split('(')[0] === article));
}

test.each(REGIONS)('%s: what is computed is shown by the tests that it names', (region) => {
  const { tests } = packs.get(region) as LoadedPack;
  for (const [article, files] of tests) {
    for (const file of files) {
      const text = readFileSync(new URL(file, TESTS), 'utf8');
      expect({ article, file, speaks: speaksOf(article, file, text) }).toEqual({ article, file, speaks: true });
    }
  }
});
