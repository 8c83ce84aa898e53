import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
