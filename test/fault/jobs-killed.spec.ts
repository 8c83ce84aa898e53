import { afterAll, expect, jest, test } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gongji, GongjiProcess, gongjiSays } from './gongji.ts';

jest.setTimeout(240_000);

const SAMPLE = fileURLToPath(new URL('../../samples/zibo.ndjson', import.meta.url));

interface Job {
  readonly status: string;
  readonly interruptions: number;
  readonly result: { readonly ok: boolean; readonly events: number } | null;
}

const root = mkdtempSync(join(tmpdir(), 'gongji-jobs-killed-'));
const store = join(root, 'ledger');
const started: GongjiProcess[] = [];

afterAll(async () => {
  for (const each of started) each.kill();
  for (const each of started) await each.end();
  rmSync(root, { recursive: true });
});

/** A service on the ledger. @returns where it listens. */
async function serve(): Promise<{ readonly service: GongjiProcess; readonly url: string }> {
  const service = new GongjiProcess(['serve', '--store', store, '--port', '0']);
  started.push(service);
  const url = (): string | undefined => /http:\/\/127\.0\.0\.1:\d+/.exec(service.stderr)?.[0];
  await service.says(() => url() !== undefined);
  return { service, url: url() as string };
}

async function asked(url: string, body?: object): Promise<Job & { readonly id: string }> {
  const headers = { 'content-type': 'application/json' };
  const posted = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
  return (await (await fetch(url, posted)).json()) as Job & { readonly id: string };
}

test('a verification whose service is killed goes on at the next start, and its report is whole', async () => {
  expect((await gongji({ file: SAMPLE, store })).status).toBe(0);
  const first = await serve();
  const { id } = await asked(`${first.url}/jobs`, { type: 'verify' });
  expect(await first.service.until(() => existsSync(join(store, 'jobs', `${id}.resume`)))).toBe(true);
  first.service.kill();
  await first.service.end();

  const { url } = await serve();
  let job = await asked(`${url}/jobs/${id}`);
  while (job.status === 'running') job = await asked(`${url}/jobs/${id}`);
  const { events, ok } = JSON.parse(await gongjiSays('verify', '--store', store, '--json')) as NonNullable<
    Job['result']
  >;
  expect(job).toMatchObject({ status: 'done', interruptions: 1, result: { ok, events } });
});
