import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongji-run-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

interface Line {
  readonly [field: string]: unknown;
}

/** Runs a command file on the ledger of the folder. @returns the exit status and the answers. */
async function ran(...commands: readonly Line[]): Promise<readonly [number, readonly Line[]]> {
  const file = join(folder, 'commands.ndjson');
  await writeFile(file, commands.map((command) => `${JSON.stringify({ region: 'panzhihua', ...command })}\n`).join(''));
  let text = '';
  const output = { write: (piece: string) => ((text += piece), true), once: () => undefined };
  const status = await run(file, { folder: join(folder, 'ledger') }, output);
  return [
    status,
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line),
  ];
}

const HOSPITAL = {
  type: 'DesignateInstitution',
  institutionId: 'H3',
  name: '市中心医院',
  kind: 'medical',
  tier: 3,
  outpatientPooling: true,
  from: '2023-01-01',
};
const PERSON = {
  type: 'EnrolPerson',
  personId: 'P1',
  birthDate: '1980-05-01',
  employment: 'on-job',
  plan: 'pooled-and-account',
  from: '2023-01-01',
};
const VISIT = {
  type: 'SettleVisit',
  visitId: 'V1',
  personId: 'P1',
  institutionId: 'H3',
  date: '2023-03-01',
  total: '500.00',
  inScope: '450.00',
};

test('a dry run answers and writes nothing; its token settles in a later run, and is outdated in the one after', async () => {
  const [status, answers] = await ran(
    { commandId: '1', ...HOSPITAL },
    { commandId: '2', ...PERSON },
    { commandId: '3', ...VISIT, dryRun: true },
    { commandId: '4', type: 'GetPerson', personId: 'P1' },
  );
  const preview = answers[2] as { readonly result: { readonly token: string } };
  expect(status).toBe(0);
  expect(preview).toMatchObject({
    ok: true,
    dryRun: true,
    position: '2',
    result: { pooled: '125.00', cash: '375.00' },
  });
  expect(answers[3]).toMatchObject({ position: '2', result: { accumulators: {} } });
  const previewToken = preview.result.token;
  const [, later] = await ran(
    { commandId: '5', ...VISIT, visitId: 'V2', previewToken },
    { commandId: '6', ...VISIT, previewToken: 'xyz' },
    { commandId: '7', ...VISIT, previewToken },
    { commandId: '8', ...VISIT, visitId: 'V3', dryRun: true },
  );
  expect(later).toMatchObject([
    { ok: false, error: { code: 'invalid-command', field: 'previewToken' } },
    { ok: false, error: { code: 'invalid-command', field: 'previewToken' } },
    { ok: true, position: '3', result: { pooled: '125.00' } },
    { ok: true, dryRun: true, position: '3', result: { pooled: '225.00' } },
  ]);
  const { token } = (later[3] as typeof preview).result;
  const [, last] = await ran(
    { commandId: '9', type: 'ReverseSettlement', visitId: 'V1', personId: 'P1', date: '2023-03-02', reason: 'double' },
    { commandId: '10', ...VISIT, visitId: 'V3', previewToken: token },
  );
  expect(last[1]).toMatchObject({ ok: false, error: { code: 'preview-outdated', field: 'previewToken' } });
});

test('a question and a process of a whole region have no dry run', async () => {
  const [status, answers] = await ran(
    { commandId: '1', type: 'GetPerson', personId: 'P1', dryRun: true },
    { commandId: '2', type: 'CarryOverYear', year: 2023, dryRun: true },
  );
  expect(status).toBe(0);
  expect(answers).toMatchObject([
    { ok: false, error: { code: 'invalid-command', field: 'dryRun' } },
    { ok: false, error: { code: 'invalid-command', field: 'dryRun' } },
  ]);
});
