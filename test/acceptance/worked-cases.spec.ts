import { expect, test } from '@jest/globals';
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

test.each(CASES.map((worked) => [worked.id, worked.title, worked] as const))('%s: %s', async (_id, _title, worked) => {
  const answers = await answersOf(worked.commands);
  expect(answers).toHaveLength(worked.expect.length);
  worked.expect.forEach((expected, at) => {
    expectAnswer(answers[at], expected);
  });
});

test('every case was run', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(40);
  expect(new Set(CASES.map(({ id }) => id)).size).toBe(CASES.length);
});
