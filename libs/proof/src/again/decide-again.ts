import {
  decide,
  eventIdOf,
  folded,
  idsOf,
  kindOf,
  streamsOf,
  type FoldedEvent,
  type LedgerState,
  type Policies,
  type StateOf,
  type StreamCommand,
  type StreamKind,
  type Viewed,
  type Writes,
} from '@gongji/application/deciding';
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
import { holdBefore, type FoundHold } from './hold-before.ts';
import type { KnownEvent } from './known-event.ts';
import { soon, type Soon } from './soon.ts';

/** A decided event at its revision. Member by member: there is one for each decision, and to copy whatever there may be takes longer. */
export function atRevision({ type, occurredOn, data }: LedgerEvent, revision: number): FoldedEvent {
  return { type, occurredOn, data, revision } as FoldedEvent;
}

/** The states of streams at earlier moments, those of the log (`History`) or others. */
export interface PastStates {
  asOf(stream: string, position: bigint): Soon<LedgerState>;
  register(stream: string, revision: number): Soon<LedgerState>;
  whole(stream: string, beforeRevision: number): Soon<LedgerState>;
  eventAt(stream: string, revision: number): Soon<FoldedEvent | undefined>;
}

/** What a decision rested on: a history, which may be that of the log or another one, and the rules. */
export interface Past {
  /** The log itself, where commands and holds are looked up. */
  readonly store: EventStore;
  readonly history: PastStates;
  readonly policies: Policies;
  /** What the views said to the decision; asked for what was decided on views. */
  readonly viewed?: (event: KnownEvent) => Soon<Viewed>;
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
 * @returns undefined for an event that no command decides by itself.
 */
export function decideAgain(past: Past, event: KnownEvent, state: LedgerState): Soon<DecidedAgain | undefined> {
  const { fact, stream } = event;
  if (fact.type === 'YearCarriedOver' || (fact.type === 'AccountCredited' && fact.data.cause === 'month')) {
    return soon(regionWidePart(past, event, state as PersonState | undefined), (outcome) => ({ outcome }));
  }
  const own = kindOf(stream) === 'insured' ? (state as PersonState | undefined) : undefined;
  if (fact.type === 'ReimbursementSettled') return decideApproved(past, event, own);
  const command = commandOf(event);
  if (command === undefined) return undefined;
  const payer = fact.type === 'VisitSettled' ? fact.data.accountOwner : undefined;
  if (payer !== undefined) return decidePaidBy(payer, past, event, command, own);
  return soon(decideBefore(event.position, past, event, command, own), (outcome) => ({ outcome }));
}

/** A person's part in a command that concerns the whole region; no event where the person has none. */
function regionWidePart(past: Past, event: KnownEvent, state: PersonState | undefined): Soon<Outcome<Writes>> {
  const { fact, stream } = event;
  const part = (made: LedgerEvent | undefined): Writes => ({
    writes: made === undefined ? [] : [{ stream, event: made }],
    answering: 0,
  });
  if (state === undefined) return { ok: true, value: part(undefined) };
  if (fact.type === 'YearCarriedOver') return { ok: true, value: part(decideCarryOver(fact.data.year, state)) };
  if (fact.type !== 'AccountCredited' || fact.data.cause !== 'month') throw new Error(`${fact.type} is no such part`);
  return soon(monthCredit(past, event, fact.data.month, state), (credited) =>
    credited.ok ? { ok: true, value: part(credited.value) } : credited,
  );
}

function monthCredit(
  { history, policies }: Past,
  event: KnownEvent,
  month: PlainMonth,
  state: PersonState,
): Soon<Outcome<LedgerEvent | undefined>> {
  const { stream, revision, position } = event;
  const region = regionOf(stream);
  return soon(stateOf(history, event, parametersStream(region), position), (published) =>
    soon(state.ids.mayBeEarlier(`credit:${month}`) ? history.whole(stream, revision) : state, (person) =>
      deciding(() => {
        const policy = policies.of(region);
        if (policy === undefined) return refuse('unknown-region', `No rules for the region ${region}.`);
        const parameters = published as StateOf['policy'];
        return decideMonthCredit(month, person as PersonState, { policy, parameters });
      }),
    ),
  );
}

/** A claim's settlement follows from its approval: the claim's own event, written before it or right after it (finish-claim.ts). */
async function decideApproved(past: Past, event: KnownEvent, own: PersonState | undefined): Promise<DecidedAgain> {
  const approval = await past.store.findEvent(eventIdOf(event.metadata.commandId, 2));
  const fact = approval === undefined ? undefined : folded(approval);
  const command = commandOf(event, fact?.type === 'ClaimApproved' ? fact.data.override : undefined) as StreamCommand;
  const outcome = await decideBefore(earlierOf(event, approval), past, event, command, own);
  return { outcome };
}

/** A visit that another person's account pays for: the account as it was before the hold. */
async function decidePaidBy(
  payer: string,
  past: Past,
  event: KnownEvent,
  command: StreamCommand,
  own: PersonState | undefined,
): Promise<DecidedAgain> {
  const { position, metadata } = event;
  const hold = await holdBefore(past.store, personStream(command.region, payer), position, metadata.commandId);
  const outcome = await decideBefore(earlierOf(event, hold?.event), past, event, command, own);
  return { outcome, ...(hold === undefined ? {} : { hold }) };
}

function earlierOf({ position }: KnownEvent, first: RecordedEvent | undefined): bigint {
  return first !== undefined && first.position < position ? first.position : position;
}

/** Decides a command on what was there before a position. */
function decideBefore(
  before: bigint,
  past: Past,
  event: KnownEvent,
  command: StreamCommand,
  own: PersonState | undefined,
): Soon<Outcome<Writes>> {
  const { policies } = past;
  const { actor } = event.metadata;
  const states = new Consulted(past.history, event, before, own);
  if (event.fact.type === 'VisitSettled') {
    const made = decideAtOnce({ command, policies, person: own, states, reversed: undefined, viewed: {}, actor });
    if (made !== undefined) return made;
  }
  return soon(states.consult(command), () =>
    soon(reachBack(past, event, command, own), ({ person, reversed }) =>
      soon(returnedTo(reversed, command, states), () =>
        soon(past.viewed?.(event) ?? {}, (viewed) =>
          decide({ command, policies, person, states, reversed, viewed, actor }),
        ),
      ),
    ),
  );
}

/**
 * Decides a visit, which most of the log are, without asking first what the decision will ask. Undefined where something of it is not in
 * memory, where the person's ids reach back behind a carry-over, or where it fails: then it is decided step by step.
 */
function decideAtOnce(
  decision: Parameters<typeof decide>[0] & { readonly states: Consulted },
): Outcome<Writes> | undefined {
  const { command, person, states } = decision;
  if (person === undefined || idsOf(command).some((id) => person.ids.mayBeEarlier(id))) return undefined;
  try {
    states.isAtOnce = true;
    return decide(decision);
  } catch {
    return undefined;
  } finally {
    states.isAtOnce = false;
  }
}

/** Money that goes back to another person's account: that one's state too. */
function returnedTo(reversed: FoldedEvent | undefined, { region }: StreamCommand, states: Consulted): Soon<void> {
  const owner = reversed?.type === 'VisitSettled' ? reversed.data.accountOwner : undefined;
  return owner === undefined ? undefined : states.load(personStream(region, owner));
}

/** The state of another stream when the event was decided: at the revision that it names, else by position. */
function stateOf(history: Past['history'], event: KnownEvent, stream: string, before: bigint): Soon<LedgerState> {
  const kind = kindOf(stream);
  const isRegister = kind === 'policy' || kind === 'institution';
  const revision = isRegister ? event.metadata.restedOn.revisions?.[stream] : undefined;
  return revision === undefined ? history.asOf(stream, before) : history.register(stream, Number(revision));
}

/** The states of the streams that a decision asks, as they were before a position. */
class Consulted {
  private readonly states = new Map<string, LedgerState>();
  /** Made when there is one: mostly everything is in memory. */
  private coming: Map<string, Promise<LedgerState>> | undefined;
  /** Whether a state that is asked for and is in memory is taken at that moment. */
  isAtOnce = false;

  constructor(
    private readonly history: Past['history'],
    private readonly event: KnownEvent,
    private readonly before: bigint,
    own: PersonState | undefined,
  ) {
    if (kindOf(event.stream) === 'insured') this.states.set(event.stream, own);
  }

  private get isComing(): boolean {
    return this.coming !== undefined && this.coming.size > 0;
  }

  state<K extends StreamKind>(stream: string): StateOf[K] {
    if (this.isAtOnce && !this.states.has(stream)) {
      this.take(stream);
      if (this.isComing) throw new Error(`${stream} is not in memory`);
    }
    return this.states.get(stream) as StateOf[K];
  }

  /** Until nothing is missing: one state may tell of another stream that the decision asks. */
  consult(command: StreamCommand): Soon<void> {
    const streams = streamsOf(command, (stream) => {
      this.take(stream);
      return this.states.get(stream);
    });
    for (const stream of streams) this.take(stream);
    return !this.isComing
      ? undefined
      : this.arrivalOf([...streams, ...(this.coming?.keys() ?? [])]).then(() => this.consult(command));
  }

  load(stream: string): Soon<void> {
    this.take(stream);
    return this.isComing ? this.arrivalOf([stream]) : undefined;
  }

  /** Takes a state that is in memory, or has it come. */
  private take(stream: string): void {
    if (this.states.has(stream)) return;
    const state = this.stateOf(stream);
    this.states.set(stream, state instanceof Promise ? undefined : state);
    if (!(state instanceof Promise)) return;
    state.catch(() => undefined); // thrown where it is waited for
    this.coming ??= new Map();
    this.coming.set(stream, state);
  }

  private async arrivalOf(streams: readonly string[]): Promise<void> {
    for (const stream of streams) {
      const state = this.coming?.get(stream);
      if (state === undefined) continue;
      this.states.set(stream, await state);
      this.coming?.delete(stream);
    }
  }

  private stateOf(stream: string): Soon<LedgerState> {
    const { history, event, before } = this;
    return stream === event.stream ? history.asOf(stream, before) : stateOf(history, event, stream, before);
  }
}

/** The person with every id whole where the command reaches back behind a carry-over, and the event that it takes back. */
function reachBack(
  { history }: Past,
  { stream, revision, fact }: KnownEvent,
  command: StreamCommand,
  own: PersonState | undefined,
): Soon<Pick<Parameters<typeof decide>[0], 'person' | 'reversed'>> {
  if (own === undefined) return { person: own, reversed: undefined };
  const earlier = idsOf(command).some((id) => own.ids.mayBeEarlier(id));
  return soon(earlier ? history.whole(stream, revision) : own, (state) => {
    const person = state as PersonState;
    const taken = takenBack(fact);
    const at = taken === undefined ? undefined : person.ids.revisionOf(taken);
    if (at === undefined) return { person, reversed: undefined };
    return soon(history.eventAt(stream, at), (reversed) => ({ person, reversed }));
  });
}

/** The id of what an event takes back. */
function takenBack(fact: LedgerEvent): string | undefined {
  if (fact.type === 'SettlementReversed') return `visit:${fact.data.visitId}`;
  return fact.type === 'ContributionReversed' ? `contribution:${fact.data.month}` : undefined;
}
