import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { logIn } from './end-state.ts';
import { gongji, GongjiRun, gongjiSays } from './gongji.ts';
import { Undisturbed } from './undisturbed.ts';

let undisturbed: Undisturbed;

beforeAll(async () => {
  undisturbed = await Undisturbed.run();
}, 120_000);

afterAll(() => undisturbed.remove());

test('a backup beside a run that is writing holds what was answered; restored, it verifies and goes on to the same end', async () => {
  const [ledger, backup, restored] = ['ledger', 'backup', 'restored'].map((name) => join(undisturbed.base, name)) as [
    string,
    string,
    string,
  ];
  const commands = readFileSync(undisturbed.file, 'utf8').split(/(?<=\n)/);
  const middle = commands.length / 2;
  const run = new GongjiRun({ file: '-', store: ledger, input: commands.slice(0, middle).join(''), open: true });
  await run.says(() => run.lines.length > 300);
  const answered = Math.max(...run.lines.map(positionOf));
  const copied = Number(/(\d+) events/.exec(await gongjiSays('backup', backup, '--store', ledger))?.[1]);
  expect(copied).toBeGreaterThanOrEqual(answered);
  run.write(commands.slice(middle).join(''));
  run.finish();
  expect((await run.end()).status).toBe(0);
  await undisturbed.checkEnd(ledger);
  expect(await logIn(backup)).toEqual(undisturbed.end.log.slice(0, copied));

  await gongjiSays('restore', backup, '--store', restored);
  expect(await gongjiSays('verify', '--store', restored)).toContain(`${String(copied)} events`);
  const { lines } = await gongji({ file: undisturbed.file, store: restored });
  undisturbed.checkAnswers(lines);
  await undisturbed.checkEnd(restored);
  await gongjiSays('verify', '--store', restored);
}, 120_000);

/** The position that an answer names; 0 for a refusal. */
function positionOf(line: string): number {
  return Number((JSON.parse(line) as { readonly position?: string }).position ?? 0);
}
