import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { gongji, sampleCommands } from './testing/sealed-ledger.ts';

const folder = mkdtempSync(join(tmpdir(), 'gongji-print-'));
const store = join(folder, 'ledger');
const out = join(folder, 'paper.html');

/** The last visit of the sample that the pool paid something for. */
let visit: { readonly personId: string; readonly visitId: string; readonly institutionId: string };

beforeAll(async () => {
  const commands = sampleCommands();
  visit = commands
    .map((line) => JSON.parse(line) as typeof visit & { readonly type: string; readonly date: string })
    .findLast(({ type, date }) => type === 'SettleVisit' && date.startsWith('2024-03')) as typeof visit;
  const payment = { type: 'PayInstitution', institutionId: visit.institutionId, month: '2024-03', actor: 'accountant' };
  const file = join(folder, 'commands.ndjson');
  writeFileSync(file, [...commands, JSON.stringify({ commandId: 'pay', region: 'zibo', ...payment })].join('\n'));
  await gongji('run', file, '--store', store);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('gongji print settlement writes the slip', async () => {
  const { status } = await gongji(
    'print',
    'settlement',
    'zibo',
    visit.personId,
    visit.visitId,
    '--store',
    store,
    '--out',
    out,
  );
  expect(status).toBe(0);
  const page = readFileSync(out, 'utf8');
  expect(page).toContain('<title>结算单');
  expect(page).toContain(visit.visitId);
});

test('gongji print payment prints the order, on standard output where no file is named', async () => {
  const printed = await gongji('print', 'payment', 'zibo', `${visit.institutionId}-2024-03-1`, '--store', store);
  expect(printed.status).toBe(0);
  expect(printed.out).toMatch(/<title>拨付单[^]*待复核[^]*人民币/);
});

test('there is no paper of what never was', async () => {
  expect(await gongji('print', 'settlement', 'zibo', 'nobody', 'none', '--store', store)).toEqual({
    status: 2,
    out: '',
  });
  expect(await gongji('print', 'payment', 'zibo', 'none', '--store', store)).toEqual({ status: 2, out: '' });
});

test('gongji export writes a report, which the log then knows of, and verify finds nothing wrong', async () => {
  const csv = join(folder, 'report.csv');
  const asked = ['--region', 'zibo', '--month', '2024-03', '--store', store, '--actor', 'auditor-1'];
  expect((await gongji('export', 'settlements', ...asked, '--out', csv)).status).toBe(0);
  const lines = readFileSync(csv, 'utf8').split('\r\n');
  expect(lines[0]).toMatch(/^\ufeff医药机构编号,就诊日期/);
  expect(lines.some((line) => line.includes(visit.visitId))).toBe(true);
  const xlsx = join(folder, 'report.xlsx');
  expect((await gongji('export', 'settlements', ...asked, '--out', xlsx)).status).toBe(0);
  expect(readFileSync(xlsx).subarray(0, 2).toString()).toBe('PK');
  const { out: events } = await gongji(
    'replay',
    '--store',
    store,
    '--type',
    'ReportExported',
    '--actor',
    'auditor-1',
    '--json',
  );
  const exported = events
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly data: { readonly format: string } });
  expect(exported.map(({ data }) => data.format)).toEqual(['csv', 'xlsx']);
  expect((await gongji('verify', '--store', store)).status).toBe(0);
});

test('gongji export refuses what cannot be asked, and records nothing', async () => {
  const to = (name: string): string[] => ['--region', 'zibo', '--store', store, '--out', join(folder, name)];
  expect((await gongji('export', 'gold', ...to('a.csv'))).status).toBe(2);
  expect((await gongji('export', 'settlements', ...to('a.pdf'))).status).toBe(2);
  expect((await gongji('export', 'journal', ...to('a.csv'))).status).toBe(2);
  expect((await gongji('export', 'payables', ...to('a.csv'), '--region', 'atlantis')).status).toBe(2);
  const statement = ['export', 'trial-balance', ...to('a.csv'), '--period', '2024'];
  expect((await gongji(...statement, '--known-at', '99999999')).status).toBe(2);
  expect((await gongji(...statement, '--as-of', '2024-02-30')).status).toBe(2);
  expect(existsSync(join(folder, 'a.csv'))).toBe(false);
});

test('gongji export takes the agency’s codes of accounts, and refuses a chart that is not in order', async () => {
  const [csv, chart] = [join(folder, 'chart.csv'), join(folder, 'chart.json')];
  const asked = ['--region', 'zibo', '--store', store, '--period', '2024-03', '--out', csv, '--chart', chart];
  writeFileSync(chart, '{"contributions": {"code": "400101", "name": "缴费收入"}}');
  expect((await gongji('export', 'trial-balance', ...asked)).status).toBe(0);
  expect(readFileSync(csv, 'utf8')).toContain(',400101,缴费收入,');
  writeFileSync(chart, '{"contributions": "5001"}');
  expect((await gongji('export', 'trial-balance', ...asked)).status).toBe(1);
});

test('gongji export writes the books as they were known, at another time the same', async () => {
  const rowsAt = async (...times: readonly string[]): Promise<string> => {
    const csv = join(folder, 'known.csv');
    const asked = ['--region', 'zibo', '--store', store, '--period', '2024-03', '--out', csv];
    expect((await gongji('export', 'trial-balance', ...asked, ...times)).status).toBe(0);
    const text = readFileSync(csv, 'utf8');
    return text.slice(0, text.indexOf('\r\n报表,'));
  };
  const now = await rowsAt();
  const atStart = await rowsAt('--known-at', '0');
  expect(atStart).not.toBe(now);
  expect(await rowsAt('--as-of', '2023-12-31')).not.toBe(now);
  expect(await rowsAt('--as-of', '2999-12-31')).toBe(now);
});

test('file, paper and record name the newest seal that covers no more than they know', async () => {
  await gongji('key', 'new', '--store', store, '--name', 'zibo.example/ledger');
  await gongji('seal', '--store', store, '--region', 'zibo');
  const { out: seals } = await gongji('replay', '--store', store, '--type', 'LedgerSealed', '--json');
  const { data: seal } = JSON.parse(seals) as {
    readonly data: { readonly position: string; readonly rootHash: string };
  };
  const csv = join(folder, 'sealed.csv');
  await gongji('export', 'payables', '--region', 'zibo', '--store', store, '--out', csv);
  expect(readFileSync(csv, 'utf8')).toContain(`\r\n加封根哈希,${seal.rootHash},`);
  await gongji('print', 'settlement', 'zibo', visit.personId, visit.visitId, '--store', store, '--out', out);
  expect(readFileSync(out, 'utf8')).toContain(`截至位置${seal.position}，根哈希${seal.rootHash}`);
  const { out: events } = await gongji('replay', '--store', store, '--type', 'ReportExported', '--json');
  const last = JSON.parse(events.trim().split('\n').at(-1) ?? '') as { readonly data: { readonly seal: object } };
  expect(last.data.seal).toMatchObject({ position: seal.position, rootHash: seal.rootHash });
});
