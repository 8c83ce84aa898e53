import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { gongji } from './testing/sealed-ledger.ts';

const folder = mkdtempSync(join(tmpdir(), 'gongji-review-'));
const store = join(folder, 'ledger');

const VISIT = { type: 'SettleVisit', institutionId: 'H2', date: '2023-03-01' };
const COMMANDS: readonly { readonly [field: string]: unknown }[] = [
  {
    type: 'DesignateInstitution',
    institutionId: 'H2',
    name: '市第二医院',
    kind: 'medical',
    tier: 2,
    outpatientPooling: true,
    from: '2023-01-01',
  },
  ...['P', 'Q'].map((personId) => ({
    type: 'EnrolPerson',
    personId,
    birthDate: '1980-05-20',
    employment: 'on-job',
    plan: 'pooled-and-account',
    from: '2023-01-01',
  })),
  { ...VISIT, personId: 'P', visitId: 'V1', total: '300.00', inScope: '300.00' },
  { ...VISIT, personId: 'P', visitId: 'V2', total: '100.00', inScope: '100.00' },
  { ...VISIT, personId: 'Q', visitId: 'V1', total: '100.00', inScope: '100.00' },
  { type: 'ReverseSettlement', personId: 'P', visitId: 'V1', date: '2023-03-20', reason: 'wrong person' },
  { type: 'ReverseSettlement', personId: 'Q', visitId: 'V1', date: '2023-04-20', reason: 'wrong person' },
];

beforeAll(async () => {
  const file = join(folder, 'commands.ndjson');
  const lines = COMMANDS.map((command, at) =>
    JSON.stringify({ commandId: String(at), region: 'panzhihua', ...command }),
  );
  writeFileSync(file, `${lines.join('\n')}\n`);
  expect(await gongji('run', file, '--store', store)).toMatchObject({ status: 0 });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function review(...args: readonly string[]): ReturnType<typeof gongji> {
  return gongji('review', ...args, '--store', store);
}

test('gongji review tells in words what would have come out otherwise, person by person', async () => {
  expect(await review('panzhihua')).toEqual({
    status: 0,
    out: [
      'panzhihua P',
      '  冲正 reversed V1: 就诊 visit 2023-03-01, 冲正日 on 2023-03-20',
      '  V2 2023-03-01 ordinary: 统筹 pooled 60.00 → 0.00, 现金 cash 40.00 → 100.00',
      '      panzhihua-2022 art. 7 para. 2 [deductible ordinary.deductible/1]: 0.00 → 100.00',
      '      panzhihua-2022 art. 7 para. 2 [share ordinary.rate/1]: 60.00 → 0.00',
      '      panzhihua-2022 art. 7 para. 2 [not-applied ordinary.rate/1]: — → 100.00',
      'panzhihua Q',
      '  冲正 reversed V1: 就诊 visit 2023-03-01, 冲正日 on 2023-04-20',
      '  无差异 · nothing would have come out otherwise',
      '',
    ].join('\n'),
  });
});

test('gongji review --json writes a review a line, of a period', async () => {
  const { status, out } = await review('panzhihua', '--json', '--from', '2023-04-01');
  expect(status).toBe(0);
  expect(out.split('\n')).toHaveLength(2);
  expect(JSON.parse(out)).toMatchObject({ personId: 'Q', settlements: [], leftOut: [] });
});

test('gongji review of one person, and of one visit', async () => {
  expect((await review('panzhihua', 'Q')).out).toMatch(/^panzhihua Q\n/);
  expect((await review('panzhihua', 'P', 'V1')).out).toMatch(/V2 .*60\.00 → 0\.00/);
});

test.each([
  ['a visit that stands', ['panzhihua', 'P', 'V2']],
  ['somebody unknown', ['panzhihua', 'X']],
  ['a region without rules', ['nowhere']],
  ['no date', ['panzhihua', '--from', 'yesterday']],
])('gongji review of %s ends with status 2', async (_what, args) => {
  expect(await review(...args)).toEqual({ status: 2, out: '' });
});
