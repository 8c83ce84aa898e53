import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadPacks, PACKS_FOLDER, readPack, REGIONS, type LoadedPack } from './load.ts';

let packs: ReadonlyMap<string, LoadedPack>;

beforeAll(async () => {
  packs = await loadPacks();
});

test('the five regions are loaded', () => {
  expect([...packs.keys()]).toEqual(['baoshan', 'chongqing', 'panzhihua', 'shangrao', 'zibo']);
});

test('every assumption is one that some region rests on', async () => {
  const shared = await readFile(join(PACKS_FOLDER, 'assumptions.yaml'), 'utf8');
  const declared = [...shared.matchAll(/^- id: (A\d+)$/gm)].map((found) => found[1]);
  const applied = new Set([...packs.values()].flatMap(({ pack }) => pack.assumptions.map(({ id }) => id)));
  expect(declared).toEqual(Array.from({ length: 36 }, (_, index) => `A${String(index + 1)}`));
  expect([...applied].sort()).toEqual([...declared].sort());
});

describe.each(REGIONS)('%s', (region) => {
  const loaded = (): LoadedPack => packs.get(region) as LoadedPack;

  test('its content is what its manifest records, each time it is read', async () => {
    const manifest: unknown = JSON.parse(await readFile(join(PACKS_FOLDER, region, 'manifest.json'), 'utf8'));
    const again = await readPack(join(PACKS_FOLDER, region));
    expect(manifest).toEqual({ version: loaded().pack.version, hash: again.hash });
  });

  test('its changelog tells of its version', async () => {
    const changelog = await readFile(join(PACKS_FOLDER, region, 'CHANGELOG.md'), 'utf8');
    expect(changelog).toContain(`## Version ${loaded().pack.version}\n`);
  });

  test('its exclusions bar the account for the same reasons as A32', () => {
    const { exclusions } = loaded().pack;
    const barred = exclusions.filter(({ account }) => account === 'barred').map(({ code }) => code);
    const checkUp = ['shangrao', 'baoshan'].includes(region) ? ['check-up'] : [];
    expect(barred).toEqual(['public-health', 'abroad', 'fitness', 'wellness', ...checkUp]);
  });
});
