import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JobFolder } from './job-folder.ts';
import { Jobs, type JobRecord, type JobTools } from './jobs.ts';

const VERIFY = { type: 'verify' } as const;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gongji-jobs-'));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

/** What a service opens at its start. */
function jobs(run: (tools: JobTools) => Promise<unknown> = endless): Jobs {
  return new Jobs(new JobFolder(join(root, 'jobs')), (_, tools) => run(tools));
}

/** A run that goes on until it is stopped. */
function endless({ signal, progress }: JobTools): Promise<never> {
  progress(1, 2);
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('stopped'));
    });
  });
}

function idOf(record: JobRecord | undefined): string {
  return record?.job.id ?? '';
}

async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

test('one runs at a time; deleting it stops it, then another may begin; deleting it again forgets it', async () => {
  const here = jobs();
  const id = idOf(here.start(VERIFY));
  expect(here.get(id)?.job).toMatchObject({ status: 'running', progress: { done: 1, of: 2 }, endedAt: null });
  expect(here.start(VERIFY)).toBeUndefined();
  expect((await here.delete(id))?.job).toMatchObject({ status: 'cancelled', result: null });
  expect(jobs().get(id)?.job).toMatchObject({ status: 'cancelled' });
  expect(here.start(VERIFY)?.job).toMatchObject({ status: 'running' });
  expect((await here.delete(id))?.job.id).toBe(id);
  expect(here.get(id)).toBeUndefined();
  expect(jobs().get(id)).toBeUndefined();
  await here.close();
});

test('a run that fails says why', async () => {
  const here = jobs(() => Promise.reject(new Error('the disk is gone')));
  const id = idOf(here.start(VERIFY));
  await turn();
  expect(here.get(id)?.job).toMatchObject({ status: 'failed', error: 'the disk is gone', result: null });
});

test('a report is still there after a restart', async () => {
  const here = jobs(() => Promise.resolve({ ok: true }));
  const id = idOf(here.start(VERIFY));
  await turn();
  const again = jobs();
  again.resume();
  expect(again.get(id)).toEqual(here.get(id));
  expect(again.get(id)?.job).toMatchObject({ status: 'done', result: { ok: true }, interruptions: 0 });
  expect(readdirSync(join(root, 'jobs'))).toEqual([`${id}.json`]);
});

test.each([
  ['closed', true],
  ['killed', false],
])('what ran when the service was %s runs again at the next start, with the same resume file', async (_, isClosed) => {
  const files: string[] = [];
  const run = (tools: JobTools): Promise<never> => {
    files.push(tools.resume);
    return endless(tools);
  };
  const first = jobs(run);
  const id = idOf(first.start(VERIFY));
  if (isClosed) await first.close();
  const second = jobs(run);
  second.resume();
  expect(second.get(id)?.job).toMatchObject({ status: 'running', interruptions: 1, endedAt: null });
  expect(files).toEqual([join(root, 'jobs', `${id}.resume`), join(root, 'jobs', `${id}.resume`)]);
  await second.close();
});

test('what is interrupted again and again is given up', async () => {
  const id = idOf(jobs().start(VERIFY));
  for (let start = 1; start <= 5; start += 1) jobs().resume();
  const last = jobs();
  expect(last.get(id)?.job).toMatchObject({ status: 'running', interruptions: 5 });
  last.resume();
  expect(last.get(id)?.job.status).toBe('failed');
  expect(last.start(VERIFY)?.job.status).toBe('running');
  await last.close();
});

test('of many jobs the oldest is forgotten', async () => {
  const here = jobs(() => Promise.resolve(null));
  const ids: string[] = [];
  for (let at = 0; at <= 20; at += 1) {
    ids.push(idOf(here.start(VERIFY)));
    await turn();
  }
  expect(here.list().map(({ job }) => job.id)).toEqual(ids.slice(1));
  expect(jobs().list()).toHaveLength(20);
});
