/**
 * Two instances at the same people, interleaved at every question that they ask of the store, and killed at any.
 *
 * The number of stories is GONGJI_INTERLEAVINGS (default 100).
 */
import { expect, test } from '@jest/globals';
import { exact, money } from '@gongji/core';
import { MemoryEventStore } from '@gongji/event-store';
import fc from 'fast-check';
import type { Answer } from '@gongji/application';
import { verifyPart } from '@gongji/proof';
import {
  MemoryViews,
  answersOf,
  commandsOf,
  enrol,
  given,
  hospital,
  logOf,
  openOn,
  policies,
  topUp,
  visit,
  type Step,
} from '@gongji/application/testing';
import { InterleavedStore } from './interleaved-store.ts';

const STORIES = Number(process.env.GONGJI_INTERLEAVINGS ?? 100);

const PEOPLE = ['P', 'Q', 'R'];
const TOP_UP = '200.00';

const WORLD: readonly Step[] = [
  hospital('H2'),
  ...PEOPLE.map((personId) => enrol(personId)),
  ...PEOPLE.flatMap((personId) =>
    PEOPLE.filter((memberId) => memberId !== personId).map((memberId) => ({
      ...{ type: 'LinkFamilyMember', personId, memberId, relation: 'spouse', from: '2023-01-01' },
    })),
  ),
  ...PEOPLE.map((personId) => topUp(personId, TOP_UP)),
];

/** What an instance is asked for: mostly visits that somebody else's account pays, each with few ids so that both meet at them. */
const ASKED = fc.array(
  fc.record({
    what: fc.constantFrom('visit', 'visit', 'visit', 'own', 'reverse', 'claim', 'approve'),
    visitId: fc.integer({ min: 1, max: 4 }),
    /** The other instance sends the very same command where it draws the same. */
    variant: fc.integer({ min: 0, max: 1 }),
  }),
  { minLength: 1, maxLength: 7 },
);

type Asked = typeof ASKED extends fc.Arbitrary<readonly (infer T)[]> ? T : never;

function stepOf({ what, visitId, variant }: Asked): Step {
  const commandId = `${what}-${String(visitId)}-${String(variant)}`;
  const personId = PEOPLE[visitId % PEOPLE.length] as string;
  const ownerId = PEOPLE[(visitId + 1) % PEOPLE.length] as string;
  const id = `V${String(visitId)}`;
  const total = `${String(40 + 30 * visitId)}.00`;
  const facts = { ...visit(personId, id, total), commandId };
  if (what === 'visit') return { ...facts, account: { ownerId } };
  if (what === 'own') return { ...facts, account: {} };
  if (what === 'claim')
    return { ...facts, type: 'SubmitClaim', claimId: id, submittedOn: '2023-04-01', actor: 'clerk' };
  if (what === 'approve')
    return { type: 'ApproveClaim', commandId, claimId: id, date: '2023-05-01', actor: 'reviewer' };
  const reason = `mistake ${String(variant)}`;
  return { type: 'ReverseSettlement', commandId, personId, visitId: id, date: '2023-04-01', reason };
}

const INSTANCE = fc.record({
  asked: ASKED,
  seed: fc.integer({ min: 1, max: 2 ** 30 }),
  /** Operations after which it is killed, again and again; each time it begins its commands from the start. */
  kills: fc.array(fc.integer({ min: 2, max: 60 }), { maxLength: 2 }),
});

type Instance = typeof INSTANCE extends fc.Arbitrary<infer T> ? T : never;

/** One instance from its first start to its end. @returns every answer that somebody got. */
async function run(inner: MemoryEventStore, { asked, seed, kills }: Instance): Promise<readonly Answer[]> {
  const steps = asked.map(stepOf);
  const answers: Answer[] = [];
  for (const [at, killedAt] of [...kills, Infinity].entries()) {
    let onKill = (): void => undefined;
    const killed = new Promise<void>((resolve) => (onKill = resolve));
    const store = new InterleavedStore(inner, seed + at, killedAt, () => onKill());
    const whole = openOn(store, { patienceMs: 1 }).then((ledger) =>
      Promise.all(
        commandsOf(steps).map(async (command) => {
          answers.push(await ledger.submit(command));
        }),
      ),
    );
    await Promise.race([whole, killed]);
  }
  return answers;
}

/** What the accounts hold by what the accepted commands answered. */
function balancesBy(accepted: ReadonlyMap<string, Answer>): readonly string[] {
  const balances = new Map(PEOPLE.map((personId) => [personId, exact(TOP_UP)]));
  for (const [commandId, answer] of accepted) {
    const [what = '', visitId] = commandId.split('-');
    if (!answer.ok || !['visit', 'own', 'reverse'].includes(what)) continue;
    const { account } = answer.result as { readonly account: string };
    const payer = payerOf(accepted, Number(visitId));
    const balance = balances.get(payer) as ReturnType<typeof exact>;
    balances.set(payer, what === 'reverse' ? balance.plus(account) : balance.minus(account));
  }
  return [...balances.values()].map(money);
}

/** A visitId is settled once at most: the owner's account paid, or the patient's own. */
function payerOf(accepted: ReadonlyMap<string, Answer>, visitId: number): string {
  const isOwn = [...accepted.keys()].some((commandId) => commandId.startsWith(`own-${String(visitId)}-`));
  return PEOPLE[(visitId + (isOwn ? 0 : 1)) % PEOPLE.length] as string;
}

/** Every event decided again is what the log holds, and the chains of hashes are whole. */
async function everythingFits(store: MemoryEventStore): Promise<void> {
  const options = { store, policies: await policies(), part: { index: 0, of: 1 }, upTo: await store.head() };
  expect((await verifyPart(options)).problems).toEqual([]);
}

test(
  'no payment is lost or doubled, an answer that was given stays, and the log verifies',
  async () => {
    await fc.assert(
      fc.asyncProperty(INSTANCE, INSTANCE, async (one, other) => {
        const inner = new MemoryEventStore();
        await given(await openOn(inner), WORLD);
        const answers = (await Promise.all([run(inner, one), run(inner, other)])).flat();
        const accepted = new Map<string, Answer>();
        for (const answer of answers) {
          if (!answer.ok) continue;
          const { commandId } = answer;
          expect(answer).toEqual(accepted.get(commandId) ?? answer);
          accepted.set(commandId, answer);
        }
        const last = await openOn(inner);
        const views = new MemoryViews(inner);
        await views.catchUp();
        expect([await views.openHolds(), await views.missingSequels()]).toEqual([[], []]);
        const persons = await answersOf(
          last,
          PEOPLE.map((personId) => ({ type: 'GetPerson', personId })),
          'ask',
        );
        const balances = persons.map((answer) => (answer.ok ? (answer.result as { balance: string }).balance : answer));
        expect(balances).toEqual(balancesBy(accepted));
        const settled = (await logOf(inner)).filter(({ type }) => type === 'VisitSettled').length;
        const visits = [...accepted.keys()].filter((commandId) => /^(visit|own)-/.test(commandId)).length;
        expect(settled).toBe(visits);
        await everythingFits(inner);
      }),
      { numRuns: STORIES, seed: Number(process.env.GONGJI_SEED ?? 20_231_125) },
    );
  },
  60_000 + 1_000 * STORIES,
);
