import { beforeAll, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { commandOf, TABLES_OF_EXAMPLES } from '../support/examples.ts';
import { everyRow, recordingPolicies, type NamedRow, type RecordingPolicies } from '../support/recording-policy.ts';
import { answersOf } from '../support/test-ledger.ts';
import { EXCUSES } from './rows-without-example.ts';

/** Every row of every region's tables has an example, or stands in rows-without-example.ts with the reason why not. */

const HERE = new URL('./', import.meta.url);
const REGIONS = readdirSync(HERE, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const FILES = REGIONS.flatMap((region) =>
  readdirSync(new URL(`${region}/`, HERE))
    .filter((file) => file.endsWith('.spec.ts'))
    .map((file) => `./${region}/${file}`),
);

let recording: RecordingPolicies;

beforeAll(async () => {
  for (const file of FILES) await import(new URL(file, HERE).href);
  recording = await recordingPolicies();
  for (const { region, world, examples } of TABLES_OF_EXAMPLES) {
    for (const [, given] of examples) {
      const commands = [...world, ...given].map((step, at) => commandOf(step, at, region));
      await answersOf(commands, { policies: recording.policies });
    }
  }
}, 120_000);

/** Rows of a region that no example asks. */
async function rowsLeftOut(region: string): Promise<readonly (NamedRow & { readonly region: string })[]> {
  const asked = recording.rows(region);
  return (await everyRow(region)).filter(({ id }) => !asked.has(id)).map((row) => ({ ...row, region }));
}

test.each(REGIONS)('%s: every row has an example, or the reason why not', async (region) => {
  const unexcused = (await rowsLeftOut(region)).filter((row) => !EXCUSES.some(({ holds }) => holds(row)));
  expect(unexcused.map(({ id }) => id)).toEqual([]);
});

test('a reason that is needed no more is gone', async () => {
  const leftOut = (await Promise.all(REGIONS.map(rowsLeftOut))).flat();
  expect(EXCUSES.filter(({ holds }) => !leftOut.some(holds)).map(({ reason }) => reason)).toEqual([]);
});
