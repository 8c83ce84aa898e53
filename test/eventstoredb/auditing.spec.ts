import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkProof, readVerifier } from '@gongji/proof';
import { gongjiSays } from '../fault/gongji.ts';
import { SERVER, testServer } from './where.ts';

jest.setTimeout(240_000);

const SAMPLE = new URL('../../samples/zibo.ndjson', import.meta.url);
const LINES = 250;

const before = process.env.EVENTSTORE_URL;
const server = await testServer();
const root = mkdtempSync(join(tmpdir(), 'gongji-auditing-'));
const ledger = join(root, 'ledger');
const key = join(root, 'key.pub');
const address = server.newLedger();

/** With the log on the server, or in the folder. */
function serve(url: string | undefined): void {
  if (url === undefined) delete process.env.EVENTSTORE_URL;
  else process.env.EVENTSTORE_URL = url;
}

beforeAll(async () => {
  serve(undefined);
  const commands = join(root, 'commands.ndjson');
  writeFileSync(commands, readFileSync(SAMPLE, 'utf8').split('\n').slice(0, LINES).join('\n'));
  await gongjiSays('run', commands, '--store', ledger);
  writeFileSync(key, await gongjiSays('key', 'new', '--store', ledger, '--name', 'zibo.example/ledger'));
  await gongjiSays('seal', '--store', ledger);
  await gongjiSays('copy', ledger, address);
});

afterAll(() => {
  serve(before);
  server.stop();
  rmSync(root, { recursive: true });
});

/** What the built program, threads and all, says of the log on the server, and of the one in the folder. */
async function both(...words: readonly string[]): Promise<{ readonly served: string; readonly embedded: string }> {
  serve(address);
  const served = await gongjiSays(...words, '--store', join(root, 'beside'));
  serve(undefined);
  return { served, embedded: await gongjiSays(...words, '--store', ledger) };
}

describe(`an auditor finds on EventStoreDB (against ${SERVER}) what the embedded store says`, () => {
  test('verifying', async () => {
    const { served, embedded } = await both('verify', '--key', key, '--workers', '2', '--json');
    expect(served).toBe(embedded);
    expect(JSON.parse(served)).toMatchObject({ ok: true });
  });

  test('simulating', async () => {
    const change = ['--set', 'ordinary.deductible=0.00', '--workers', '2', '--json'];
    const { served, embedded } = await both('simulate', '--region', 'zibo', ...change);
    expect(served).toBe(embedded);
    expect((JSON.parse(served) as { readonly changed: number }).changed).toBeGreaterThan(0);
  });

  test('sealing, with the key in the folder beside the server; sealed again, each keeps its seal', async () => {
    const keys = ['--keys', join(ledger, 'keys')];
    const { served, embedded } = await both('seal', ...keys);
    expect(served).toBe(embedded);
    expect(await both('key', 'list', ...keys)).toEqual({
      served: readFileSync(key, 'utf8'),
      embedded: readFileSync(key, 'utf8'),
    });
  });

  test('proving', async () => {
    const { served, embedded } = await both('prove', 'settlement', 'zibo', 'zb-002', 'v01');
    expect(served).toBe(embedded);
    expect(checkProof(served, [readVerifier(readFileSync(key, 'utf8'))])).toMatchObject({ kind: 'settlement' });
  });
});
