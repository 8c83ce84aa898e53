import { describe, expect, test } from '@jest/globals';
import { fits, CHAIN_START } from '@gongji/core';
import { MemoryEventStore, StoreUnavailable, type RecordedEvent } from '@gongji/event-store';
import type { Answer, Command } from './command.ts';
import { sha256 } from './digest.ts';
import { DisturbedStore } from './testing/disturbed-store.ts';
import {
  answersOf,
  commandsOf,
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
import { Sequence } from './writer/item.ts';

const WORLD = [hospital('H2'), enrol('P'), enrol('Q'), topUp('P', '100.00')];
const FULL = (): never => {
  throw new StoreUnavailable('The disk is full.', 'full');
};

describe('a command is done once', () => {
  const when: Step = { ...visit('P', 'V', '450.00', { account: {} }), commandId: 'once' };

  test.each([
    ['in flight', (answers: readonly Step[]) => [answers]],
    ['one after the other', (steps: readonly Step[]) => steps.map((step) => [step])],
  ])('twice, %s: the first answer, nothing appended', async (_title, batches) => {
    const { ledger, store } = await ledgerWith(WORLD);
    const answers: Answer[] = [];
    for (const batch of batches([when, when, when])) answers.push(...(await answersOf(ledger, batch)));
    expect(answers[0]).toMatchObject({ ok: true, position: '5', result: { pooled: '150.00', account: '100.00' } });
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
    expect(await store.head()).toBe(5n);
  });

  test('after reopening', async () => {
    const { ledger, store } = await ledgerWith(WORLD);
    const [first] = await answersOf(ledger, [when]);
    expect(await answersOf(await openOn(store), [when])).toEqual([first]);
    expect(await store.head()).toBe(5n);
  });

  test('the order of its fields does not matter', async () => {
    const { ledger } = await ledgerWith(WORLD);
    const [first] = await answersOf(ledger, [when]);
    expect(await answersOf(ledger, [Object.fromEntries(Object.entries(when).reverse()) as unknown as Step])).toEqual([
      first,
    ]);
  });

  test('and gets its first answer although by now it would be decided otherwise', async () => {
    const { ledger } = await ledgerWith(WORLD);
    const [first] = await answersOf(ledger, [when]);
    await given(ledger, [{ type: 'CloseYear', year: 2023 }], 'close');
    expect(await answersOf(ledger, [when])).toEqual([first]);
  });

  test.each<readonly [title: string, again: Step]>([
    ['another amount', { ...when, total: '451.00' }],
    ['another form of the same amount', { ...when, total: '450' }],
    ['another person', { ...when, personId: 'Q' }],
    ['another actor', { ...when, actor: 'clerk-2' }],
    ['another region', { ...when, region: 'zibo' }],
    ['a region that does not exist', { ...when, region: 'atlantis' }],
    ['another command', { ...enrol('Z'), commandId: 'once' }],
    ['a region-wide command', { type: 'CarryOverYear', year: 2023, commandId: 'once' }],
  ])('with %s it is refused', async (_title, again) => {
    const { ledger, store } = await ledgerWith([...WORLD, when]);
    expect((await answersOf(ledger, [again])).map(said)).toEqual(['command-id-reused commandId']);
    expect((await answersOf(await openOn(store), [again])).map(said)).toEqual(['command-id-reused commandId']);
    expect((await answersOf((await ledgerWith(WORLD)).ledger, [when, again])).map(said)).toEqual([
      'ok',
      'command-id-reused commandId',
    ]);
    expect(await store.head()).toBe(5n);
  });

  test('questions are always answered anew, also under one id', async () => {
    const { ledger } = await ledgerWith(WORLD);
    const ask = (personId: string): Step => ({ type: 'GetPerson', personId, commandId: 'ask' });
    const [p, , q] = await answersOf(ledger, [ask('P'), topUp('P', '1.00', 'more'), ask('P'), ask('Q')]);
    expect([p, q]).toMatchObject([{ result: { balance: '100.00' } }, { result: { balance: '101.00' } }]);
  });

  test.each([
    ['5', 'invalid-command knownAt'],
    ['2025-01-01T00:00:00.001Z', 'invalid-command knownAt'],
    ['4', 'ok'],
    ['2025-01-01T08:00:00+08:00', 'ok'],
  ])('what will only be known later is no answer: at %s of 4 events', async (knownAt, answer) => {
    const { ledger } = await ledgerWith(WORLD);
    expect((await answersOf(ledger, [{ type: 'GetPerson', personId: 'P', knownAt }])).map(said)).toEqual([answer]);
  });

  test('a command may be named as a question was', async () => {
    const { ledger } = await ledgerWith(WORLD);
    const answers = await answersOf(ledger, [
      { type: 'GetPerson', personId: 'P', commandId: 'x' },
      { ...enrol('Z'), commandId: 'x' },
    ]);
    expect(answers.map(said)).toEqual(['ok', 'ok']);
  });
});

describe('a refused command', () => {
  test('leaves nothing behind and is decided anew', async () => {
    const { ledger, store } = await ledgerWith(WORLD);
    const spend: Step = {
      type: 'AdjustAccount',
      personId: 'Q',
      adjustmentId: 'A',
      direction: 'debit',
      amount: '5.00',
      reason: 'r',
      date: '2023-02-01',
      commandId: 'spend',
    };
    expect((await answersOf(ledger, [spend, spend])).map(said)).toEqual([
      'insufficient-balance amount',
      'insufficient-balance amount',
    ]);
    expect(await store.head()).toBe(4n);
    expect((await answersOf(ledger, [topUp('Q', '5.00'), spend])).map(said)).toEqual(['ok', 'ok']);
  });

  test('does not stop those after it', async () => {
    const { ledger } = await ledgerWith(WORLD);
    const answers = await answersOf(ledger, [
      visit('X', 'V', '1.00'),
      visit('P', 'V', '1.00'),
      visit('P', 'V', '1.00'),
    ]);
    expect(answers.map(said)).toEqual(['unknown-person personId', 'ok', 'already-exists visitId']);
  });

  test('in a region that nobody knows', async () => {
    const { ledger } = await ledgerWith([]);
    for (const region of ['atlantis', '__proto__', 'constructor']) {
      const steps = [
        enrol('P', { region }),
        { type: 'GetPerson', personId: 'P', region },
        { type: 'CarryOverYear', year: 2023, region },
      ];
      expect((await answersOf(ledger, steps)).map(said)).toEqual(Array(3).fill('unknown-region region'));
    }
  });
});

describe('an answer waits for durability', () => {
  test('nothing is answered before its group is appended', async () => {
    const store = new DisturbedStore(new MemoryEventStore());
    const ledger = await openOn(store);
    let open = (): void => undefined;
    store.before = () => new Promise<void>((resolve) => (open = resolve));
    const answered: string[] = [];
    const all = commandsOf([enrol('P'), topUp('P', '1.00')]).map(async (command) => {
      answered.push((await ledger.submit(command)).commandId as string);
    });
    while (store.groups.length === 0) await Promise.resolve();
    expect([answered, await store.head()]).toEqual([[], 0n]);
    open();
    await Promise.all(all);
    expect([answered, await store.head()]).toEqual([['c-1', 'c-2'], 2n]);
  });

  test('commands submitted together are written together, up to the size of a group', async () => {
    const store = new DisturbedStore(new MemoryEventStore());
    const ledger = await openOn(store, { groupSize: 4 });
    await given(
      ledger,
      Array.from({ length: 10 }, (_, at) => enrol(`P${String(at)}`)),
    );
    expect(store.groups.map((group) => group.length)).toEqual([4, 4, 2]);
  });

  test('a question sees what was submitted before it, and its position', async () => {
    const { ledger } = await ledgerWith(WORLD);
    const answers = await answersOf(ledger, [
      topUp('P', '1.00', 'more'),
      { type: 'GetPerson', personId: 'P' },
      { type: 'GetFund', from: '2023-01-01', to: '2023-12-31' },
    ]);
    expect(answers).toMatchObject([
      { position: '5' },
      { position: '5', result: { balance: '101.00' } },
      { position: '5', result: { upTo: '5' } },
    ]);
  });

  test('idle waits for everything', async () => {
    const { ledger, store } = await ledgerWith([]);
    const answers = answersOf(ledger, [enrol('P'), enrol('Q')]);
    await ledger.idle();
    expect(await store.head()).toBe(2n);
    await answers;
  });
});

describe('a store that fails', () => {
  const more = [topUp('P', '1.00', 'a'), topUp('P', '2.00', 'b'), topUp('Q', '3.00', 'c')];

  async function outcomes(
    steps: readonly Step[],
    disturb: (store: DisturbedStore) => void,
  ): Promise<{ store: DisturbedStore; ledger: Awaited<ReturnType<typeof openOn>>; settled: readonly string[] }> {
    const store = new DisturbedStore(new MemoryEventStore());
    const ledger = await openOn(store);
    await given(ledger, WORLD);
    disturb(store);
    const settled = await Promise.allSettled(commandsOf(steps).map((command) => ledger.submit(command)));
    store.before = store.after = () => undefined;
    return {
      store,
      ledger,
      settled: settled.map((one) => (one.status === 'rejected' ? String(one.reason) : 'answered')),
    };
  }

  test.each([
    ['before it wrote', (store: DisturbedStore) => void (store.before = FULL), 4n],
    ['after it wrote: the outcome is unknown', (store: DisturbedStore) => void (store.after = FULL), 7n],
  ])('%s: rejects, and sending again is safe', async (_title, disturb, head) => {
    const { store, ledger, settled } = await outcomes(more, disturb);
    expect(settled).toEqual(Array(3).fill('StoreUnavailable: The disk is full.'));
    expect(await store.head()).toBe(head);
    const answers = await answersOf(ledger, [...more, { type: 'GetPerson', personId: 'P' }]);
    expect(answers).toMatchObject([
      { ok: true, position: '5', result: { balance: '101.00' } },
      { ok: true, position: '6', result: { balance: '103.00' } },
      { ok: true, position: '7', result: { balance: '3.00' } },
      { ok: true, result: { balance: '103.00' } },
    ]);
    expect(await store.head()).toBe(7n);
  });

  test('what follows it in its sequence is not carried out, even when the store works again', async () => {
    const store = new DisturbedStore(new MemoryEventStore());
    const ledger = await openOn(store, { groupSize: 1 });
    await given(ledger, WORLD);
    store.before = () => {
      store.before = () => undefined;
      FULL();
    };
    const sequence = new Sequence();
    const settled = await Promise.allSettled(commandsOf(more).map((command) => ledger.submit(command, sequence)));
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await expect(ledger.submit(commandsOf(more)[2] as Command, sequence)).rejects.toThrow('full');
    expect(await store.head()).toBe(4n);
    expect((await answersOf(ledger, more)).map(said)).toEqual(['ok', 'ok', 'ok']);
  });

  test('what was decided in memory only is forgotten', async () => {
    const { ledger, store } = await outcomes(more, (failing) => void (failing.before = FULL));
    const [answer] = await answersOf(ledger, [visit('P', 'V', '450.00', { account: {} })], 'other');
    expect(answer).toMatchObject({ ok: true, result: { account: '100.00' } });
    expect(await store.head()).toBe(5n);
  });

  test('commands after it are carried out', async () => {
    let first = true;
    const { settled } = await outcomes(more, (failing) => {
      failing.before = () => {
        if (first) {
          first = false;
          FULL();
        }
      };
    });
    expect(settled.filter((one) => one === 'answered')).toHaveLength(0); // one group
  });
});

test('every event carries the hash of the one before it in its stream', async () => {
  const { ledger, store } = await ledgerWith([...WORLD, visit('P', 'V', '450.00')]);
  await answersOf(ledger, [{ type: 'CarryOverYear', year: 2023 }, topUp('P', '1.00', 'more')]);
  const hashes = new Map<string, string>();
  for (const event of await logOf(store)) {
    expect(fits(event, hashes.get(event.stream) ?? CHAIN_START, sha256)).toBe(true);
    hashes.set(event.stream, (JSON.parse(event.metadata) as { hash: string }).hash);
  }
});

test('what a decision rested on is in the metadata', async () => {
  const { store } = await ledgerWith([...WORLD, { ...visit('P', 'V', '450.00'), actor: 'clerk-1' }]);
  const metadata = JSON.parse(((await logOf(store)).at(-1) as RecordedEvent).metadata) as object;
  expect(metadata).toMatchObject({
    actor: 'clerk-1',
    commandId: 'given-5',
    occurredOn: '2023-03-01',
    recordedAt: '2025-01-01T00:00:00.000Z',
    restedOn: {
      pack: expect.stringMatching(/^panzhihua-2022\/\d+$/),
      packHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      revisions: { 'institution-panzhihua.H2': '0', 'policy-panzhihua': '-1' },
    },
    schemaVersion: 1,
  });
});

test('conflict: other writers kept changing the stream', async () => {
  const store = new DisturbedStore(new MemoryEventStore());
  const ledger = await openOn(store);
  await given(ledger, WORLD);
  const other = await openOn(store.inner);
  let times = 0;
  store.before = () => given(other, [topUp('P', '1.00', `o${String((times += 1))}`)], `o${String(times)}`);
  const [answer] = await answersOf(ledger, [visit('P', 'V', '450.00')]);
  expect(said(answer)).toBe('conflict');
  store.before = () => undefined;
  expect((await answersOf(ledger, [visit('P', 'V', '450.00')])).map(said)).toEqual(['ok']);
});
