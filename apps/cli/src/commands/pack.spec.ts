import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { PACKS_FOLDER } from '@gongji/packs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPack, recordPackIn } from './pack.ts';

let parent: string;
let folder: string;
let said: string[];
const say = (line: string): number => said.push(line);
const PROGRAMS = ['review', 'replay', 'simulate', 'verify'];

beforeEach(async () => {
  said = [];
  parent = await mkdtemp(join(tmpdir(), 'gongji-pack-'));
  folder = join(parent, 'zibo');
  await cp(join(PACKS_FOLDER, 'zibo'), folder, { recursive: true });
});

afterEach(async () => {
  await rm(parent, { recursive: true });
});

async function change(file: string, from: string, to: string): Promise<void> {
  const path = join(folder, file);
  await writeFile(path, (await readFile(path, 'utf8')).replace(from, to));
}

test('a pack in order: a summary', async () => {
  expect(await checkPack(folder, PROGRAMS, say)).toBe(0);
  expect(said[0]).toBe('淄博市 · Zibo: 没有问题 · no problems');
  expect(said.join('\n')).toMatch(/表 tables \d+, 行 rows \d+/);
  expect(said.join('\n')).toMatch(/条款 articles 20, 其中计算 computed 4/);
  expect(said.at(-1)).toContain('已登记 recorded');
});

test('what serves an article must be there: in the service, in the command file, in the program', async () => {
  await change('reporting.yaml', 'statistics/care', 'statistics/cure');
  await change('reporting.yaml', 'reports: [care-statistics,', 'reports: [cure-statistics,');
  await change('reporting.yaml', '[simulate]', '[simulation]');
  expect(await checkPack(folder, PROGRAMS, say)).toBe(1);
  expect(said).toEqual([
    expect.stringMatching(/^zibo\/reporting\.yaml:\d+: .*"simulation" is none of the programs/),
    expect.stringMatching(/"statistics\/cure" is none of the views .*"statistics\/care"\?$/),
    expect.stringMatching(/"cure-statistics" is none of the reports .*"care-statistics"\?$/),
    '3 个问题 · problems',
  ]);
});

test('problems: each on a line of its own, and the number', async () => {
  await change('tables/art-06-ordinary-care.yaml', 'value: 50.00', 'value: 51.00');
  await change('parameters.yaml', 'name: chronic.cap', 'name: chronic.cup');
  expect(await checkPack(folder, PROGRAMS, say)).toBe(1);
  expect(said).toEqual([
    expect.stringMatching(/^zibo\/parameters\.yaml:\d+: \[\d+\]: no table asks for the parameter "chronic\.cup"$/),
    expect.stringMatching(
      /^zibo\/tables\/art-06-ordinary-care\.yaml:\d+: .*: the figure 51元 does not stand in article 6$/,
    ),
    expect.stringMatching(
      /^zibo\/tables\/art-09-.*:\d+: .*: unknown parameter "chronic\.cap": .* did you mean "chronic\.cup"\?$/,
    ),
    '3 个问题 · problems',
  ]);
});

test('a version that is recorded does not change; a new one is recorded', async () => {
  await change('tables/art-06-ordinary-care.yaml', 'assumption: A4', 'assumption: A3');
  expect(await checkPack(folder, PROGRAMS, say)).toBe(0);
  expect(said.at(-1)).toContain('version 1 is recorded with another content');
  expect(await recordPackIn(folder, { sameVersion: false }, say)).toBe(1);
  expect(said.at(-2)).toContain('zibo/manifest.json: version 1 is recorded with another content');
  await change('pack.yaml', 'version: 1', 'version: 2');
  expect(await checkPack(folder, PROGRAMS, say)).toBe(0);
  expect(said.at(-1)).toContain('not recorded yet');
  expect(await recordPackIn(folder, { sameVersion: false }, say)).toBe(0);
  expect(await checkPack(folder, PROGRAMS, say)).toBe(0);
  expect(said.at(-1)).toContain('已登记 recorded');
});

test('a folder that is none', async () => {
  expect(await checkPack(join(parent, 'nowhere'), PROGRAMS, say)).toBe(1);
  expect(said).toContain('nowhere/pack.yaml: the file is missing');
});
