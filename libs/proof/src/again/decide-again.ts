import {
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
  type Viewed,
  type Writes,
} from '@gongji/application';
import {
  decideCarryOver,
  decideMonthCredit,
  deciding,
  parametersStream,
  personStream,
  refuse,
  type LedgerEvent,
  type Outcome,
  type PersonState,
  type PlainMonth,
} from '@gongji/core';
import type { EventStore, RecordedEvent } from '@gongji/event-store';
import { regionOf } from '../seals/sealer.ts';
import { commandOf } from './command-of.ts';
import type { History } from './history.ts';
import { holdBefore, type FoundHold } from './hold-before.ts';
import type { KnownEvent } from './known-event.ts';

/** What a decision rested on: a history, which may be that of the log or another one, and the rules. */
export interface Past {
  /** The log itself, where commands and holds are looked up. */
  readonly store: EventStore;
  /** The states of streams at earlier moments. */
  readonly history: Pick<History, 'asOf' | 'register' | 'whole' | 'eventAt'>;
  readonly policies: Policies;
  /** What the views said to the decision; asked for what was decided on views. */
  readonly viewed?: (event: KnownEvent) => Promise<Viewed>;
}

export interface DecidedAgain {
  readonly outcome: Outcome<Writes>;
  /** The hold that the log has for it, where another person's account paid. */
  readonly hold?: FoundHold;
}

/** True when an event was decided by rules that these policies do not have. */
export function isByOtherRules(policies: Policies, { metadata, stream }: KnownEvent): boolean {
  const { pack, packHash } = metadata.restedOn;
  const policy = policies.of(regionOf(stream));
  return pack !== undefined && (policy?.id !== pack || policy.hash !== packHash);
}

/**
 * Decides again what an event decided: the command that it tells, on the past before it.
 *
 * @param state the event's stream before it.
 * @returns undefined when the event is part of another's decision, or of none.
 */
export async function decideAgain(
  past: Past,
  event: KnownEvent,
  state: LedgerState,
): Promise<DecidedAgain | undefined> {
  const { fact, stream } = event;
  if (fact.type === 'YearCarriedOver' || (fact.type === 'AccountCredited' && fact.data.cause === 'month')) {
    return { outcome: await regionWidePart(past, event, state as PersonState | undefined) };
  }
  const command = commandOf(event, await overrideOf(past, event));
  if (command === undefined) return undefined;
  const own = kindOf(stream) === 'insured' ? (state as PersonState | undefined) : undefined;
  return decideCommand(past, event, command, own);
}

/** A person's part in a command that concerns the whole region; no event where the person has none. */
async function regionWidePart(past: Past, event: KnownEvent, state: PersonState | undefined): Promise<Outcome<Writes>> {
  const { fact, stream } = event;
  const part = (made: LedgerEvent | undefined): Writes => ({
    writes: made === undefined ? [] : [{ stream, event: made }],
    answering: 0,
  });
  if (state === undefined) return { ok: true, value: part(undefined) };
  if (fact.type === 'YearCarriedOver') return { ok: true, value: part(decideCarryOver(fact.data.year, state)) };
  if (fact.type !== 'AccountCredited' || fact.data.cause !== 'month') throw new Error(`${fact.type} is no such part`);
  const credited = await monthCredit(past, event, fact.data.month, state);
  return credited.ok ? { ok: true, value: part(credited.value) } : credited;
}

async function monthCredit(
  { history, policies }: Past,
  event: KnownEvent,
  month: PlainMonth,
  state: PersonState,
): Promise<Outcome<LedgerEvent | undefined>> {
  const { stream, revision, position } = event;
  const region = regionOf(stream);
  const parameters = (await stateOf(history, event, parametersStream(region), position)) as StateOf['policy'];
  const isEarlier = state.ids.mayBeEarlier(`credit:${month}`);
  const person = isEarlier ? ((await history.whole(stream, revision)) as PersonState) : state;
  return deciding(() => {
    const policy = policies.of(region);
    if (policy === undefined) return refuse('unknown-region', `No rules for the region ${region}.`);
    return decideMonthCredit(month, person, { policy, parameters });
  });
}

async function decideCommand(
  past: Past,
  event: KnownEvent,
  command: StreamCommand,
  own: PersonState | undefined,
): Promise<DecidedAgain> {
  const { store, policies } = past;
  const { commandId, actor } = event.metadata;
  const payer = accountOwnerOf(event);
  const hold =
    payer === undefined
      ? undefined
      : await holdBefore(store, personStream(command.region, payer), event.position, commandId);
  const first = hold?.event ?? (await approvalOf(past, event)) ?? event;
  const before = first.position < event.position ? first.position : event.position;
  const states = await consulted(past, event, command, own, before);
  const { person, reversed } = await reachBack(past, event, command, own);
  const returned = reversed?.type === 'VisitSettled' ? reversed.data.accountOwner : undefined;
  if (returned !== undefined) await states.load(personStream(command.region, returned));
  const viewed = (await past.viewed?.(event)) ?? {};
  const outcome = decide({ command, policies, person, states, reversed, viewed, actor });
  return { outcome, ...(hold === undefined ? {} : { hold }) };
}

/** The claim's own event of an approval: before the settlement that follows from it, or right after it (finish-claim.ts). */
async function approvalOf({ store }: Past, { fact, metadata }: KnownEvent): Promise<RecordedEvent | undefined> {
  return fact.type === 'ReimbursementSettled' ? store.findEvent(eventIdOf(metadata.commandId, 2)) : undefined;
}

/** Why a late claim was approved stands in the claim's own stream. */
async function overrideOf(past: Past, event: KnownEvent): Promise<string | undefined> {
  const approved = await approvalOf(past, event);
  const fact = approved === undefined ? undefined : folded(approved);
  return fact?.type === 'ClaimApproved' ? fact.data.override : undefined;
}

/** The state of another stream when the event was decided: at the revision that it names, else by position. */
async function stateOf(
  history: Past['history'],
  event: KnownEvent,
  stream: string,
  before: bigint,
): Promise<LedgerState> {
  const revision = event.metadata.restedOn.revisions?.[stream];
  const isRegister = kindOf(stream) === 'policy' || kindOf(stream) === 'institution';
  if (revision !== undefined && isRegister) return history.register(stream, Number(revision));
  return history.asOf(stream, before);
}

/** The states of the streams that a decision asks, as they were before a position. */
async function consulted(
  { history }: Past,
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
    for (const stream of streamsOf(command, (each) => states.get(each))) if (!states.has(stream)) await load(stream);
  }
  return { state: <K extends StreamKind>(stream: string) => states.get(stream) as StateOf[K], load };
}

function accountOwnerOf({ fact }: KnownEvent): string | undefined {
  return fact.type === 'VisitSettled' ? fact.data.accountOwner : undefined;
}

/** The person with every id whole where the command reaches back behind a carry-over, and the event that it takes back. */
async function reachBack(
  { history }: Past,
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
