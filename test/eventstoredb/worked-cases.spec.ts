import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Answer } from '@gongji/application';
import { EventStoreDbEventStore } from '@gongji/event-store-eventstoredb';
import { answersOf } from '../support/test-ledger.ts';
import { SERVER, testServer } from './where.ts';

interface WorkedCase {
  readonly id: string;
  readonly title: string;
  readonly commands: readonly Asked[];
}

interface Asked {
  readonly type: string;
}

const CASES = readFileSync(new URL('../acceptance/cases.ndjson', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as WorkedCase);

const server = await testServer();

afterAll(() => {
  server.stop();
});

/** A claim's own event goes first where there is no transaction for two streams: the patient's, which answers, is one further. */
function onServer(commands: readonly Asked[]): (answer: Answer, at: number) => Answer {
  return (answer, at) =>
    answer.ok && commands[at]?.type.endsWith('Claim') === true
      ? { ...answer, position: String(BigInt(answer.position) + 1n) }
      : answer;
}

describe(`the worked cases on EventStoreDB (against ${SERVER}) have the same answers as on the store in memory`, () => {
  test.each(CASES.map(({ id, title, commands }) => [id, title, commands] as const))(
    '%s: %s',
    async (_, __, commands) => {
      const store = await EventStoreDbEventStore.open(server.newLedger());
      expect(await answersOf(commands, { store })).toEqual((await answersOf(commands)).map(onServer(commands)));
    },
  );
});
