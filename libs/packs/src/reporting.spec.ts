/** Every article that is reported names what serves it, and what it names there is. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Offers } from '@gongji/core';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPack, PACKS_FOLDER, readPack, REGIONS } from './load.ts';

/** Articles of the documents that have the ledger report, watch or pay (POLICY.md, 5) and are more than a principle. */
const SUPERVISION: { readonly [region: string]: readonly string[] } = {
  panzhihua: ['12', '13', '15', '16', '17', '18'],
  shangrao: ['4', '5', '12', '22', '23', '24', '25', '26', '27', '30'],
  chongqing: ['1(2)', '2(4)1', '2(4)2', '2(4)3'],
  baoshan: ['8', '15', '26', '30', '31', '32', '34', '35'],
  zibo: ['9', '15', '16', '17'],
};

test.each(REGIONS)('%s: every article of supervision is served by something with a name', async (region) => {
  const { pack, supervision } = await loadPack(join(PACKS_FOLDER, region));
  const served = supervision.served.map(({ article }) => article);
  const reported = pack.coverage.filter(({ treatment }) => treatment === 'reported').map(({ article }) => article);
  expect(served).toEqual(expect.arrayContaining([...(SUPERVISION[region] as string[]), ...reported]));
});

describe('a reporting.yaml', () => {
  let folder: string;
  let offers: Offers;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reporting-'));
    await cp(join(PACKS_FOLDER, 'assumptions.yaml'), join(folder, 'assumptions.yaml'));
    await cp(join(PACKS_FOLDER, 'zibo'), join(folder, 'zibo'), { recursive: true });
    const { served } = (await loadPack(join(folder, 'zibo'))).supervision;
    const named = (service: 'views' | 'reports' | 'commands' | 'programs') =>
      new Set(served.flatMap((row) => row[service]));
    offers = {
      views: named('views'),
      reports: named('reports'),
      commands: named('commands'),
      programs: named('programs'),
    };
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const read = (known?: Offers): Promise<unknown> => readPack(join(folder, 'zibo'), known);

  async function change(from: string | RegExp, to: string): Promise<void> {
    const file = join(folder, 'zibo', 'reporting.yaml');
    const text = await readFile(file, 'utf8');
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    await writeFile(file, changed);
  }

  test('of the pack itself is in order', async () => {
    await expect(read(offers)).resolves.toMatchObject({ pack: { region: 'zibo' } });
  });

  test.each<[string, string | RegExp, string, RegExp]>([
    ['a view that there is not', 'indicators', 'indicator', /"indicator" is none of the views.*mean "indicators"\?$/],
    [
      'a report that there is not',
      'reports: [care-statistics,',
      'reports: [care,',
      /"care" is none of the reports that there are$/,
    ],
    ['a command that there is not', 'OpenCase', 'OpenedCase', /"OpenedCase" is none of the commands.*"OpenCase"\?$/],
    ['a program that there is not', '[simulate]', '[stimulate]', /"stimulate" is none of the programs/],
    ['a rule that there is not', 'costGrowth', 'growth', /"growth" is none of the warnings that there are/],
    ['a rule that is left out', 'costGrowth, ', '', /article 16 is cited by costGrowth too$/],
    ['a reported article that is left out', /- article: 17[\s\S]*$/, '', /article 17 is reported, and nothing here/],
  ])('%s is complained of with file and line', async (_what, from, to, told) => {
    await change(from, to);
    await expect(read(offers)).rejects.toThrow(told);
    await expect(read(offers)).rejects.toThrow(/^zibo\/reporting\.yaml:\d+/);
  });

  test.each<[string, string | RegExp, string, RegExp]>([
    ['an article that there is not', '- article: 17', '- article: 77', /the document has no article "77"/],
    ['an article twice', '- article: 17', '- article: 16', /article 16 stands here twice/],
    ['articles out of order', '- article: 9', '- article: 18', /not in the document's order/],
    [
      'an article that nothing serves',
      /  commands: \[PublishParameters\]\n  programs.*\n/,
      "  open: 'x'\n",
      /nothing serves article 9/,
    ],
  ])('%s is refused even where nothing else is known', async (_what, from, to, told) => {
    await change(from, to);
    await expect(read()).rejects.toThrow(told);
  });

  test('may be missing where a pack is only to be used, not where it is checked', async () => {
    await rm(join(folder, 'zibo', 'reporting.yaml'));
    await expect(read()).resolves.toMatchObject({ supervision: { served: [] } });
    await expect(read(offers)).rejects.toThrow('zibo/reporting.yaml: the file is missing');
  });
});
