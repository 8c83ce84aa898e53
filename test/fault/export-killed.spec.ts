import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logIn } from './end-state.ts';
import { GongjiProcess, GongjiRun, gongjiSays } from './gongji.ts';

const SAMPLE = new URL('../../samples/zibo.ndjson', import.meta.url);
const COMMANDS = 1200;

describe('gongji export, killed', () => {
  let base: string;
  const at = (name: string): string => join(base, name);
  const temporary = process.env.TMPDIR;

  beforeAll(async () => {
    base = mkdtempSync(join(tmpdir(), 'gongji-export-killed-'));
    mkdirSync(at('tmp'));
    process.env.TMPDIR = at('tmp'); // where the exporting process makes its files
    const input = readFileSync(SAMPLE, 'utf8').split('\n').slice(0, COMMANDS).join('\n');
    await new GongjiRun({ file: '-', store: at('ledger'), input }).end();
  }, 60_000);
  afterAll(() => {
    if (temporary === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = temporary;
    rmSync(base, { recursive: true, force: true });
  });

  /** Hashes of the files that the log says were handed out. */
  async function recorded(): Promise<readonly string[]> {
    const exports = (await logIn(at('ledger'))).filter(({ type }) => type === 'ReportExported');
    return exports.map(({ data }) => (JSON.parse(data) as { readonly sha256: string }).sha256);
  }

  const wal = (): number => statSync(at('ledger/events.db-wal'), { throwIfNoEntry: false })?.size ?? 0;

  test.each([
    ['while its file is made', () => readdirSync(at('tmp')).length > 0],
    ['when something more is in the log', () => wal() > 0 && readdirSync(at('tmp')).length > 0],
    ['when the file is there', () => readdirSync(base).some((name) => name.endsWith('.csv'))],
  ])('%s, leaves no file without its record', async (_when, reached) => {
    const out = at(`${String(readdirSync(base).length)}.csv`);
    rmSync(at('tmp'), { recursive: true });
    mkdirSync(at('tmp'));
    const exporting = new GongjiProcess([
      'export',
      'statements',
      '--region',
      'zibo',
      '--store',
      at('ledger'),
      '--out',
      out,
    ]);
    await exporting.until(reached);
    exporting.kill();
    await exporting.end();
    const hashes = await recorded();
    if (existsSync(out)) expect(hashes).toContain(createHash('sha256').update(readFileSync(out)).digest('hex'));
  });

  test('is done by the same call again, and the ledger verifies', async () => {
    const before = (await recorded()).length;
    await gongjiSays('export', 'statements', '--region', 'zibo', '--store', at('ledger'), '--out', at('again.csv'));
    const hashes = await recorded();
    expect(hashes).toHaveLength(before + 1);
    expect(hashes.at(-1)).toBe(
      createHash('sha256')
        .update(readFileSync(at('again.csv')))
        .digest('hex'),
    );
    await gongjiSays('verify', '--store', at('ledger'));
  });
});
