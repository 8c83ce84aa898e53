import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import type { Answer, Command } from '../command.ts';
import { MemoryEventStore, StoreUnavailable } from '@gongji/event-store';
import { enrol, openOn } from '../testing/open-ledger.ts';
import { runCommands, type RunReport, type Submits } from './run-commands.ts';

async function* chunksOf(file: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(file);
}

async function run(
  file: string,
  ledger: Submits,
): Promise<{ readonly report: RunReport; readonly answers: readonly Answer[]; readonly texts: readonly string[] }> {
  const texts: string[] = [];
  const report = await runCommands(chunksOf(file), ledger, (answer) => void texts.push(answer));
  return { report, texts, answers: texts.map((text) => JSON.parse(text) as Answer) };
}

/** Answers at once, or when told to. */
class Stand implements Submits {
  readonly submitted: Command[] = [];

  constructor(private readonly answer: (command: Command, at: number) => Promise<Answer>) {}

  submit(command: Command): Promise<Answer> {
    this.submitted.push(command);
    return this.answer(command, this.submitted.length - 1);
  }
}

const accepted = (command: Command): Answer => ({ commandId: command.commandId, ok: true, position: '1', result: {} });
const ready = (): Stand => new Stand((command) => Promise.resolve(accepted(command)));

function line(commandId: string): string {
  return `${JSON.stringify({ ...enrol(commandId), commandId, region: 'zibo' })}\n`;
}

describe('one answer a line, in their order', () => {
  test('whatever the lines are', async () => {
    const unknown = JSON.stringify({ type: 'Nothing', commandId: 'c-3' });
    const wrong = JSON.stringify({ ...enrol('P', { from: '2023-02-30' }), commandId: 'c-4', region: 'zibo' });
    const file = `${line('c-1')}\nno JSON\n${unknown}\n${wrong}\n[]\n${line('c-7')}`;
    const { answers, report } = await run(file, ready());
    expect(answers).toEqual([
      { commandId: 'c-1', ok: true, position: '1', result: {} },
      { commandId: null, ok: false, error: { code: 'invalid-command', message: 'Line 3 is not JSON.', line: 3 } },
      {
        commandId: 'c-3',
        ok: false,
        error: { code: 'invalid-command', message: 'There is no command Nothing.', field: 'type', line: 4 },
      },
      {
        commandId: 'c-4',
        ok: false,
        error: {
          code: 'invalid-command',
          message: expect.stringContaining('from must be a date'),
          field: 'from',
          line: 5,
        },
      },
      {
        commandId: null,
        ok: false,
        error: { code: 'invalid-command', message: 'A command must be a JSON object.', line: 6 },
      },
      { commandId: 'c-7', ok: true, position: '1', result: {} },
    ]);
    expect(report).toEqual({ lines: 6, accepted: 2, refused: 4, unreadable: 3 });
  });

  test('when later commands are answered before earlier ones', async () => {
    const told: (() => void)[] = [];
    const ledger = new Stand((command) => new Promise((resolve) => told.unshift(() => resolve(accepted(command)))));
    const running = run(['a', 'b', 'c'].map(line).join(''), ledger);
    while (told.length < 3) await Promise.resolve();
    for (const tell of told) tell();
    expect((await running).answers.map(({ commandId }) => commandId)).toEqual(['a', 'b', 'c']);
  });

  test('every answer is one line of JSON', async () => {
    const { texts } = await run(`${line('张三\u2028')}no\n`, ready());
    expect(texts.every((text) => !text.includes('\n'))).toBe(true);
  });

  test('a file cut off in its last line says so', async () => {
    const { answers } = await run(line('c-1') + line('c-2').slice(0, -20), ready());
    expect(answers[1]).toMatchObject({ ok: false, error: { message: expect.stringContaining('may be truncated') } });
  });

  test('a last line without an end that is whole is a command', async () => {
    const { answers } = await run(line('c-1').trimEnd(), ready());
    expect(answers).toMatchObject([{ commandId: 'c-1', ok: true }]);
  });

  test.each([
    ['an empty file', '', { lines: 0, accepted: 0, refused: 0, unreadable: 0 }],
    [
      'lines that end as on Windows',
      line('c-1').replace('\n', '\r\n').repeat(2),
      { lines: 2, accepted: 2, refused: 0, unreadable: 0 },
    ],
    [
      'JSON that is twice the same field',
      '{"type":"x","type":"y"}\n',
      { lines: 1, accepted: 0, refused: 1, unreadable: 1 },
    ],
  ])('%s', async (_title, file, report) => {
    expect((await run(file, ready())).report).toEqual(report);
  });
});

describe('memory stays bounded', () => {
  test('no more than a thousand or so commands are under way', async () => {
    let [under, most] = [0, 0];
    const ledger = new Stand(async (command) => {
      most = Math.max(most, (under += 1));
      await Promise.resolve();
      under -= 1;
      return accepted(command);
    });
    let count = 0;
    const file = Array.from({ length: 5000 }, (_, at) => line(`c-${String(at)}`)).join('');
    const report = await runCommands(chunksOf(file), ledger, async () => {
      count += 1;
      await Promise.resolve(); // a slow reader of the answers
    });
    expect([report.accepted, count]).toEqual([5000, 5000]);
    expect(most).toBeLessThanOrEqual(1024);
  });
});

describe('a store that fails', () => {
  const failing = (from: number): Stand =>
    new Stand((command, at) =>
      at < from
        ? Promise.resolve(accepted(command))
        : Promise.reject(new StoreUnavailable('The disk is full.', 'full')),
    );

  test('ends the run after the answers before it', async () => {
    const texts: string[] = [];
    const file = ['a', 'b', 'c', 'd'].map(line).join('');
    await expect(runCommands(chunksOf(file), failing(2), (answer) => void texts.push(answer))).rejects.toThrow(
      'The disk is full.',
    );
    expect(texts.map((text) => (JSON.parse(text) as Answer).commandId)).toEqual(['a', 'b']);
  });
});

test('no line that can be written as JSON stops a file', async () => {
  const odd = [
    { type: 'PublishParameters', effectiveFrom: '2023-01-01', values: { 'a\ud800': '1' }, basis: 'b' },
    { ...enrol('\ud800') },
    { ...enrol('P\u0000') },
    { ...enrol('P'), ['\udfff']: 1 },
    { ...enrol('../../P.1-2|x') },
    { type: 'GetPerson', personId: 'P', knownAt: '9999999999999999999' },
    { type: 'GetFund', from: '1900-01-01', to: '2999-12-31' },
  ].map((command, at) => JSON.stringify({ ...command, commandId: `odd-${String(at)}`, region: 'panzhihua' }));
  const ledger = await openOn(new MemoryEventStore());
  const { answers } = await run(`${odd.join('\n')}\n`, ledger);
  expect(answers.map(({ commandId }) => commandId)).toEqual(odd.map((_, at) => `odd-${String(at)}`));
});

test('a line is let go when it is answered: memory does not grow with the file', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const used = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const padded = Buffer.from(`${JSON.stringify({ type: 'Nothing', padding: 'x'.repeat(10_000) })}\n`);
  const lines = 10_000;
  async function* chunks(): AsyncIterable<Uint8Array> {
    for (let at = 0; at < lines; at += 1) yield await Promise.resolve(padded);
  }
  const before = used();
  let answers = 0;
  let after = 0;
  await runCommands(chunks(), ready(), () => {
    answers += 1;
    if (answers === lines) after = used();
  });
  expect((after - before) / (lines * padded.length)).toBeLessThan(0.2);
});
