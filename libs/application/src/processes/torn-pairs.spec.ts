import { describe, expect, test } from '@jest/globals';
import { MemoryEventStore } from '@gongji/event-store';
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
  said,
  topUp,
  visit,
  type Step,
} from '../testing/open-ledger.ts';
import { StreamByStreamStore } from '../testing/stream-by-stream-store.ts';

const CLAIM: Step = {
  ...{ type: 'SubmitClaim', claimId: 'K', visitId: 'V', personId: 'P', institutionId: 'H2', actor: 'clerk' },
  ...{ date: '2023-03-01', total: '500.00', inScope: '450.00', submittedOn: '2023-04-01' },
};
const APPROVE: Step = { type: 'ApproveClaim', claimId: 'K', date: '2023-05-01', actor: 'reviewer' };
const REJECT: Step = { type: 'RejectClaim', claimId: 'K', date: '2023-05-01', actor: 'reviewer', reason: 'no receipt' };
const REVERSE: Step = { type: 'ReverseSettlement', personId: 'Q', visitId: 'F', date: '2023-04-01', reason: 'mistake' };

const WORLD: readonly Step[] = [
  hospital('H2'),
  enrol('P'),
  enrol('Q'),
  { type: 'LinkFamilyMember', personId: 'P', memberId: 'Q', relation: 'spouse', from: '2023-01-01' },
  topUp('P', '100.00'),
  visit('Q', 'F', '90.00', { account: { ownerId: 'P' } }),
];

function resultsOf(answers: readonly Answer[]): readonly unknown[] {
  return answers.map((answer) => (answer.ok ? answer.result : answer.error.code));
}

/** What a region's people can see in the end. */
async function endOf(ledger: Ledger): Promise<readonly unknown[]> {
  const again = [visit('P', 'V', '10.00'), APPROVE, { ...REVERSE, reason: 'again' }];
  const persons = ['P', 'Q'].map((personId) => ({ type: 'GetPerson', personId }));
  return [...resultsOf(await answersOf(ledger, persons, 'ask')), ...resultsOf(await answersOf(ledger, again, 'again'))];
}

async function nothingIsMissing(store: StreamByStreamStore): Promise<void> {
  const views = new MemoryViews(store);
  await views.catchUp();
  expect(await views.missingSequels()).toEqual([]);
  await checkChain(store);
}

const STORIES: readonly (readonly [title: string, before: readonly Step[], torn: Step])[] = [
  ['a submission', [], CLAIM],
  ['an approval', [CLAIM], APPROVE],
  ['a rejection', [CLAIM], REJECT],
  ["a family visit's reversal", [], REVERSE],
];

/** Who finishes what the killed instance left. */
const FINISHERS: readonly (readonly [title: string, finish: (other: Ledger, torn: Step) => Promise<unknown>])[] = [
  ['an instance that is opened', () => Promise.resolve()],
  ['another one that looks twice', async (other) => [await other.tend(), await other.tend()]],
  ['another one that gets the command', (other, torn) => answersOf(other, [torn], 'torn')],
];

describe.each(STORIES)('%s, cut off between its two events', (_title, before, torn) => {
  test.each(FINISHERS)('is finished by %s, and ends as if undisturbed', async (who, finish) => {
    const whole = new StreamByStreamStore(new MemoryEventStore());
    const undisturbed = await openOn(whole);
    await given(undisturbed, [...WORLD, ...before]);
    const start = whole.written;
    const expectedAnswer = await answersOf(undisturbed, [torn], 'torn');
    const events = whole.written - start;
    const expectedEnd = await endOf(undisturbed);
    expect([expectedAnswer.map(said), events]).toEqual([['ok'], 2]);
    for (const [left, losesAnswer] of [
      [1, false],
      [1, true],
      [2, true],
    ] as const) {
      const inner = new MemoryEventStore();
      const store = new StreamByStreamStore(inner);
      const killed = await openOn(store);
      await given(killed, [...WORLD, ...before]);
      const living = await openOn(new StreamByStreamStore(inner));
      Object.assign(store, { left, losesAnswer });
      await Promise.allSettled(commandsOf([torn], 'torn').map((command) => killed.submit(command)));
      const other = who === FINISHERS[0]?.[0] ? await openOn(new StreamByStreamStore(inner)) : living;
      await finish(other, torn);
      await nothingIsMissing(new StreamByStreamStore(inner));
      expect(resultsOf(await answersOf(other, [torn], 'torn'))).toEqual(resultsOf(expectedAnswer));
      expect(await endOf(other)).toEqual(expectedEnd);
    }
  });
});

test.each<readonly [title: string, mine: Step, theirs: Step]>([
  ['approved', APPROVE, APPROVE],
  ['rejected', APPROVE, REJECT],
])(
  'a claim that two instances decide under two commandIds at once is decided once: approved and %s',
  async (_t, mine, theirs) => {
    const inner = new MemoryEventStore();
    const one = await openOn(new StreamByStreamStore(inner));
    await given(one, [...WORLD, CLAIM]);
    const other = await openOn(new StreamByStreamStore(inner));
    await answersOf(other, [{ ...APPROVE, actor: 'clerk' }], 'warm');
    const answers = await Promise.all([answersOf(one, [mine], 'one'), answersOf(other, [theirs], 'other')]);
    expect(answers.flat().map(said).sort()).toEqual(['claim-not-open claimId', 'ok']);
    const decisions = (await logOf(inner)).filter(({ type }) => /^Reimbursement(Settled|Declined)$/.test(type));
    expect(decisions).toHaveLength(1);
    await nothingIsMissing(new StreamByStreamStore(inner));
  },
);

test('a claimId that two instances take at once is taken once', async () => {
  const inner = new MemoryEventStore();
  const one = await openOn(new StreamByStreamStore(inner));
  await given(one, WORLD);
  const other = await openOn(new StreamByStreamStore(inner));
  const answers = await Promise.all([
    answersOf(one, [CLAIM], 'one'),
    answersOf(other, [{ ...CLAIM, personId: 'Q', visitId: 'W' }], 'other'),
  ]);
  expect(answers.flat().map(said).sort()).toEqual(['already-exists claimId', 'ok']);
  await nothingIsMissing(new StreamByStreamStore(inner));
});

test('a visitId that a settlement takes between the two events of a submission undoes it', async () => {
  const inner = new MemoryEventStore();
  const store = new StreamByStreamStore(inner);
  const one = await openOn(store);
  await given(one, WORLD);
  const other = await openOn(new StreamByStreamStore(inner));
  store.before = async ([request]) => {
    if (request?.events[0]?.type !== 'ReimbursementRequested') return;
    store.before = () => undefined;
    await given(other, [visit('P', 'V', '10.00')], 'other');
  };
  expect((await answersOf(one, [CLAIM], 'torn')).map(said)).toEqual(['already-exists claimId']);
  expect((await answersOf(other, [APPROVE])).map(said)).toEqual(['claim-not-open claimId']);
  await nothingIsMissing(store);
});
