import { expect, test } from '@jest/globals';
import { MemoryEventStore, type RecordedEvent } from '@gongji/event-store';
import type { Answer, Command } from './command.ts';
import { checkChain } from './testing/check-chain.ts';
import { answersOf, commandsOf, enrol, given, logOf, openOn, said, topUp, type Step } from './testing/open-ledger.ts';
import { StreamByStreamStore } from './testing/stream-by-stream-store.ts';
import { Sequence } from './writer/item.ts';

const PEOPLE = ['A', 'B', 'C', 'D', 'E', 'F'];
const TOP_UPS = PEOPLE.map((person) => topUp(person, '10.00'));
const spend = (person: string, amount: string, id: string): Step => {
  return { ...topUp(person, amount, id), direction: 'debit' };
};

/** A store to which others write as well, and a ledger on it that writes two commands together. */
async function twoByTwo(store = new StreamByStreamStore(new MemoryEventStore())) {
  const ledger = await openOn(store, { groupSize: 2 });
  await given(
    ledger,
    PEOPLE.map((person) => enrol(person)),
  );
  return { store, ledger };
}

/** Tells when commands are looked up. */
class WatchedStore extends StreamByStreamStore {
  lookedUp: () => void = () => undefined;

  override findEvents(eventIds: readonly string[], upTo?: bigint): Promise<readonly RecordedEvent[]> {
    this.lookedUp();
    return super.findEvents(eventIds, upTo);
  }
}

test('the next commands are taken up while a group is on its way to the store', async () => {
  const watched = new WatchedStore(new MemoryEventStore());
  const { store, ledger } = await twoByTwo(watched);
  store.before = ([request]) => {
    if (request?.stream.endsWith('A') !== true) return undefined;
    return new Promise((resolve) => (watched.lookedUp = resolve));
  };
  expect((await answersOf(ledger, TOP_UPS)).map(said)).toEqual(PEOPLE.map(() => 'ok'));
  await checkChain(store);
});

test('so is a command that comes when there was nothing left to decide', async () => {
  const watched = new WatchedStore(new MemoryEventStore());
  const { store, ledger } = await twoByTwo(watched);
  const [first, second] = commandsOf(TOP_UPS);
  let later: Promise<Answer> | undefined;
  store.before = ([request]) => {
    if (request?.stream.endsWith('A') !== true) return undefined;
    return new Promise((resolve) => {
      watched.lookedUp = resolve;
      setImmediate(() => {
        later = ledger.submit(second as Command);
      });
    });
  };
  expect(said(await ledger.submit(first as Command))).toBe('ok');
  expect(said((await later) as Answer)).toBe('ok');
  await checkChain(store);
});

test('when a group fails, nothing is written that was decided while it was on its way', async () => {
  const { store, ledger } = await twoByTwo();
  const before = (await logOf(store)).length;
  store.left = 1;
  const sequence = new Sequence();
  const sent = await Promise.allSettled(commandsOf(TOP_UPS).map((command) => ledger.submit(command, sequence)));
  expect(sent.map(({ status }) => status)).toEqual(PEOPLE.map(() => 'rejected'));
  store.left = Infinity;
  await ledger.idle();
  expect((await logOf(store)).length).toBe(before + 1);
  expect((await answersOf(ledger, TOP_UPS)).map(said)).toEqual(PEOPLE.map(() => 'ok'));
  expect((await logOf(store)).length).toBe(before + PEOPLE.length);
});

test('a command on a stream of the group that is on its way rests on what became of that', async () => {
  const { store, ledger } = await twoByTwo();
  await given(ledger, TOP_UPS, 'top-up');
  const other = await openOn(new StreamByStreamStore(store.inner));
  store.before = async () => {
    store.before = () => undefined;
    await given(other, [spend('A', '7.00', 'theirs')], 'other');
  };
  const steps = [spend('A', '5.00', '1'), spend('B', '5.00', '1'), spend('C', '5.00', '1'), spend('A', '3.00', '2')];
  const answers = await answersOf(ledger, [...steps, spend('B', '6.00', '2'), spend('D', '10.00', '1')]);
  expect(answers.map(said)).toEqual([
    'insufficient-balance amount',
    'ok',
    'ok',
    'ok',
    'insufficient-balance amount',
    'ok',
  ]);
  await checkChain(store);
});
