import { expect, test } from '@jest/globals';
import type { Answer } from '@gongji/application';
import { readFileSync } from 'node:fs';
import { expectAnswer, type ExpectedAnswer } from '../support/compare.ts';
import { answersOf } from '../support/test-ledger.ts';

/** A case computed by hand, for a fresh store. */
interface WorkedCase {
  readonly id: string;
  readonly region: string;
  readonly title: string;
  readonly articles: readonly string[];
  readonly assumptions: readonly string[];
  readonly working: readonly string[];
  readonly commands: readonly { readonly commandId: string; readonly type: string }[];
  readonly expect: readonly ExpectedAnswer[];
}

const CASES = readFileSync(new URL('./cases.ndjson', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as WorkedCase);

/** Cases that need a command which this version does not carry out yet, and that command: found from the answers. */
const pending: string[] = [];

function isPending(answer: Answer): boolean {
  return !answer.ok && answer.error.code === 'not-yet-supported';
}

test.each(CASES.map((worked) => [worked.id, worked.title, worked] as const))('%s: %s', async (id, _title, worked) => {
  const answers = await answersOf(worked.commands);
  expect(answers).toHaveLength(worked.expect.length);
  const first = answers.findIndex(isPending);
  if (first !== -1) pending.push(`${id}: line ${String(first + 1)}, ${worked.commands[first]?.type ?? ''}`);
  // What comes after a command that was not carried out rests on it, and is compared once it is.
  const comparable = first === -1 ? answers.length : first;
  worked.expect.slice(0, comparable).forEach((expected, at) => {
    expectAnswer(answers[at], expected);
  });
});

test('every case was run', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(40);
  expect(new Set(CASES.map(({ id }) => id)).size).toBe(CASES.length);
  if (pending.length > 0)
    console.warn(`Compared only up to a command that is not supported yet:\n${pending.join('\n')}`);
});
