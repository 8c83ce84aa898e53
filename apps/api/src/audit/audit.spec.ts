import { describe, expect, it, jest } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKS_FOLDER } from '@gongji/packs';
import { withExample } from '../testing/service.ts';

jest.setTimeout(240_000);

/** A pack that travels with the program, as a client sends it. */
function packFiles(region: string): { readonly [name: string]: string } {
  const folder = join(PACKS_FOLDER, region);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return Object.fromEntries(
    names
      .filter((name) => /\.(yaml|txt)$/.test(name))
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const),
  );
}

const example = withExample();
const REGION = '/regions/panzhihua';

interface Row {
  readonly position: string;
  readonly stream: string;
  readonly type: string;
}

async function page(query: string): Promise<{ readonly rows: readonly Row[]; readonly next: string | null }> {
  const { status, body } = await example.client.get(`${REGION}/replay${query}`);
  expect(status).toBe(200);
  return body as unknown as { readonly rows: readonly Row[]; readonly next: string | null };
}

describe('replay', () => {
  it('goes through the log page by page', async () => {
    const { rows, next } = await page('');
    expect(next).toBeNull();
    const pages: Row[] = [];
    for (let after: string | null = '0'; after !== null;) {
      const some = await page(`?limit=3&after=${after}`);
      pages.push(...some.rows);
      after = some.next;
    }
    expect(pages).toEqual(rows);
  });

  it('shows one person, and what is asked of them', async () => {
    const { rows } = await page('?person=example-person');
    expect(new Set(rows.map(({ stream }) => stream))).toEqual(new Set(['insured-panzhihua.example-person']));
    const visits = await page('?person=example-person&type=VisitSettled');
    expect(visits.rows).toEqual(rows.filter(({ type }) => type === 'VisitSettled'));
    expect(visits.rows.length).toBeGreaterThan(0);
    expect(await page('?actor=nobody')).toEqual({ rows: [], next: null });
  });

  it.each([
    ['?type=Nothing', 400, 'invalid-query'],
    ['?person=a&institution=b', 400, 'invalid-query'],
    ['?limit=0', 400, 'invalid-query'],
  ])('refuses %s', async (query, status, code) => {
    expect(await example.client.get(`${REGION}/replay${query}`)).toMatchObject({ status, body: { code } });
  });
});

describe('a proof', () => {
  it('of what is not under a seal is refused in one sentence', async () => {
    for (const path of ['balance-proof', 'settlements/example-visit-2/proof']) {
      const answer = await example.client.get(`${REGION}/persons/example-person/${path}`);
      expect(answer).toMatchObject({ status: 422, body: { code: 'not-provable' } });
    }
  });
});

describe('jobs', () => {
  async function ended(job: object): Promise<{ readonly id: string; readonly body: object }> {
    const started = await example.client.post('/jobs', job);
    expect(started).toMatchObject({ status: 202, body: { status: 'running', result: null } });
    const id = String(started.body.id);
    for (;;) {
      const { body } = await example.client.get(`/jobs/${id}`);
      if (body.status !== 'running') return { id, body };
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  it('verify the ledger beside the service, and are forgotten when deleted', async () => {
    await page(`?minPosition=${example.position}`);
    const { id, body } = await ended({ type: 'verify' });
    expect(body).toMatchObject({ type: 'verify', status: 'done', error: null, result: { ok: true, problems: [] } });
    const { progress } = body as { readonly progress: { readonly done: number; readonly of: number } };
    expect(progress.done).toBe(progress.of);
    const path = `${example.client.url}/jobs/${id}`;
    expect((await fetch(path, { method: 'DELETE' })).status).toBe(200);
    expect(await example.client.get(`/jobs/${id}`)).toMatchObject({ status: 404, body: { code: 'unknown-job' } });
  });

  it('simulate other figures', async () => {
    const rows = [{ row: 'ordinary.deductible', value: '0.00' }];
    const { body } = await ended({ type: 'simulate', region: 'panzhihua', rows });
    expect(body).toMatchObject({ status: 'done', result: { region: 'panzhihua', rules: { rows } } });
    const { result } = body as { readonly result: { readonly cost: string } };
    expect(Number(result.cost)).toBeGreaterThan(0);
  });

  it('simulate another pack, sent as its files', async () => {
    const pack = packFiles('panzhihua');
    const table = 'tables/art-07-ordinary-care.yaml';
    const other = { ...pack, [table]: (pack[table] ?? '').replace('value: 200.00', 'value: 150.00') };
    const same = await ended({ type: 'simulate', region: 'panzhihua', pack });
    expect(same.body).toMatchObject({ status: 'done', request: { pack: Object.keys(pack) }, result: { cost: '0.00' } });
    const list = await example.client.get('/jobs');
    expect((list.body.rows as readonly object[])[0]).toMatchObject({ id: same.id, type: 'simulate', status: 'done' });
    const { body } = await ended({ type: 'simulate', region: 'panzhihua', pack: other });
    const rows = [{ row: 'ordinary.deductible/1', value: '150.00' }];
    const byRow = await ended({ type: 'simulate', region: 'panzhihua', rows });
    const costs = [body, byRow.body].map(
      (each) => (each as { readonly result: { readonly cost: string } }).result.cost,
    );
    expect(costs[0]).toBe(costs[1]);
    expect(Number(costs[0])).toBeGreaterThan(0);
  });

  it.each([
    [{}, 400, 'invalid-body', 'type'],
    [{ type: 'verify', region: 'zibo' }, 400, 'invalid-body', 'region'],
    [{ type: 'simulate' }, 400, 'invalid-body', 'region'],
    [{ type: 'simulate', region: 'zibo', rows: [{ row: 'x' }] }, 400, 'invalid-body', 'value'],
    [{ type: 'simulate', region: 'zibo', rows: [{ row: 'x', value: '1' }] }, 422, 'not-simulable', undefined],
    [{ type: 'simulate', region: 'atlantis' }, 422, 'not-simulable', undefined],
    [{ type: 'simulate', region: '../zibo', pack: { 'pack.yaml': '' } }, 422, 'not-simulable', undefined],
    [{ type: 'simulate', region: 'zibo', pack: { '../pack.yaml': '' } }, 400, 'invalid-body', 'pack.../pack.yaml'],
    [{ type: 'simulate', region: 'zibo', pack: { 'pack.yaml': 1 } }, 400, 'invalid-body', 'pack.pack.yaml'],
    [{ type: 'simulate', region: 'zibo', pack: { 'pack.yaml': 'a: b' } }, 422, 'not-simulable', undefined],
  ])('refuse %j', async (job, status, code, field) => {
    expect(await example.client.post('/jobs', job)).toMatchObject({
      status,
      body: { code, ...(field === undefined ? {} : { field }) },
    });
  });
});
