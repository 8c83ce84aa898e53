import { beforeAll, describe, expect, test } from '@jest/globals';
import { ALL_WARNING_RULES } from '@gongji/core';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CLEARED, FAULTS } from '../support/planted/faults.ts';
import { isFound, isOfFault, watchedWithFaults, type Watched } from '../support/planted/plant.ts';
import { warningsPage } from '../support/planted/warnings-page.ts';

/**
 * The faults of test/support/planted/faults.ts are found in every region's sample; how many warnings are raised beside them is kept in
 * samples/warnings.md. UPDATE_WARNINGS=1 keeps the present figures instead.
 */

const REGIONS = ['panzhihua', 'shangrao', 'chongqing', 'baoshan', 'zibo'];
const PAGE = fileURLToPath(new URL('../../samples/warnings.md', import.meta.url));
const found = new Map<string, { readonly before: Watched; readonly after: Watched }>();

beforeAll(async () => {
  for (const region of REGIONS) found.set(region, await watchedWithFaults(region));
}, 240_000);

function of(region: string): { readonly before: Watched; readonly after: Watched } {
  const each = found.get(region);
  if (each === undefined) throw new Error(region);
  return each;
}

test('there are more than twenty kinds, and one for every rule', () => {
  const kinds = FAULTS.map(({ kind }) => kind);
  expect(new Set(kinds).size).toBe(kinds.length);
  expect(kinds.length).toBeGreaterThanOrEqual(20);
  const rules = FAULTS.flatMap(({ foundBy }) =>
    'warning' in foundBy ? [foundBy.warning] : 'measured' in foundBy ? [foundBy.measured] : [],
  );
  expect(rules.sort()).toEqual([...ALL_WARNING_RULES.keys()].sort());
});

describe.each(REGIONS)('%s', (region) => {
  const asked = FAULTS.filter(({ only }) => only === undefined || only.includes(region));

  test.each(asked.map((fault) => [fault.kind, fault.what, fault] as const))('%s is found: %s', (kind, what, fault) => {
    expect({ kind, what, found: isFound(fault, of(region).after) }).toEqual({ kind, what, found: true });
  });

  test('reconciling finds nothing else, and the sample itself holds none of the faults', () => {
    const { before, after } = of(region);
    expect(after.items).toHaveLength(CLEARED.length);
    expect(before.items).toEqual([]);
    expect(before.warnings.filter(({ institutionId }) => institutionId?.startsWith('fault-'))).toEqual([]);
  });
});

test('samples/warnings.md says how many warnings there are without a fault', async () => {
  const regions = REGIONS.map((region) => {
    const { before, after } = of(region);
    const all = [...after.warnings, ...after.measured];
    return {
      region,
      settlements: before.settlements,
      ofFaults: all.filter(isOfFault).map(({ rule }) => rule),
      without: [...before.warnings, ...before.measured].map(({ rule }) => rule),
    };
  });
  const page = await warningsPage(regions, PAGE);
  if (process.env.UPDATE_WARNINGS === '1') await writeFile(PAGE, page);
  expect(await readFile(PAGE, 'utf8')).toBe(page);
});
