import { beforeAll, describe, expect, test } from '@jest/globals';
import { DIMENSIONS, TABLES } from '@gongji/core';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadPacks, PACKS_FOLDER, readPack, REGIONS, type LoadedPack } from './load.ts';

let packs: ReadonlyMap<string, LoadedPack>;

beforeAll(async () => {
  packs = await loadPacks();
});

test('every folder with a pack.yaml is a region that is loaded', async () => {
  const entries = await readdir(PACKS_FOLDER, { recursive: true });
  const found = entries.filter((entry) => /^[a-z]+\/pack\.yaml$/.test(entry)).map((entry) => entry.split('/')[0]);
  expect(found.sort()).toEqual([...REGIONS].sort());
  expect([...packs.keys()]).toEqual([...REGIONS]);
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

  test('it has every table that the ledger asks', () => {
    const names = loaded().pack.tables.map(({ table }) => table);
    expect(names).toEqual(expect.arrayContaining(Object.values(TABLES)));
  });

  test('it has no table that nothing asks', () => {
    const { pack } = loaded();
    const asked = pack.programmes.flatMap((rule) => [rule.rate, rule.selfPayFirst, rule.deductible, rule.cap]);
    const names = new Set<string>([...Object.values(TABLES), ...asked.flatMap((step) => (step ? [step.table] : []))]);
    expect(pack.tables.map(({ table }) => table).filter((table) => !names.has(table))).toEqual([]);
  });

  test('it has a rule for every programme', () => {
    const names = loaded().pack.programmes.map(({ programme }) => programme);
    expect(names).toEqual(expect.arrayContaining([...DIMENSIONS.programme]));
  });

  test('it answers every exclusion code, and bars the account for the same ones as A32', () => {
    const { exclusions } = loaded().pack;
    expect(exclusions.map(({ code }) => code)).toEqual([
      'third-party',
      'work-injury',
      'public-health',
      'abroad',
      'other-fund',
      'fitness',
      'wellness',
      'check-up',
      'inpatient-stay',
      'maternity',
      'other',
    ]);
    const barred = exclusions.filter(({ account }) => account === 'barred').map(({ code }) => code);
    const checkUp = ['shangrao', 'baoshan'].includes(region) ? ['check-up'] : [];
    expect(barred).toEqual(['public-health', 'abroad', 'fitness', 'wellness', ...checkUp]);
  });
});
