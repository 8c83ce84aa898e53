import { expect, test } from '@jest/globals';
import type { Answer } from '@gongji/application';
import { DIMENSIONS } from '@gongji/core';
import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openTestLedger } from '../support/test-ledger.ts';

/** The samples run, and answer as they did when the answers were kept. UPDATE_ANSWERS=1 keeps the present ones instead. */

const SAMPLES = fileURLToPath(new URL('../../samples/', import.meta.url));
const REGIONS = ['panzhihua', 'shangrao', 'chongqing', 'baoshan', 'zibo'];
const KEEP = process.env.UPDATE_ANSWERS === '1';

test.each(REGIONS)(
  '%s: every command is answered as kept',
  async (region) => {
    const ledger = await openTestLedger();
    try {
      const answers = await ledger.run(createReadStream(join(SAMPLES, `${region}.ndjson`)));
      const lines = answers.map((answer) => JSON.stringify(withoutExplanation(answer)));
      const kept = join(SAMPLES, `${region}.answers.ndjson`);
      if (KEEP) await writeFile(kept, lines.map((line) => `${line}\n`).join(''));
      const expected = (await readFile(kept, 'utf8')).split('\n').slice(0, -1);
      const different = lines.findIndex((line, at) => line !== expected[at]);
      expect({ line: different + 1, answer: lines[different] }).toEqual({ line: 0, answer: undefined });
      expect(lines).toHaveLength(expected.length);
    } finally {
      await ledger.close();
    }
  },
  120_000,
);

/** The explanation repeats what the examples check row by row, and would make the files five times as long. */
function withoutExplanation(answer: Answer): Answer {
  if (!answer.ok || !('explanation' in answer.result)) return answer;
  const { explanation: _explanation, ...result } = answer.result;
  return { ...answer, result };
}

test.each(REGIONS)('%s: the pooled fund pays under every programme', async (region) => {
  const lines = async (file: string): Promise<readonly object[]> =>
    (await readFile(join(SAMPLES, file), 'utf8'))
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as object);
  const commands = (await lines(`${region}.ndjson`)) as readonly {
    readonly type: string;
    readonly programme?: string;
  }[];
  const answers = (await lines(`${region}.answers.ndjson`)) as readonly Answer[];
  const paid = commands.flatMap(({ type, programme = 'ordinary' }, at) => {
    const answer = answers[at];
    const isPaid = type === 'SettleVisit' && answer?.ok === true && answer.result.pooled !== '0.00';
    return isPaid ? [programme] : [];
  });
  expect([...new Set(paid)].sort()).toEqual([...DIMENSIONS.programme].sort());
});

test('the generator writes the samples byte for byte', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gongji-samples-'));
  try {
    await promisify(execFile)(process.execPath, [join(SAMPLES, 'generate.mjs'), folder]);
    for (const region of REGIONS) {
      const [made, kept] = await Promise.all(
        [folder, SAMPLES].map((where) => readFile(join(where, `${region}.ndjson`))),
      );
      expect(made?.equals(kept as Buffer)).toBe(true);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 30_000);
