import {
  closingIdOf,
  decide,
  eventIdOf,
  folded,
  idsOf,
  kindOf,
  streamsOf,
  type LedgerState,
  type Policies,
  type StateOf,
  type StreamCommand,
  type StreamKind,
  type Write,
} from '@gongji/application';
import {
  decideCarryOver,
  decideMonthCredit,
  deciding,
  parametersStream,
  personStream,
  type Json,
  type LedgerEvent,
  type Outcome,
  type Payable,
  type PersonState,
} from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import { regionOf } from '../seals/sealer.ts';
import { commandOf, type KnownEvent } from './command-of.ts';
import type { History } from './history.ts';
import { holdBefore, misplacedHold, type FoundHold } from './holds.ts';
import type { Payables } from './payables.ts';
import { differencesOf, type Difference, type Problem } from './problem.ts';

/** Which of a command's events an event is, where it is not the one that answers (decide-command.ts). */
const PART_OF: { readonly [type: string]: number } = { ClaimSubmitted: 2, ClaimApproved: 2, ClaimRejected: 2 };

/** What is written when a family member's account pays, or was to pay (close-hold.ts). */
const HOLDS: ReadonlySet<string> = new Set([
  'AccountFundsHeld',
  'HeldFundsCaptured',
  'HeldFundsReleased',
  'SettlementAbandoned',
]);

export interface Judge {
  readonly store: EventStore;
  readonly history: History;
  readonly policies: Policies;
  /** Everything before the event is counted. */
  readonly payables: Payables;
}

/**
 * Decides again what an event decided, from the log before it and the rules of its day, and compares.
 *
 * @param state the event's stream before it.
 * @returns what does not fit; null when the event is one that nothing decides by rule (a seal, a process), which others check.
 */
export async function adjudicate(
  judge: Judge,
  event: KnownEvent,
  state: LedgerState,
): Promise<readonly Problem[] | null> {
  const { fact, stream } = event;
  if (HOLDS.has(fact.type)) return holdProblems(judge, event);
  const part = partOf(event);
  if (part !== undefined) return partProblems(judge, event, part);
  const unknown = unknownRules(judge.policies, event);
  if (unknown !== undefined) return [unknown];
  if (fact.type === 'YearCarriedOver' || (fact.type === 'AccountCredited' && fact.data.cause === 'month')) {
    return regionWidePart(judge, event, state as PersonState | undefined);
  }
  if (fact.type === 'ReimbursementRequested' || fact.type === 'ReimbursementDeclined') {
    return claimStep(judge, event, fact.data.claimId);
  }
  const command = commandOf(event, await overrideOf(judge, event));
  if (command === undefined) return null;
  const person = kindOf(stream) === 'insured' ? (state as PersonState | undefined) : undefined;
  return decidedAgain(judge, event, command, person);
}

function partOf({ fact }: KnownEvent): number | undefined {
  if (fact.type === 'AccountCredited' && fact.data.cause === 'reversal') return 2;
  return PART_OF[fact.type];
}

/** A part must belong to the event that answers its command; that one's decision compares the content. */
async function partProblems({ store }: Judge, event: KnownEvent, index: number): Promise<readonly Problem[]> {
  const { commandId } = event.metadata;
  const answering = await store.findEvent(eventIdOf(commandId, 0));
  if (answering !== undefined && event.eventId === eventIdOf(commandId, index)) return [];
  return [problem(event, 'orphan', `${event.fact.type} belongs to no decision of the command ${commandId}.`)];
}

async function holdProblems({ store }: Judge, event: KnownEvent): Promise<readonly Problem[]> {
  const why = await misplacedHold(store, event);
  return why === undefined ? [] : [problem(event, 'orphan', `${event.fact.type} has no place here. ${why}`)];
}

function unknownRules(policies: Policies, event: KnownEvent): Problem | undefined {
  const { pack, packHash } = event.metadata.restedOn;
  const policy = policies.of(regionOf(event.stream));
  if (pack === undefined || (policy?.id === pack && policy.hash === packHash)) return undefined;
  return problem(event, 'rules', `It was decided by ${pack} (${String(packHash)}), which this program does not have.`);
}

export function problem(
  { position, stream, revision, fact }: KnownEvent,
  kind: Problem['kind'],
  message: string,
  differences?: readonly Difference[],
): Problem {
  const place = { position: String(position), stream, revision: String(revision), type: fact.type };
  return { kind, ...place, message, ...(differences === undefined ? {} : { differences }) };
}

/** What the decision gives, against what the log holds. */
function compared(event: KnownEvent, expected: LedgerEvent | undefined): readonly Problem[] {
  if (expected === undefined) {
    return [problem(event, 'decision', `Decided again, the command writes no ${event.fact.type}.`)];
  }
  const { fact } = event;
  const differences = [
    ...differencesOf(expected.type, fact.type, 'type'),
    ...differencesOf(expected.occurredOn, fact.occurredOn, 'occurredOn'),
    ...differencesOf(expected.data as unknown as Json, fact.data as unknown as Json, 'data'),
  ];
  if (differences.length === 0) return [];
  const [first] = differences;
  const says = `Decided again, ${String(first?.field)} is ${String(first?.expected)}, not ${String(first?.found)}.`;
  return [problem(event, 'decision', says, differences)];
}

async function regionWidePart(
  { history, policies }: Judge,
  event: KnownEvent,
  state: PersonState | undefined,
): Promise<readonly Problem[]> {
  const { fact, stream, revision, position } = event;
  if (state === undefined) return compared(event, undefined);
  if (fact.type === 'YearCarriedOver') return compared(event, decideCarryOver(fact.data.year, state));
  if (fact.type !== 'AccountCredited' || fact.data.cause !== 'month') return [];
  const { month } = fact.data;
  const region = regionOf(stream);
  const policy = policies.of(region);
  if (policy === undefined) return [];
  const parameters = (await stateOf(history, event, parametersStream(region), position)) as StateOf['policy'];
  const person = state.ids.mayBeEarlier(`credit:${month}`)
    ? ((await history.whole(stream, revision)) as PersonState)
    : state;
  return outcome(
    event,
    deciding(() => decideMonthCredit(month, person, { policy, parameters })),
  );
}

function outcome(event: KnownEvent, decided: Outcome<LedgerEvent | undefined>): readonly Problem[] {
  return decided.ok ? compared(event, decided.value) : [refused(event, decided.refusal)];
}

function refused(event: KnownEvent, { code, message }: { readonly code: string; readonly message: string }): Problem {
  return problem(event, 'refused', `Decided again, the command is refused: ${code}. ${message}`);
}

/** Why a late claim was approved stands in the claim's own stream. */
async function overrideOf({ store }: Judge, { fact: settled, metadata }: KnownEvent): Promise<string | undefined> {
  if (settled.type !== 'ReimbursementSettled') return undefined;
  const approved = await store.findEvent(eventIdOf(metadata.commandId, 2));
  const fact = approved === undefined ? undefined : folded(approved);
  return fact?.type === 'ClaimApproved' ? fact.data.override : undefined;
}

/** A claim's submission and rejection: both halves hold the same claim; what was told stands in the claim's half. */
async function claimStep({ store }: Judge, event: KnownEvent, claimId: string): Promise<readonly Problem[]> {
  const half = await store.findEvent(eventIdOf(event.metadata.commandId, 2));
  const wanted = event.fact.type === 'ReimbursementRequested' ? 'ClaimSubmitted' : 'ClaimRejected';
  const stream = `claim-${regionOf(event.stream)}.${claimId}`;
  if (half?.type === wanted && half.stream === stream) return [];
  return [problem(event, 'orphan', `${event.fact.type} has no ${wanted} in ${stream}.`)];
}

/** The state of another stream when the event was decided: at the revision that it names, else by position. */
async function stateOf(history: History, event: KnownEvent, stream: string, before: bigint): Promise<LedgerState> {
  const revision = event.metadata.restedOn.revisions?.[stream];
  const isRegister = kindOf(stream) === 'policy' || kindOf(stream) === 'institution';
  if (revision !== undefined && isRegister) return history.register(stream, Number(revision));
  return history.asOf(stream, before);
}

async function decidedAgain(
  judge: Judge,
  event: KnownEvent,
  command: StreamCommand,
  own: PersonState | undefined,
): Promise<readonly Problem[]> {
  const { store, policies } = judge;
  const { commandId, actor } = event.metadata;
  const payer = accountOwnerOf(event);
  const hold =
    payer === undefined
      ? undefined
      : await holdBefore(store, personStream(command.region, payer), event.position, commandId);
  const before = hold?.event.position ?? event.position;
  const states = await consulted(judge, event, command, own, before);
  const { person, reversed } = await reachBack(judge, event, command, own);
  const returned = reversed?.type === 'VisitSettled' ? reversed.data.accountOwner : undefined;
  if (returned !== undefined) await states.load(personStream(command.region, returned));
  const payable = await payableAt(judge, event);
  const decision = decide({ command, policies, person, states, reversed, payable, actor });
  if (!decision.ok) return [refused(event, decision.refusal)];
  const { writes, answering } = decision.value;
  const problems = [...compared(event, writes[answering]?.event)];
  for (const [at, write] of writes.entries()) {
    if (at !== answering)
      problems.push(...(await otherWrite(judge, event, write, otherId(commandId, at, write, hold))));
  }
  return problems;
}

/** What the institution of a payment was due as far as the deciding views had come. */
async function payableAt({ payables }: Judge, { fact, stream, position }: KnownEvent): Promise<Payable | undefined> {
  if (fact.type !== 'PaymentProposed' && fact.type !== 'PaymentApproved') return undefined;
  return payables.at(stream, fact.data.upTo, position - 1n);
}

/** The id under which a decision's other events are written (stamps-of.ts). */
function otherId(commandId: string, at: number, { event }: Write, hold: FoundHold | undefined): string {
  if (hold !== undefined && event.type === 'AccountFundsHeld') return hold.event.eventId;
  if (hold !== undefined && event.type === 'HeldFundsCaptured') return closingIdOf(hold.event.eventId);
  return eventIdOf(commandId, at + 1);
}

/** The states of the streams that a decision asks, as they were before a position. */
async function consulted(
  { history }: Judge,
  event: KnownEvent,
  command: StreamCommand,
  own: PersonState | undefined,
  before: bigint,
): Promise<Parameters<typeof decide>[0]['states'] & { load(stream: string): Promise<void> }> {
  const states = new Map<string, LedgerState>([[event.stream, own]]);
  if (kindOf(event.stream) !== 'insured') states.set(event.stream, await history.asOf(event.stream, before));
  const load = async (stream: string): Promise<void> => {
    if (!states.has(stream)) states.set(stream, await stateOf(history, event, stream, before));
  };
  for (let known = -1; known < states.size;) {
    known = states.size;
    for (const stream of streamsOf(command, (each) => states.get(each))) await load(stream);
  }
  return { state: <K extends StreamKind>(stream: string) => states.get(stream) as StateOf[K], load };
}

function accountOwnerOf({ fact }: KnownEvent): string | undefined {
  return fact.type === 'VisitSettled' ? fact.data.accountOwner : undefined;
}

/** The person with every id whole where the command reaches back behind a carry-over, and the event that it takes back. */
async function reachBack(
  { history }: Judge,
  { stream, revision, fact }: KnownEvent,
  command: StreamCommand,
  own: PersonState | undefined,
): Promise<Pick<Parameters<typeof decide>[0], 'person' | 'reversed'>> {
  if (own === undefined) return { person: own, reversed: undefined };
  const earlier = idsOf(command).some((id) => own.ids.mayBeEarlier(id));
  const person = earlier ? ((await history.whole(stream, revision)) as PersonState) : own;
  const taken =
    fact.type === 'SettlementReversed'
      ? person.ids.revisionOf(`visit:${fact.data.visitId}`)
      : fact.type === 'ContributionReversed'
        ? person.ids.revisionOf(`contribution:${fact.data.month}`)
        : undefined;
  return { person, reversed: taken === undefined ? undefined : await history.eventAt(stream, taken) };
}

/** What the decision writes to another stream must stand there. */
async function otherWrite(
  { store }: Judge,
  event: KnownEvent,
  { stream, event: expected }: Write,
  eventId: string,
): Promise<readonly Problem[]> {
  const found = await store.findEvent(eventId);
  if (found?.stream !== stream) {
    return [problem(event, 'decision', `Its decision also writes ${expected.type} to ${stream}, where it is missing.`)];
  }
  const { position, revision } = found;
  return compared({ ...event, position, stream, revision: Number(revision), fact: folded(found) }, expected);
}
