import { expect, test } from '@jest/globals';
import { Jobs, type JobTools } from './jobs.ts';

/** A run that goes on until it is stopped. */
function endless({ signal, progress }: JobTools): Promise<never> {
  progress(1, 2);
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('stopped'));
    });
  });
}

test('one runs at a time; it is stopped by deleting it, and then another may begin', async () => {
  const jobs = new Jobs();
  const job = jobs.start('verify', endless);
  expect(jobs.get(job?.id ?? '')).toMatchObject({ status: 'running', progress: { done: 1, of: 2 }, endedAt: null });
  expect(jobs.start('verify', endless)).toBeUndefined();
  expect(await jobs.delete(job?.id ?? '')).toMatchObject({ status: 'cancelled', result: null });
  expect(jobs.get(job?.id ?? '')).toBeUndefined();
  expect(jobs.start('verify', endless)).toMatchObject({ status: 'running' });
  await jobs.close();
});

test('a run that fails says why', async () => {
  const jobs = new Jobs();
  const job = jobs.start('simulate', () => Promise.reject(new Error('the disk is gone')));
  await new Promise((resolve) => setImmediate(resolve));
  expect(jobs.get(job?.id ?? '')).toMatchObject({ status: 'failed', error: 'the disk is gone', result: null });
});
