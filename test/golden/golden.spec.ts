import { describe, expect, test } from '@jest/globals';
import { Ledger, type Answer } from '@gongji/application';
import { CHAIN_START, fits, PRESENT_VERSIONS } from '@gongji/core';
import { VIEW_NAMES, Views } from '@gongji/projections';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandOf } from '../support/examples.ts';
import { policies } from '../support/test-ledger.ts';
import { HISTORY, lineOf, logOf, QUESTION, restored, written } from './history.ts';

const FOLDER = new URL('.', import.meta.url);

/** Histories that were ever written, a file each; what is written today is the last. */
const FILES = readdirSync(FOLDER)
  .filter((name) => /^history-\d+\.ndjson$/.test(name))
  .sort();
const LAST = FILES.at(-1) ?? 'history-1.ndjson';

function linesOf(name: string): readonly string[] {
  const file = new URL(name, FOLDER);
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
}

/** Written only when a crash is mended. */
const OF_NO_COMMAND = new Set(['HeldFundsReleased', 'SettlementAbandoned']);

test('what is written today is the last golden file, to the byte', async () => {
  const today = (await written(HISTORY)).map(lineOf);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(new URL(LAST, FOLDER), today.map((line) => `${line}\n`).join(''));
  const kept = linesOf(LAST);
  const at = today.findIndex((line, index) => line !== kept[index]);
  expect(today[at]).toBe(kept[at]);
  expect(today).toHaveLength(kept.length);
}, 60_000);

test('every type has a golden event in every version that was ever written', () => {
  const kept = new Set(
    FILES.flatMap(linesOf).map((line) => {
      const { type, metadata } = JSON.parse(line) as { type: string; metadata: { schemaVersion: number } };
      return `${type} ${String(metadata.schemaVersion)}`;
    }),
  );
  const ever = Object.entries(PRESENT_VERSIONS)
    .filter(([type]) => !OF_NO_COMMAND.has(type))
    .flatMap(([type, present]) => Array.from({ length: present }, (_, at) => `${type} ${String(at + 1)}`));
  expect(ever.filter((each) => !kept.has(each))).toEqual([]);
});

describe.each(FILES)('%s', (name) => {
  test('is read and folded, by the ledger and by every view', async () => {
    const store = await restored(linesOf(name));
    const folder = await mkdtemp(join(tmpdir(), 'gongji-golden-'));
    const views = await Views.open(folder, store);
    try {
      await views.catchUp();
      for (const view of VIEW_NAMES) expect(await views.stateHash(view)).toMatch(/^[0-9a-f]{64}$/);
      const ledger = await Ledger.open({ store, views, policies: await policies(), clock: () => new Date(0) });
      const answer = await ledger.submit(commandOf(QUESTION, 0, 'zibo') as unknown as Parameters<Ledger['submit']>[0]);
      expect(answer).toMatchObject({ ok: true, result: { employment: 'retired', entitled: true } });
      expect(await views.balances('zibo')).toBe(await sumOf(ledger, ['P', 'M', 'R', 'T', 'U', 'W']));
    } finally {
      await views.close();
      await rm(folder, { recursive: true });
    }
  }, 60_000);

  test('carries its hashes', async () => {
    const hashes = new Map<string, string>();
    for (const event of await logOf(await restored(linesOf(name)))) {
      const fitting = fits(event, hashes.get(event.stream) ?? CHAIN_START, sha256);
      expect([event.type, fitting]).toEqual([event.type, true]);
      hashes.set(event.stream, (JSON.parse(event.metadata) as { readonly hash: string }).hash);
    }
  });
});

async function sumOf(ledger: Ledger, persons: readonly string[]): Promise<string> {
  let fen = 0;
  for (const personId of persons) {
    const question = commandOf({ ...QUESTION, personId }, 0, 'zibo');
    const answer: Answer = await ledger.submit(question as unknown as Parameters<Ledger['submit']>[0]);
    if (answer.ok) fen += Math.round(Number(answer.result.balance) * 100);
  }
  return (fen / 100).toFixed(2);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
