import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { ReplayedEvent } from '@gongji/proof';
import { gongji, sampleCommands } from './testing/sealed-ledger.ts';

jest.setTimeout(240_000);

const root = mkdtempSync(join(tmpdir(), 'gongji-replay-'));
const store = join(root, 'ledger');

beforeAll(async () => {
  const file = join(root, 'commands.ndjson');
  writeFileSync(file, `${sampleCommands().join('\n')}\n`);
  await gongji('run', file, '--store', store);
});

afterAll(() => {
  rmSync(root, { recursive: true });
});

async function events(...options: readonly string[]): Promise<readonly ReplayedEvent[]> {
  const { status, out } = await gongji('replay', '--store', store, '--json', ...options);
  expect(status).toBe(0);
  return out
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as ReplayedEvent);
}

const PERSON = ['--region', 'zibo', '--person', 'zb-001'];

interface Shown {
  readonly balance: string;
}

describe('gongji replay', () => {
  test('stops without a complaint when nobody reads on', async () => {
    const program = fileURLToPath(new URL('../bin/gongji.js', import.meta.url));
    const words = ['-c', '"$0" "$1" replay --store "$2" | head -1', process.execPath, program, store];
    const { stdout, stderr } = await promisify(execFile)('bash', words);
    expect(stdout).toMatch(/^#1 /);
    expect(stderr).toBe('');
  });

  test('a person: every event in order, each state going on where the one before ended', async () => {
    const steps = await events(...PERSON);
    expect(steps.map(({ revision }) => Number(revision))).toEqual(steps.map((_step, at) => at));
    expect(steps[0]).toMatchObject({ type: 'InsuredEnrolled', before: null });
    for (const [at, { before }] of steps.entries()) {
      if (at > 0 && steps[at - 1]?.type !== 'YearCarriedOver') expect(before).toEqual(steps[at - 1]?.after);
    }
    const credit = steps.find(({ type }) => type === 'ContributionRecorded' || type === 'AccountCredited');
    const { balance } = credit?.data as unknown as Shown;
    expect((credit?.after as unknown as Shown).balance).toBe(balance);
    expect(credit?.changes.map(({ field }) => field)).toContain('balance');
  });

  test('the whole log, dense; the same states as of the person alone', async () => {
    const all = await events();
    expect(all.map(({ position }) => Number(position))).toEqual(all.map((_event, at) => at + 1));
    const own = all.filter(({ stream }) => stream === 'insured-zibo.zb-001');
    expect(own).toEqual(await events(...PERSON));
  });

  test('filters by type, date, actor and place narrow down, and keep the states', async () => {
    const all = await events();
    const person = await events(...PERSON, '--type', 'VisitSettled', '--from', '2024-01-01');
    expect(person).toEqual(
      all.filter(
        ({ stream, type, occurredOn }) =>
          stream === 'insured-zibo.zb-001' && type === 'VisitSettled' && occurredOn >= '2024-01-01',
      ),
    );
    const visits = await events('--region', 'zibo', '--type', 'VisitSettled', '--to', '2023-06-30');
    expect(visits).toEqual(all.filter(({ type, occurredOn }) => type === 'VisitSettled' && occurredOn <= '2023-06-30'));
    const page = await events('--after', '40', '--up-to', '60', '--limit', '5');
    expect(page).toEqual(all.slice(40, 45));
    expect(await events('--actor', 'nobody')).toEqual([]);
    expect(await events('--actor', all[0]?.actor ?? '')).toEqual(all.filter(({ actor }) => actor === all[0]?.actor));
  });

  test('an institution', async () => {
    const steps = await events('--region', 'zibo', '--institution', 'zb-h31');
    expect(steps[0]).toMatchObject({ type: 'InstitutionDesignated', before: null, after: { tiers: [{ value: 3 }] } });
  });

  test('in words: what happened, who and when, the articles, before and after', async () => {
    const { out } = await gongji('replay', '--store', store, ...PERSON, '--type', 'VisitSettled', '--limit', '8');
    expect(out).toMatch(/^#\d+ 就诊结算 VisitSettled · \d{4}-\d\d-\d\d · insured-zibo\.zb-001\/\d+\n/);
    expect(out).toMatch(/ {2}记录 recorded \S+ · 经办 by /);
    expect(out).toMatch(/ {2}说明 .*第\d+条/);
    expect(out).toMatch(/ {2}变化 /);
    expect(out).toMatch(/继续 · go on with --after \d+\n$/);
  });

  test('wrong options are told, with status 2', async () => {
    expect(await gongji('replay', '--store', store, '--person', 'zb-001')).toEqual({ status: 2, out: '' });
    expect(await gongji('replay', '--store', store, '--type', 'Nothing')).toEqual({ status: 2, out: '' });
    expect(await gongji('replay', '--store', store, '--from', 'today')).toEqual({ status: 2, out: '' });
  });
});
