import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { PACKS_FOLDER } from '@gongji/packs';
import type { SimulationReport } from '@gongji/proof';
import { gongji, sampleCommands } from './testing/sealed-ledger.ts';

jest.setTimeout(240_000);

const root = mkdtempSync(join(tmpdir(), 'gongji-simulate-'));
const store = join(root, 'ledger');

beforeAll(async () => {
  const file = join(root, 'commands.ndjson');
  writeFileSync(file, `${sampleCommands().join('\n')}\n`);
  await gongji('run', file, '--store', store);
});

afterAll(() => {
  rmSync(root, { recursive: true });
});

function simulate(...options: readonly string[]): Promise<{ readonly status: number; readonly out: string }> {
  return gongji('simulate', '--region', 'zibo', '--store', store, ...options);
}

/** Zibo's pack with a deductible of 500.00 at tier 3, as a folder of its own beside the shared assumptions. */
function otherPack(): string {
  const folder = join(root, 'packs', 'zibo');
  cpSync(join(PACKS_FOLDER, 'zibo'), folder, { recursive: true });
  const table = join(folder, 'tables', 'art-06-ordinary-care.yaml');
  writeFileSync(table, readFileSync(table, 'utf8').replace('value: 700.00', 'value: 500.00'));
  return folder;
}

describe('gongji simulate', () => {
  test('a changed row: the report as JSON and its tables as CSV', async () => {
    const csv = join(root, 'csv');
    const { status, out } = await simulate('--set', 'ordinary.deductible/3=500.00', '--json', '--csv', csv);
    const report = JSON.parse(out) as SimulationReport;
    expect(status).toBe(0);
    expect(report.persons).toBe(6);
    expect(report.changed).toBeGreaterThan(0);
    expect(Number(report.cost)).toBeGreaterThan(0);
    expect(report.all.losers).toBe(0);
    expect(report.largest.length).toBe(report.all.winners);
    const largest = readFileSync(join(csv, 'largest.csv'), 'utf8').trim().split('\r\n');
    expect(largest.slice(1).map((line) => line.split(',')[0])).toEqual(report.largest.map(({ personId }) => personId));
  });

  test('a folder with another pack says the same as the same change of a row', async () => {
    const pack = await simulate('--pack', otherPack(), '--json');
    const row = await simulate('--set', 'ordinary.deductible/3=500.00', '--json');
    const [{ rules: otherRules, ...byPack }, { rules, ...byRow }] = [pack, row].map(
      ({ out }) => JSON.parse(out) as SimulationReport,
    ) as [SimulationReport, SimulationReport];
    expect(byPack).toEqual(byRow);
    expect(otherRules.packHash).not.toBe(rules.packHash);
  });

  test('without a change it says so, in words', async () => {
    const { status, out } = await simulate('--from', '2024-01-01', '--to', '2024-12-31');
    expect(status).toBe(0);
    expect(out).toContain('统筹基金多支出 cost to the pooled fund 0.00\n');
    expect(out).toContain('受益 winners 0, 受损 losers 0');
  });

  test('what cannot be simulated ends with status 2', async () => {
    expect(await simulate('--set', 'ordinary.cap')).toEqual({ status: 2, out: '' });
    expect(await simulate('--parameter', 'averagePension=four')).toEqual({ status: 2, out: '' });
    expect(await simulate('--pack', join(PACKS_FOLDER, 'baoshan'))).toEqual({ status: 2, out: '' });
  });
});
