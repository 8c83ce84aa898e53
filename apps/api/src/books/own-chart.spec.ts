import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { Client, withExample, type Body } from '../testing/service.ts';

const folder = mkdtempSync(join(tmpdir(), 'gongji-chart-'));
const chart = join(folder, 'chart.yaml');
writeFileSync(chart, "contributions: { code: '0400101', name: 职工医保缴费收入 }\nincome-account: 100301\n");
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const example = withExample({ chart });

/** What is said of the income account and of contributions. */
async function shown(address: string): Promise<readonly unknown[]> {
  const { body } = await example.client.get(`/regions/panzhihua/books/${address}&minPosition=${example.position}`);
  const { rows = body.income } = body as { readonly rows?: readonly Body[]; readonly income?: readonly Body[] };
  const lines = (rows as readonly Body[]).flatMap((row) => (row.lines ?? [row]) as readonly Body[]);
  const named = lines.map(({ bookAccount, code, name }) => [bookAccount, code, (name as { readonly zh: string }).zh]);
  const own = named.filter(([id]) => id === 'contributions' || id === 'income-account');
  return [...new Map(own.map((row) => [row[0], row])).values()];
}

const CONTRIBUTIONS = ['contributions', '0400101', '职工医保缴费收入'];
const INCOME_ACCOUNT = ['income-account', '100301', '收入户存款'];

it.each([
  ['accounts?', [INCOME_ACCOUNT, CONTRIBUTIONS]],
  ['journal?month=2023-02', [INCOME_ACCOUNT, CONTRIBUTIONS]],
  ['general-ledger?year=2023&bookAccount=contributions', [CONTRIBUTIONS]],
  ['trial-balance?period=2023', [INCOME_ACCOUNT, CONTRIBUTIONS]],
  ['income-and-expenditure?period=2023', [CONTRIBUTIONS]],
])('an agency’s codes and names stand in %s', async (address, expected) => {
  expect(await shown(address)).toEqual(expected);
});

it.each([
  ['journal', 'month=2023-02'],
  ['general-ledger', 'year=2023&bookAccount=contributions'],
  ['trial-balance', 'period=2023'],
])('and in the file of %s', async (report, query) => {
  const reply = await example.client.get(`/regions/panzhihua/exports/${report}?format=csv&${query}`);
  expect(reply.body.text).toContain(',0400101,职工医保缴费收入,');
});

it('a chart that is not in order stops the start, with everything that is wrong', async () => {
  const wrong = join(folder, 'wrong.yaml');
  writeFileSync(wrong, 'benefits: A1\nbenefit: 5001\n');
  await expect(Client.start({ chart: wrong })).rejects.toThrow(
    /not in order\.\n.*wrong\.yaml:1: .*\n.*wrong\.yaml:2: /,
  );
  await expect(Client.start({ chart: join(folder, 'none.yaml') })).rejects.toThrow(/cannot be read.*ENOENT/);
});
