import {
  closingIdOf,
  eventIdOf,
  folded,
  undoingIdOf,
  type LedgerState,
  type Policies,
  type Write,
  type Writes,
} from '@gongji/application/deciding';
import {
  captureOf,
  creditedTo,
  type HeldFundsCaptured,
  type Json,
  type LedgerEvent,
  type PersonState,
} from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import { decideAgain, isByOtherRules, type DecidedAgain, type Past } from '../again/decide-again.ts';
import type { FoundHold } from '../again/hold-before.ts';
import type { KnownEvent } from '../again/known-event.ts';
import { soon, type Soon } from '../again/soon.ts';
import { regionOf } from '../seals/sealer.ts';
import { misplacedHold } from './holds.ts';
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

/**
 * Decides again what an event decided, from the log before it and the rules of its day, and compares.
 *
 * @param state the event's stream before it.
 * @returns what does not fit; null when the event is one that nothing decides by rule (a seal, a process), which others check.
 */
export function adjudicate(judge: Past, event: KnownEvent, state: LedgerState): Soon<readonly Problem[] | null> {
  const { fact } = event;
  if (HOLDS.has(fact.type)) return holdProblems(judge, event);
  const part = partOf(event);
  if (part !== undefined) return partProblems(judge, event, part);
  const unknown = unknownRules(judge.policies, event);
  if (unknown !== undefined) return [unknown];
  if (fact.type === 'ReimbursementRequested' || fact.type === 'ReimbursementDeclined') {
    return claimStep(judge, event, fact.data.claimId);
  }
  return soon(decideAgain(judge, event, state), (again) =>
    again === undefined ? null : comparedWhole(judge, event, again),
  );
}

function partOf({ fact }: KnownEvent): number | undefined {
  if (fact.type === 'AccountCredited' && fact.data.cause === 'reversal') return 2;
  return PART_OF[fact.type];
}

/** A part must belong to the event that answers its command; that one's decision compares the content. */
async function partProblems({ store }: Past, event: KnownEvent, index: number): Promise<readonly Problem[]> {
  const { commandId } = event.metadata;
  if (await isUndone(store, event)) return [];
  const answering = await store.findEvent(eventIdOf(commandId, 0));
  if (answering !== undefined && event.eventId === eventIdOf(commandId, index)) return [];
  return [problem(event, 'orphan', `${event.fact.type} belongs to no decision of the command ${commandId}.`)];
}

/** A claim's submission whose visitId another instance used in the same moment, and the rejection that undoes it (finish-claim.ts). */
async function isUndone(store: EventStore, { fact, metadata, stream, eventId }: KnownEvent): Promise<boolean> {
  if (fact.type !== 'ClaimSubmitted' && fact.type !== 'ClaimRejected') return false;
  const undoing = await store.findEvent(undoingIdOf(metadata.commandId));
  if (undoing?.stream !== stream || undoing.type !== 'ClaimRejected') return false;
  return fact.type === 'ClaimSubmitted' || eventId === undoing.eventId;
}

async function holdProblems({ store }: Past, event: KnownEvent): Promise<readonly Problem[]> {
  const why = await misplacedHold(store, event);
  return why === undefined ? [] : [problem(event, 'orphan', `${event.fact.type} has no place here. ${why}`)];
}

function unknownRules(policies: Policies, event: KnownEvent): Problem | undefined {
  if (!isByOtherRules(policies, event)) return undefined;
  const { pack, packHash } = event.metadata.restedOn;
  return problem(
    event,
    'rules',
    `It was decided by ${String(pack)} (${String(packHash)}), which this program does not have.`,
  );
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
  const [first] = differences;
  if (first === undefined) return [];
  const says = `Decided again, ${first.field} is ${String(first.expected)}, not ${String(first.found)}.`;
  return [problem(event, 'decision', says, differences)];
}

function refused(event: KnownEvent, { code, message }: { readonly code: string; readonly message: string }): Problem {
  return problem(event, 'refused', `Decided again, the command is refused: ${code}. ${message}`);
}

/** A claim's submission and rejection: both halves hold the same claim; what was told stands in the claim's half. */
async function claimStep({ store }: Past, event: KnownEvent, claimId: string): Promise<readonly Problem[]> {
  const half = await store.findEvent(eventIdOf(event.metadata.commandId, 2));
  const wanted = event.fact.type === 'ReimbursementRequested' ? 'ClaimSubmitted' : 'ClaimRejected';
  const stream = `claim-${regionOf(event.stream)}.${claimId}`;
  if (half?.type === wanted && half.stream === stream) return [];
  return [problem(event, 'orphan', `${event.fact.type} has no ${wanted} in ${stream}.`)];
}

/** The event that was to be judged, and beside it whatever else its decision writes. */
function comparedWhole(judge: Past, event: KnownEvent, again: DecidedAgain): Soon<readonly Problem[]> {
  const { outcome } = again;
  if (!outcome.ok) return [refused(event, outcome.refusal)];
  const { writes, answering } = outcome.value;
  const problems = compared(event, writes[answering]?.event);
  return writes.length > 1 ? withOthers(judge, event, again, outcome.value, problems) : problems;
}

async function withOthers(
  judge: Past,
  event: KnownEvent,
  { hold }: DecidedAgain,
  { writes, answering }: Writes,
  own: readonly Problem[],
): Promise<readonly Problem[]> {
  const { commandId } = event.metadata;
  const problems = [...own];
  for (const [at, write] of writes.entries()) {
    if (at !== answering)
      problems.push(...(await otherWrite(judge, event, write, otherId(commandId, at, write, hold))));
  }
  return problems;
}

/** The id under which a decision's other events are written (stamps-of.ts). */
function otherId(commandId: string, at: number, { event }: Write, hold: FoundHold | undefined): string {
  if (hold !== undefined && event.type === 'AccountFundsHeld') return hold.event.eventId;
  if (hold !== undefined && event.type === 'HeldFundsCaptured') return closingIdOf(hold.event.eventId);
  return eventIdOf(commandId, at + 1);
}

/** What the decision writes to another stream must stand there. */
async function otherWrite(
  { store, history }: Past,
  event: KnownEvent,
  { stream, event: expected }: Write,
  eventId: string,
): Promise<readonly Problem[]> {
  const found = await store.findEvent(eventId);
  if (found?.stream !== stream) {
    return [problem(event, 'decision', `Its decision also writes ${expected.type} to ${stream}, where it is missing.`)];
  }
  const { position, revision } = found;
  const there = { ...event, position, stream, revision: Number(revision), fact: folded(found) };
  const problems = compared(there, expected);
  if (problems.length === 0) return problems;
  const owner = (await history.asOf(stream, position)) as PersonState | undefined;
  const moved = owner === undefined ? undefined : onBalance(expected, owner);
  return moved === undefined ? problems : compared(there, moved);
}

/** What moves an account after the decision says the balance of its own moment: other writers' events may have come between. */
function onBalance(expected: LedgerEvent, owner: PersonState): LedgerEvent | undefined {
  if (expected.type === 'HeldFundsCaptured') return captureOf(held(expected.data), owner, expected.occurredOn);
  return expected.type === 'AccountCredited' ? creditedTo(owner, expected) : undefined;
}

function held({ patientId, visitId, amount }: HeldFundsCaptured): Parameters<typeof captureOf>[0] {
  return { patientId, visitId, amount };
}
