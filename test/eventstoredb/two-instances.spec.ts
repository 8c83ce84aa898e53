import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { afterAll, expect, test } from '@jest/globals';
import { CHAIN_START, exact, fits, money } from '@gongji/core';
import type { RecordedEvent } from '@gongji/event-store';
import { EventStoreDbEventStore } from '@gongji/event-store-eventstoredb';
import { gongji, GongjiRun } from '../fault/gongji.ts';
import { openTestLedger } from '../support/test-ledger.ts';
import { SERVER, testServer } from './where.ts';

const PEOPLE = ['P0', 'P1', 'P2', 'P3'];
const TOP_UP = '2000.00';
/** Visits of each instance; both ask for those whose number is a multiple of five. */
const VISITS = 120;
/** Answers after which an instance is killed, and begins its file again. */
const KILLS = { one: [12, 70], other: [33, 95] } as const;

const base = mkdtempSync(join(tmpdir(), 'gongji-instances-'));
const server = await testServer();

afterAll(() => {
  server.stop();
  rmSync(base, { recursive: true, force: true });
});

interface Asked {
  readonly commandId: string;
  readonly personId?: string;
  readonly account?: { readonly ownerId: string };
}

interface Answered {
  readonly commandId: string;
  readonly ok: boolean;
  readonly position?: string;
  readonly result?: { readonly account: string };
  readonly error?: { readonly code: string };
}

function person(at: number): string {
  return PEOPLE[at % PEOPLE.length] as string;
}

const WORLD: readonly object[] = [
  {
    ...{ type: 'DesignateInstitution', institutionId: 'H', name: 'H', kind: 'medical', tier: 2 },
    ...{ outpatientPooling: true, from: '2022-01-01' },
  },
  ...PEOPLE.map((personId) => ({
    ...{ type: 'EnrolPerson', personId, birthDate: '1980-05-20', employment: 'on-job' },
    ...{ plan: 'pooled-and-account', from: '2022-06-01' },
  })),
  ...PEOPLE.flatMap((personId) =>
    PEOPLE.filter((memberId) => memberId !== personId).map((memberId) => ({
      ...{ type: 'LinkFamilyMember', personId, memberId, relation: 'spouse', from: '2023-01-01' },
    })),
  ),
  ...PEOPLE.map((personId) => ({
    ...{ type: 'AdjustAccount', personId, adjustmentId: 'top-up', direction: 'credit', amount: TOP_UP },
    ...{ reason: 'arrears', date: '2023-01-02' },
  })),
].map((command, at) => ({ commandId: `w-${String(at)}`, region: 'panzhihua', ...command }));

/** Two of three visits are paid from the account of somebody else in the family; in the end the accounts are empty. */
function visits(instance: string): readonly Asked[] {
  return Array.from({ length: VISITS }, (_, at) => {
    const id = at % 5 === 0 ? `both-${String(at)}` : `${instance}-${String(at)}`;
    const ownerId = person(at % 3 === 0 ? at : at + 1 + (at % 2));
    const total = `${String(40 + ((at * 37) % 90))}.00`;
    return {
      ...{ commandId: id, region: 'panzhihua', type: 'SettleVisit', personId: person(at), visitId: id },
      ...{ institutionId: 'H', date: '2023-03-01', total, inScope: total, account: { ownerId } },
    };
  });
}

function fileOf(name: string, commands: readonly object[]): string {
  const file = join(base, `${name}.ndjson`);
  writeFileSync(file, commands.map((command) => `${JSON.stringify(command)}\n`).join(''));
  return file;
}

/** An instance that is killed after so many answers, again and again, and then comes to its end. */
async function killedAt(url: string, instance: string, answers: readonly number[]): Promise<readonly Answered[]> {
  const starting = { file: fileOf(instance, visits(instance)), store: join(base, instance), url };
  const said: string[] = [];
  for (const count of answers) {
    const run = new GongjiRun(starting);
    await run.says(() => run.lines.length >= count);
    run.kill();
    said.push(...(await run.end()).lines);
  }
  const { status, lines, stderr } = await gongji(starting);
  expect({ status, stderr }).toMatchObject({ status: 0 });
  expect(lines).toHaveLength(VISITS);
  return [...said, ...lines].map((line) => JSON.parse(line) as Answered);
}

function expectWholeChains(log: readonly RecordedEvent[]): void {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  const hashes = new Map<string, string>();
  for (const event of log) {
    expect([event.position, fits(event, hashes.get(event.stream) ?? CHAIN_START, sha256)]).toEqual([
      event.position,
      true,
    ]);
    hashes.set(event.stream, (JSON.parse(event.metadata) as { readonly hash: string }).hash);
  }
}

/** What each account must hold: its top-up less what the accepted visits say that it paid. */
function expectedBalances(accepted: ReadonlyMap<string, Answered>): readonly string[] {
  const owners = new Map([...visits('one'), ...visits('other')].map(({ commandId, account }) => [commandId, account]));
  return PEOPLE.map((personId) => {
    let balance = exact(TOP_UP);
    for (const [commandId, { result }] of accepted) {
      if (owners.get(commandId)?.ownerId === personId) balance = balance.minus(result?.account ?? '0.00');
    }
    return money(balance);
  });
}

test(`two instances settle for the same people at once, and are killed: no payment is lost or doubled (${SERVER})`, async () => {
  const url = server.newLedger();
  const world = await gongji({ file: fileOf('world', WORLD), store: join(base, 'world'), url });
  expect(world.lines.filter((line) => !line.includes('"ok":true'))).toEqual([]);
  const answers = (await Promise.all([killedAt(url, 'one', KILLS.one), killedAt(url, 'other', KILLS.other)])).flat();
  expect(answers.filter(({ ok }) => !ok)).toEqual([]);

  const accepted = new Map<string, Answered>();
  for (const answer of answers) {
    expect(answer).toEqual(accepted.get(answer.commandId) ?? answer);
    accepted.set(answer.commandId, answer);
  }
  const store = await EventStoreDbEventStore.open(url);
  const log: RecordedEvent[] = [];
  for await (const page of store.readAll()) log.push(...page);
  expectWholeChains(log);
  expect(log.filter(({ type }) => type === 'VisitSettled')).toHaveLength(accepted.size);
  expect(log.filter(({ type }) => type === 'HeldFundsCaptured').length).toBeGreaterThan(0);
  const opened = await openTestLedger({ store });
  expect(await opened.views.openHolds()).toEqual([]);
  const asked = PEOPLE.map((personId) => ({ commandId: personId, type: 'GetPerson', region: 'panzhihua', personId }));
  const balances = (await opened.answers(asked)).map((answer) => (answer.ok ? answer.result : answer.error));
  const expected = expectedBalances(accepted);
  expect(balances).toMatchObject(expected.map((balance) => ({ balance })));
  expect(expected.every((balance) => !exact(balance).isNegative())).toBe(true);
  await opened.close();
}, 240_000);
