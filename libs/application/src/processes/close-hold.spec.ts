import { describe, expect, test } from '@jest/globals';
import { MemoryEventStore } from '@gongji/event-store';
import fc from 'fast-check';
import type { Answer } from '../command.ts';
import type { Ledger } from '../ledger.ts';
import { checkChain } from '../testing/check-chain.ts';
import { MemoryViews } from '../testing/memory-views.ts';
import {
  answersOf,
  commandsOf,
  enrol,
  given,
  hospital,
  logOf,
  openOn,
  topUp,
  visit,
  type Step,
} from '../testing/open-ledger.ts';
import { StreamByStreamStore } from '../testing/stream-by-stream-store.ts';
import { Sequence } from '../writer/item.ts';

const PERSONS = ['P', 'Q', 'R'];

function link(personId: string, memberId: string): Step {
  return { type: 'LinkFamilyMember', personId, memberId, relation: 'spouse', from: '2023-01-01' };
}

const WORLD: readonly Step[] = [
  hospital('H2'),
  ...PERSONS.map((personId) => enrol(personId)),
  ...PERSONS.flatMap((owner) => PERSONS.filter((member) => member !== owner).map((member) => link(owner, member))),
  topUp('P', '500.00'),
  topUp('Q', '80.00'),
];

/** What may happen in a family; the accounts of others pay for more than half of it. */
const HISTORY = fc.array(
  fc.record({
    what: fc.constantFrom('family', 'family', 'family', 'own', 'top-up', 'debit'),
    who: fc.constantFrom(...PERSONS),
    owner: fc.constantFrom(...PERSONS),
    yuan: fc.integer({ min: 1, max: 400 }),
  }),
  { minLength: 1, maxLength: 6 },
);

function stepsOf(history: typeof HISTORY extends fc.Arbitrary<infer T> ? T : never): readonly Step[] {
  return history.map(({ what, who, owner, yuan }, at): Step => {
    const amount = `${String(yuan)}.00`;
    const id = `h${String(at)}`;
    if (what === 'family') return visit(who, id, amount, { account: { ownerId: owner } });
    if (what === 'own') return visit(who, id, amount, { account: {} });
    if (what === 'top-up') return topUp(who, amount, id);
    return { ...topUp(who, amount, id), direction: 'debit' };
  });
}

function resultsOf(answers: readonly Answer[]): readonly unknown[] {
  return answers.map((answer) => (answer.ok ? answer.result : answer.error.code));
}

async function balancesIn(ledger: Ledger): Promise<readonly unknown[]> {
  return resultsOf(
    await answersOf(
      ledger,
      PERSONS.map((personId) => ({ type: 'GetPerson', personId })),
      'ask',
    ),
  );
}

async function openHolds(store: StreamByStreamStore): Promise<number> {
  const views = new MemoryViews(store);
  await views.catchUp();
  return (await views.openHolds()).length;
}

async function worldOn(store: StreamByStreamStore): Promise<Ledger> {
  const ledger = await openOn(store);
  await given(ledger, WORLD);
  return ledger;
}

/** Submits the steps as a file does: after one that could not be carried out, none is. */
async function submitAll(ledger: Ledger, steps: readonly Step[]): Promise<void> {
  const sequence = new Sequence();
  await Promise.allSettled(commandsOf(steps).map((command) => ledger.submit(command, sequence)));
}

/** How a command is cut off. */
const CUTS = [
  { title: 'killed before an append', losesAnswer: false, isKilled: true },
  { title: 'killed after an append', losesAnswer: true, isKilled: true },
  { title: 'a connection lost before an append', losesAnswer: false, isKilled: false },
  { title: 'a connection lost after an append', losesAnswer: true, isKilled: false },
];

describe('a store that writes stream by stream', () => {
  test.each(CUTS)(
    '$title, at every place: the same balances in the end',
    async ({ losesAnswer, isKilled }) => {
      await fc.assert(
        fc.asyncProperty(HISTORY.map(stepsOf), async (steps) => {
          const whole = new StreamByStreamStore(new MemoryEventStore());
          const undisturbed = await worldOn(whole);
          const before = whole.written;
          const answers = resultsOf(await answersOf(undisturbed, steps));
          const refused = new Set(answers.flatMap((answer, at) => (typeof answer === 'string' ? [at] : [])));
          const accepted = steps.filter((_step, at) => !refused.has(at)); // a refused one would be decided anew
          const expected = await balancesIn(undisturbed);
          for (let cut = 0; before + cut <= whole.written; cut += 1) {
            const inner = new MemoryEventStore();
            const store = new StreamByStreamStore(inner);
            let ledger = await worldOn(store);
            Object.assign(store, { left: cut, losesAnswer });
            await submitAll(ledger, accepted);
            Object.assign(store, { left: Infinity, losesAnswer: false });
            if (isKilled) {
              ledger = await openOn(store);
              expect(await openHolds(store)).toBe(0);
            }
            expect(resultsOf(await answersOf(ledger, accepted))).toEqual(
              answers.filter((_answer, at) => !refused.has(at)),
            );
            expect(await balancesIn(ledger)).toEqual(expected);
            expect(await openHolds(store)).toBe(0);
            await checkChain(store);
          }
        }),
        { numRuns: 12 },
      );
    },
    120_000,
  );

  test('undisturbed, its log is that of a store with transactions, to the byte', async () => {
    const steps = [
      visit('Q', 'A', '90.00', { account: { ownerId: 'P' } }),
      visit('P', 'B', '70.00', { account: { ownerId: 'Q' } }),
    ];
    const logs = [new StreamByStreamStore(new MemoryEventStore()), new MemoryEventStore()].map(async (store) => {
      const ledger = await openOn(store);
      await given(ledger, WORLD);
      await answersOf(ledger, steps);
      return logOf(store);
    });
    const [one, other] = await Promise.all(logs);
    expect(one).toEqual(other);
    expect(one?.map(({ type }) => type).slice(WORLD.length)).toEqual([
      ...['AccountFundsHeld', 'VisitSettled', 'HeldFundsCaptured'],
      ...['AccountFundsHeld', 'VisitSettled', 'HeldFundsCaptured'],
    ]);
  });
});

describe('two writers', () => {
  /** One is stopped before its append of a type, while another one opens the ledger and finds the hold. */
  async function stoppedBefore(
    type: string,
  ): Promise<{ readonly types: readonly string[]; readonly answer: Answer | undefined }> {
    const inner = new MemoryEventStore();
    const slow = new StreamByStreamStore(inner);
    const ledger = await worldOn(slow);
    slow.before = async ([request]) => {
      if (request?.events[0]?.type !== type) return;
      slow.before = () => undefined;
      const other = await openOn(new StreamByStreamStore(inner));
      expect(await openHolds(slow)).toBe(0);
      await given(other, [topUp('P', '1.00', 'meanwhile')], 'other');
    };
    const [answer] = await answersOf(ledger, [visit('Q', 'A', '90.00', { account: { ownerId: 'P' } })]);
    expect(await balancesIn(ledger)).toMatchObject([{ balance: '411.00' }, { balance: '80.00' }, { balance: '0.00' }]);
    await checkChain(slow);
    return { types: (await logOf(slow)).map((event) => event.type).slice(WORLD.length), answer };
  }

  test('the slow one had not settled: its hold is released, and it decides anew', async () => {
    const { types, answer } = await stoppedBefore('VisitSettled');
    expect(answer).toMatchObject({ ok: true, result: { account: '90.00' } });
    expect(types).toEqual([
      ...['AccountFundsHeld', 'SettlementAbandoned', 'HeldFundsReleased', 'AccountCredited'],
      ...['AccountFundsHeld', 'VisitSettled', 'HeldFundsCaptured'],
    ]);
  });

  test('the slow one had settled: its hold is captured, once', async () => {
    const { types, answer } = await stoppedBefore('HeldFundsCaptured');
    expect(answer).toMatchObject({ ok: true, result: { account: '90.00' } });
    expect(types).toEqual(['AccountFundsHeld', 'VisitSettled', 'HeldFundsCaptured', 'AccountCredited']);
  });
});
