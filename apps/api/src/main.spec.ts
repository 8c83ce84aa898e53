import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';

jest.setTimeout(120_000);

/** The built program, as an operator starts it. */
const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

interface Line {
  readonly msg: string;
  readonly url?: string;
}

let folder: string;
const running: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongji-main-'));
});

afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** The service as a process of its own: its log, and how it ends. */
class Started {
  readonly lines: string[] = [];
  readonly ended: Promise<unknown[]>;
  private readonly output: AsyncIterator<string>;

  constructor(settings: Readonly<Record<string, string>>) {
    const { GONGJI_VIEWS: _views, EVENTSTORE_URL: _url, ...environment } = process.env;
    const child = spawn(process.execPath, [MAIN], {
      env: { ...environment, GONGJI_FOLDER: folder, GONGJI_PORT: '0', ...settings },
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    running.push(child);
    this.ended = once(child, 'close');
    this.output = createInterface({ input: child.stderr })[Symbol.asyncIterator]();
    this.kill = (signal) => child.kill(signal);
  }

  readonly kill: (signal: NodeJS.Signals) => boolean;

  /** Reads the log up to the line that says so. */
  async until(message: string): Promise<Line> {
    for (;;) {
      const { value, done } = (await this.output.next()) as IteratorResult<string, undefined>;
      if (done === true) throw new Error(`It ended before it said "${message}":\n${this.lines.join('\n')}`);
      this.lines.push(value);
      const line = value.startsWith('{') ? (JSON.parse(value) as Line) : { msg: value };
      if (line.msg.includes(message)) return line;
    }
  }
}

it.each(['SIGTERM', 'SIGINT'] as const)(
  'starts, answers, stops on %s, and has what it answered when it starts again',
  async (signal) => {
    const service = new Started({});
    const { url } = await service.until('listening');
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await (await fetch(`${String(url)}/health/live`)).json()).toEqual({ status: 'ok' });
    const enrolment = {
      ...{ commandId: 'c-1', type: 'EnrolPerson', region: 'zibo', personId: 'P', birthDate: '1980-01-01' },
      ...{ employment: 'on-job', plan: 'pooled-and-account', from: '2023-01-01' },
    };
    const headers = { 'content-type': 'application/json' };
    const sent = await fetch(`${String(url)}/commands`, { method: 'POST', headers, body: JSON.stringify(enrolment) });
    expect(sent.status).toBe(200);
    service.kill(signal);
    await service.until('stopped');
    expect(await service.ended).toEqual([0, null]);
    await expect(fetch(`${String(url)}/health/live`)).rejects.toThrow();

    const again = new Started({});
    const { url: then } = await again.until('listening');
    expect((await fetch(`${String(then)}/regions/zibo/persons/P`)).status).toBe(200);
    again.kill('SIGTERM');
    expect(await again.ended).toEqual([0, null]);
  },
);

it('says in one sentence what is wrong with a setting, and ends with status 1', async () => {
  const service = new Started({ GONGJI_PORT: 'eighty' });
  await service.until('gongji: GONGJI_PORT must be a whole number from 0 to 65535, not eighty.');
  expect(await service.ended).toEqual([1, null]);
});

it('does not start upon a port that another one holds', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { readonly port: number };
  const service = new Started({ GONGJI_PORT: String(port) });
  await service.until(
    `gongji: The service cannot listen at 127.0.0.1:${String(port)} (EADDRINUSE): another program holds`,
  );
  expect(await service.ended).toEqual([1, null]);
  other.close();
});
