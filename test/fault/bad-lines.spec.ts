import { expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gongji } from './gongji.ts';

const GOOD = {
  type: 'EnrolPerson',
  region: 'zibo',
  birthDate: '1980-01-01',
  employment: 'on-job',
  plan: 'pooled-and-account',
};

function enrol(personId: string, extra: object = {}): string {
  return JSON.stringify({ commandId: `c-${personId}`, personId, from: '2023-01-01', ...GOOD, ...extra });
}

function credit(amount: unknown): string {
  const about = { personId: 'A', adjustmentId: 'x', direction: 'credit', reason: 'r', date: '2023-01-02' };
  return JSON.stringify({ commandId: 'c-x', type: 'AdjustAccount', region: 'zibo', ...about, amount });
}

/** What is wrong, the line, the field that its answer names, and the number of the exit status that it alone brings. */
const BAD: readonly (readonly [title: string, line: string | Buffer, field: string | undefined, status: 0 | 2])[] = [
  ['a third decimal', credit('1.005'), 'amount', 0],
  ['a negative amount', credit('-1.00'), 'amount', 0],
  ['a number for an amount', credit(1), 'amount', 0],
  ['an unknown field', enrol('X', { colour: 'red' }), 'colour', 0],
  ['a missing field', enrol('X', { birthDate: undefined }), 'birthDate', 0],
  ['a date that does not exist', enrol('X', { birthDate: '2023-02-30' }), 'birthDate', 0],
  ['an unknown command', enrol('X', { type: 'EnrollPerson' }), 'type', 2],
  ['no command at all', '[]', undefined, 2],
  ['no JSON', '{"commandId":', undefined, 2],
  ['a line of 10 MB', enrol('X', { birthDate: 'x'.repeat(10 * 1024 * 1024) }), undefined, 2],
  [
    'bytes that are not UTF-8',
    Buffer.concat([Buffer.from('{"commandId":"'), Buffer.from([0xff, 0xc3, 0x28]), Buffer.from('"}')]),
    undefined,
    2,
  ],
];

/** The file between a good line and another one; the store lives for this run only. */
async function answersTo(
  lines: readonly (string | Buffer)[],
  end = '\n',
): Promise<{ status: number | null; answers: readonly unknown[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'gongji-lines-'));
  try {
    const newline = Buffer.from('\n');
    const whole = [enrol('A'), ...lines, enrol('B')].flatMap((line) => [Buffer.from(line), newline]);
    const input = Buffer.concat([...whole.slice(0, -1), Buffer.from(end)]);
    const { status, lines: said, stderr } = await gongji({ file: '-', store: join(folder, 'log'), input });
    expect(stderr).toBe('');
    return { status, answers: said.map((line) => JSON.parse(line) as unknown) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('each bad line is answered with its number and its field, and the rest of the file is done', async () => {
  const { status, answers } = await answersTo(BAD.map(([, line]) => line));
  expect(status).toBe(2);
  expect(answers).toHaveLength(BAD.length + 2);
  expect([answers[0], answers.at(-1)]).toMatchObject([
    { commandId: 'c-A', ok: true, position: '1' },
    { commandId: 'c-B', ok: true, position: '2' },
  ]);
  for (const [at, [title, , field]] of BAD.entries()) {
    const error = { code: 'invalid-command', line: at + 2, ...(field === undefined ? {} : { field }) };
    expect([title, answers[at + 1]]).toMatchObject([title, { ok: false, error }]);
  }
}, 30_000);

test('fields that are wrong do not make the file unreadable', async () => {
  const { status } = await answersTo(BAD.filter((each) => each[3] === 0).map(([, line]) => line));
  expect(status).toBe(0);
}, 30_000);

test('a last line that is cut off is said to be so', async () => {
  const { status, answers } = await answersTo([], '\n{"commandId":"c-C","type":"Enr');
  expect(status).toBe(2);
  expect(answers).toMatchObject([
    { ok: true },
    { ok: true },
    {
      ok: false,
      error: { code: 'invalid-command', line: 3, message: expect.stringContaining('truncated') as unknown },
    },
  ]);
}, 30_000);
