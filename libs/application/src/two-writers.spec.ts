import { expect, test } from '@jest/globals';
import { MemoryEventStore } from '@gongji/event-store';
import { checkChain } from './testing/check-chain.ts';
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
  pension,
  retired,
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

/** Two ledgers on one log, the first of which has everything in memory that the second one changes. */
async function twoOnOneLog() {
  const inner = new MemoryEventStore();
  const [one, other] = [
    await openOn(new StreamByStreamStore(inner)),
    await openOn(new StreamByStreamStore(inner), { clock: () => new Date('2025-01-01T00:00:01Z') }),
  ];
  await given(one, [...WORLD, visit('Q', 'first', '450.00', { account: { ownerId: 'P' } })]);
  return { one, other, inner };
}

test.each<readonly [title: string, theirs: Step, mine: Step, outcome: string]>([
  [
    'an institution whose designation has ended',
    { type: 'EndDesignation', institutionId: 'H2', from: '2023-01-01' },
    visit('P', 'V', '450.00'),
    'institution-not-designated institutionId',
  ],
  [
    'a member who is none of the family any more',
    { type: 'UnlinkFamilyMember', personId: 'P', memberId: 'Q', from: '2023-01-01' },
    visit('Q', 'V', '450.00', { account: { ownerId: 'P' } }),
    'not-family account.ownerId',
  ],
  ['a year that is closed', { type: 'CloseYear', year: 2023 }, visit('P', 'V', '450.00'), 'year-closed date'],
  ['parameters that are published', pension('5000.00', '2023-03-01'), { type: 'CreditMonth', month: '2023-03' }, 'ok'],
])('what another instance was answered counts at once: %s', async (_title, theirs, mine, outcome) => {
  const { one, other } = await twoOnOneLog();
  await given(other, [theirs], 'other');
  expect((await answersOf(one, [mine], 'mine')).map(said)).toEqual([outcome]);
});

test('a tier that another instance changed counts at once', async () => {
  const { one, other } = await twoOnOneLog();
  await given(other, [{ type: 'ChangeInstitutionTier', institutionId: 'H2', tier: 3, from: '2023-01-01' }], 'other');
  const mine = await answersOf(one, [visit('P', 'V', '450.00')], 'mine');
  const undisturbed = await ledgerWith([...WORLD.slice(1), hospital('H2', 3)]);
  const expected = await answersOf(undisturbed.ledger, [visit('P', 'V', '450.00')]);
  expect(mine.map(resultOf)).toEqual(expected.map(resultOf));
});

test('a command that two instances get at once is done once, and both give the same answer', async () => {
  const { one, other, inner } = await twoOnOneLog();
  for (const [at, step] of [
    visit('P', 'V', '450.00', { account: {} }),
    visit('Q', 'W', '450.00', { account: { ownerId: 'P' } }),
    topUp('P', '30.00', 'again'),
    hospital('H4'),
  ].entries()) {
    const answers = await Promise.all([one, other].map((ledger) => answersOf(ledger, [step], `same${String(at)}`)));
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[0]?.map(said)).toEqual(['ok']);
  }
  await checkChain(inner);
});

test('a visit that another instance settles between two of our reads is paid once', async () => {
  const inner = new MemoryEventStore();
  const other = await openOn(new StreamByStreamStore(inner));
  await given(other, WORLD);
  const step = visit('Q', 'V', '40.00', { account: { ownerId: 'P' } });
  const store = new StreamByStreamStore(inner);
  const one = await openOn(store);
  const read = store.readStream.bind(store);
  let theirs: readonly Answer[] = [];
  store.readStream = async function* (stream, options) {
    if (stream === 'insured-panzhihua.P' && theirs.length === 0) theirs = await answersOf(other, [step], 'same');
    yield* read(stream, options);
  };
  expect(await answersOf(one, [step], 'same')).toEqual(theirs);
  expect(await balanceOfP(one)).toMatchObject({ balance: '60.00' });
  await checkChain(inner);
});

const RETIRED = ['R1', 'R2', 'R3', 'R4', 'R5'].map((personId) => retired(personId));

test.each<Step>([
  { type: 'CreditMonth', month: '2023-02' },
  { type: 'CarryOverYear', year: 2023 },
])('$type goes on where it meets another writer, and ends as if nobody had been there', async (wide) => {
  const undisturbed = await ledgerWith([...WORLD, ...RETIRED, pension(), topUp('R2', '5.00', 'theirs')]);
  const [expected] = await answersOf(undisturbed.ledger, [wide], 'wide');
  const inner = new MemoryEventStore();
  const store = new StreamByStreamStore(inner);
  const one = await openOn(store);
  await given(one, [...WORLD, ...RETIRED, pension()]);
  const other = await openOn(new StreamByStreamStore(inner));
  store.before = async ([request]) => {
    if (request?.stream !== 'insured-panzhihua.R2') return;
    store.before = () => undefined;
    await given(other, [topUp('R2', '5.00', 'theirs')], 'other');
  };
  const [answer] = await answersOf(one, [wide], 'wide');
  expect(resultOf(answer)).toEqual(resultOf(expected));
  const wanted = wide.type === 'CreditMonth' ? RETIRED.length : RETIRED.length + 2;
  expect(resultOf(answer)).toMatchObject({ persons: wanted });
  await checkChain(inner);
});

test.each<Step>([
  { type: 'CreditMonth', month: '2023-02' },
  { type: 'CarryOverYear', year: 2023 },
])('$type that two instances get at once is done once', async (wide) => {
  const { one, other, inner } = await twoOnOneLog();
  await given(one, [...RETIRED, pension()], 'more');
  const answers = await Promise.all([one, other].map((ledger) => answersOf(ledger, [wide], 'wide')));
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[0]?.map(said)).toEqual(['ok']);
  await checkChain(inner);
});

test("a reversal's money comes back to the owner, whoever else writes to the account meanwhile", async () => {
  const { ledger } = await disturbedBefore('AccountCredited', [topUp('P', '1.00', 'theirs')]);
  await given(ledger, [visit('Q', 'V', '90.00', { account: { ownerId: 'P' } })], 'paid');
  const reversal = { type: 'ReverseSettlement', personId: 'Q', visitId: 'V', date: '2023-04-01', reason: 'mistake' };
  expect((await answersOf(ledger, [reversal])).map(said)).toEqual(['ok']);
  expect(await balanceOfP(ledger)).toMatchObject({ balance: '101.00' });
});
