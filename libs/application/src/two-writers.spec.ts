import { expect, test } from '@jest/globals';
import { MemoryEventStore } from '@gongji/event-store';
import type { Answer } from './command.ts';
import type { Ledger } from './ledger.ts';
import {
  answersOf,
  enrol,
  given,
  hospital,
  ledgerWith,
  logOf,
  openOn,
  said,
  topUp,
  visit,
  type Step,
} from './testing/open-ledger.ts';
import { StreamByStreamStore } from './testing/stream-by-stream-store.ts';

const WORLD: readonly Step[] = [
  hospital('H2'),
  enrol('P'),
  enrol('Q'),
  { type: 'LinkFamilyMember', personId: 'P', memberId: 'Q', relation: 'spouse', from: '2023-01-01' },
  topUp('P', '100.00'),
];

/** A ledger, and a second one on the same log that does something right before the first one's append of a type. */
async function disturbedBefore(type: string, meanwhile: readonly Step[]) {
  const store = new StreamByStreamStore(new MemoryEventStore());
  const ledger = await openOn(store);
  await given(ledger, WORLD);
  const other = await openOn(new StreamByStreamStore(store.inner));
  store.before = async ([request]) => {
    if (request?.events[0]?.type !== type) return;
    store.before = () => undefined;
    await given(other, meanwhile, 'other');
  };
  return { store, ledger };
}

function resultOf(answer: Answer | undefined): unknown {
  return answer?.ok === true ? answer.result : answer;
}

async function balanceOfP(ledger: Ledger): Promise<unknown> {
  const [answer] = await answersOf(ledger, [{ type: 'GetPerson', personId: 'P' }], 'ask');
  return resultOf(answer);
}

test('what was decided upon an event that another writer forestalled is decided anew as well', async () => {
  const spend = (amount: string, id: string): Step => ({ ...topUp('P', amount, id), direction: 'debit' });
  const { ledger, store } = await disturbedBefore('AccountDebited', [spend('70.00', 'theirs')]);
  const answers = await answersOf(ledger, [spend('30.00', 'first'), spend('60.00', 'second')]);
  expect(answers.map(said)).toEqual(['ok', 'insufficient-balance amount']);
  expect(await balanceOfP(ledger)).toMatchObject({ balance: '0.00' });
  expect((await logOf(store)).slice(WORLD.length).map(({ type }) => type)).toEqual([
    'AccountDebited',
    'AccountDebited',
  ]);
});

test('what was decided upon a register that another writer forestalled is decided anew as well', async () => {
  const settling = visit('P', 'V', '450.00', { institutionId: 'H3' });
  const { ledger } = await disturbedBefore('InstitutionDesignated', [hospital('H3', 1)]);
  const [designated, settled] = await answersOf(ledger, [hospital('H3', 3), settling]);
  const undisturbed = await ledgerWith([...WORLD, hospital('H3', 1)]);
  const [, expected] = await answersOf(undisturbed.ledger, [hospital('H3', 3), settling]);
  expect(said(designated)).toBe('already-exists institutionId');
  expect(settled).toMatchObject({ ok: true, result: resultOf(expected) });
});

test("a reversal's money comes back to the owner, whoever else writes to the account meanwhile", async () => {
  const { ledger } = await disturbedBefore('AccountCredited', [topUp('P', '1.00', 'theirs')]);
  await given(ledger, [visit('Q', 'V', '90.00', { account: { ownerId: 'P' } })], 'paid');
  const reversal = { type: 'ReverseSettlement', personId: 'Q', visitId: 'V', date: '2023-04-01', reason: 'mistake' };
  expect((await answersOf(ledger, [reversal])).map(said)).toEqual(['ok']);
  expect(await balanceOfP(ledger)).toMatchObject({ balance: '101.00' });
});
