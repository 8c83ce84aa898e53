/** What an author is told who makes a mistake. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPack, PACKS_FOLDER } from './load.ts';
import type { PackError } from './pack-error.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packs-'));
  await cp(join(PACKS_FOLDER, 'assumptions.yaml'), join(folder, 'assumptions.yaml'));
  await cp(join(PACKS_FOLDER, 'zibo'), join(folder, 'zibo'), { recursive: true });
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function change(file: string, from: string | RegExp, to: string): Promise<void> {
  const path = join(folder, 'zibo', file);
  const text = await readFile(path, 'utf8');
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  await writeFile(path, changed);
}

const load = (): Promise<unknown> => loadPack(join(folder, 'zibo'));

test('an unchanged copy loads', async () => {
  await expect(load()).resolves.toMatchObject({ pack: { region: 'zibo', version: '1' } });
});

const CARE = 'tables/art-06-ordinary-care.yaml';

const MISTAKES: readonly (readonly [what: string, file: string, from: string | RegExp, to: string, told: RegExp])[] = [
  [
    'an unknown key of a row',
    CARE,
    'value: 50.00',
    'amount: 50.00',
    /art-06.*:\d+: \[1\]\.rows\[0\]\.amount: unknown key/,
  ],
  ['a missing key', 'pack.yaml', 'division: 370300\n', '', /^zibo\/pack\.yaml:\d+: "division" is missing$/],
  [
    'an unknown dimension',
    CARE,
    'by: { place: all }',
    'by: { locality: all }',
    /\[0\]\.by\.locality: unknown dimension/,
  ],
  [
    'an unknown value',
    CARE,
    'place: unregistered }',
    'place: nowhere }',
    /rows\[3\]\.when\.place: "nowhere" is none of home/,
  ],
  [
    'a dimension that the table does not name',
    CARE,
    'when: { tier: 1 }',
    'when: { plan: pooled-only }',
    /when\.plan: .*"by"/,
  ],
  [
    'yuan without two decimals',
    CARE,
    'value: 50.00',
    'value: 50',
    /rows\[0\]\.value: "50" is not yuan with two decimals/,
  ],
  ['a rate as a percentage', CARE, 'value: 0.10', 'value: 10%', /rows\[2\]\.value: "10%" is not a rate such as 0\.55/],
  [
    'a word that the table does not answer',
    CARE,
    'value: not-registered',
    'value: refused',
    /value: "refused" is none of covered/,
  ],
  ['a day that does not exist', CARE, 'until: 2023-12-31', 'until: 2023-12-32', /until: there is no day 2023-12-32/],
  [
    'a word that is nearly right',
    CARE,
    'value: not-registered',
    'value: not-registred',
    /"not-registred" is none of .*; did you mean "not-registered"\?/,
  ],
  [
    'an expression that is nearly right',
    'tables/art-05-account-credits.yaml',
    'parameter: averagePension',
    'paramater: averagePension',
    /no value: write text or one of .*; did you mean "parameter"\?/,
  ],
  [
    'a last day before the first',
    'pack.yaml',
    'until: 2027-12-31',
    'until: 2022-12-31',
    /2022-12-31 lies before 2023-01-01/,
  ],
  [
    'a row outside the days of the pack',
    CARE,
    'from: 2024-01-01',
    'from: 2034-01-01',
    /lies outside the days of the pack/,
  ],
  [
    'a gap',
    CARE,
    'when: { tier: 1 }',
    'when: { tier: 2 }',
    /ordinary\.deductible has no row for tier 1, for instance tier 1, age 0 on/,
  ],
  [
    'an overlap',
    CARE,
    'when: { tier: 1 }',
    'when: { tier: [1, 2] }',
    /:\d+: \[1\]\.rows\[1\]: ordinary\.deductible has several rows \(ordinary\.deductible\/1, ordinary\.deductible\/2\) for tier 2/,
  ],
  [
    'a figure of another article',
    CARE,
    'value: 50.00',
    'value: 51.00',
    /the figure 51元 does not stand in article 6$/m,
  ],
  [
    'a table that nothing asks',
    CARE,
    'table: ordinary.cap',
    'table: ordinary.caps',
    /no decision and no programme asks for the table ordinary\.caps; did you mean "ordinary\.cap"\?/,
  ],
  [
    'a fact that is not known',
    'tables/art-05-account-credits.yaml',
    'by: { plan: all }',
    'by: { plan: all, tier: all }',
    /by\.tier: nothing is known of tier when the table is asked, only of plan/,
  ],
  [
    'a value that comes up and is not named',
    'tables/art-13-account-use.yaml',
    'by: { beneficiary: all }',
    'by: { beneficiary: [own] }',
    /by\.beneficiary: the table must answer for family too/,
  ],
  [
    'a value without a row',
    CARE,
    'by: { tier: [1, 2, 3] }',
    'by: { tier: [1, 2, 3, pharmacy] }',
    /ordinary\.deductible has no row for tier pharmacy/,
  ],
  [
    'a violation in other words than the article’s',
    'supervision.yaml',
    'zh: 虚构医疗服务',
    'zh: 虚构服务',
    /supervision\.yaml:\d+: .*the words "虚构服务" do not stand in article 17/,
  ],
  [
    'a violation of no article',
    'supervision.yaml',
    'article: 17',
    'article: 77',
    /supervision\.yaml:\d+: .*the document has no article "77"/,
  ],
  ['an article without a row', 'coverage.yaml', '- article: 20', '- article: 19', /there is no row for article 20/],
  ['a computed article without a test', 'coverage.yaml', /\n {2}tests: .*/, '', /what is computed names its tests/],
  [
    'an unknown exclusion',
    'exclusions.yaml',
    'code: maternity',
    'code: maternty',
    /"maternty" is none of .*did you mean "maternity"/,
  ],
  [
    'a cap that comes back to itself',
    'programmes.yaml',
    'cap: { table: ordinary.cap, accumulator: ordinary }',
    'cap: { table: ordinary.cap, accumulator: ordinary }\n  beyondCap: { rule: ordinary, anew: false, article: 6 }',
    /beyondCap: what is passed on comes back to ordinary/,
  ],
  ['an article that does not exist', CARE, 'article: 6', 'article: 66', /article: the document has no article "66"/],
  ['an assumption of another region', CARE, 'assumption: A15', 'assumption: A25', /assumption: .*does not list "A25"/],
  [
    'an unknown parameter',
    'tables/art-05-account-credits.yaml',
    'parameter: averagePension',
    'parameter: pension',
    /unknown parameter "pension"/,
  ],
  [
    'a parameter of another unit',
    'tables/art-09-chronic-and-special.yaml',
    'parameter: chronic.cap',
    'parameter: chronic.rate',
    /chronic\.rate is in rate, the table in yuan/,
  ],
  [
    'a parameter that nothing asks',
    'parameters.yaml',
    '- name: averagePension',
    '- name: switch.idle\n  unit: switch\n  title: { zh: 无, en: Idle }\n  article: 5\n- name: averagePension',
    /no table asks for the parameter "switch\.idle"/,
  ],
  [
    'a parameter declared twice',
    'parameters.yaml',
    'name: chronic.cap',
    'name: chronic.rate',
    /"chronic\.rate" is declared twice/,
  ],
  [
    'an age in another form',
    'tables/art-05-account-credits.yaml',
    '<70',
    'under 70',
    /when\.age: "under 70" is not an age/,
  ],
  [
    'a step without its table',
    'programmes.yaml',
    'table: ordinary.cap',
    'table: ordinary.ceiling',
    /cap\.table: the pack has no table "ordinary\.ceiling"/,
  ],
  ['a table in two places', 'tables/art-16.yaml', '', '', /the table ordinary\.cap stands in another place too/],
  [
    'a table that is missing',
    CARE,
    'table: coverage.place',
    'table: coverage.area',
    /zibo\/tables: the table coverage\.place is missing/,
  ],
  [
    'a key written twice',
    'pack.yaml',
    'division: 370300',
    'division: 370300\ndivision: 370301',
    /zibo\/pack\.yaml:\d+: .*unique/,
  ],
  ['an empty file', 'limits.yaml', '[]', '', /zibo\/limits\.yaml: the file is empty/],
  [
    'a changed word',
    CARE,
    'assumption: A4',
    'assumption: A3',
    /zibo\/manifest\.json: records version 1 with hash [0-9a-f]{64}, but/,
  ],
  ['a new version without its manifest', 'pack.yaml', 'version: 1', 'version: 2', /the files are version 2/],
];

test.each(MISTAKES)('%s', async (what, file, from, to, told) => {
  if (what === 'a table in two places') await copyTable(file);
  else await change(file, from, to);
  await expect(load()).rejects.toThrow(told);
});

test('everything that is wrong is told at once, by file and line', async () => {
  await change('pack.yaml', 'division: 370300\n', '');
  await change('parameters.yaml', 'name: chronic.cap', 'name: chronic.rate');
  await change(CARE, 'value: 50.00', 'value: 50');
  await change(CARE, 'place: unregistered }', 'place: nowhere }');
  await change(CARE, 'article: 6', 'article: 66');
  const told = await load().catch((error: unknown) => error);
  const { problems } = told as PackError;
  expect(problems.map(({ file, problem }) => [file, problem.split(/[,:;]/)[0]])).toEqual([
    ['zibo/pack.yaml', '"division" is missing'],
    ['zibo/parameters.yaml', '"chronic.rate" is declared twice'],
    ['zibo/tables/art-06-ordinary-care.yaml', 'the document has no article "66"'],
    ['zibo/tables/art-06-ordinary-care.yaml', '"nowhere" is none of home'],
    ['zibo/tables/art-06-ordinary-care.yaml', '"50" is not yuan with two decimals'],
    ['zibo/tables/art-09-chronic-and-special.yaml', 'unknown parameter "chronic.cap"'],
  ]);
  expect(problems.every(({ line }) => line !== undefined && line > 0)).toBe(true);
});

test('a file that is missing', async () => {
  await rm(join(folder, 'zibo', 'limits.yaml'));
  await expect(load()).rejects.toThrow('zibo/limits.yaml: the file is missing');
});

/** Writes a file that holds the ordinary cap once more. */
async function copyTable(file: string): Promise<void> {
  const rows = '[{ value: 1.00, article: 6 }]';
  const table = `- { table: ordinary.cap, title: { zh: 限额, en: Cap }, unit: yuan, by: {}, rows: ${rows} }\n`;
  await writeFile(join(folder, 'zibo', file), table);
}
