import {
  evolve,
  kindOf,
  type FoldedEvent,
  type LedgerState,
  type Policies,
  type Write,
} from '@gongji/application/deciding';
import {
  firstDayOf,
  holdKey,
  least,
  exact,
  money,
  personStream,
  spendable,
  type LedgerEvent,
  type ParametersState,
  type PersonState,
  type PlainDate,
  type Refusal,
} from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import {
  atRevision,
  decideAgain,
  isByOtherRules,
  type DecidedAgain,
  type Past,
  type PastStates,
} from '../again/decide-again.ts';
import type { History } from '../again/history.ts';
import type { KnownEvent } from '../again/known-event.ts';
import { soon, type Soon } from '../again/soon.ts';
import { regionOf } from '../seals/sealer.ts';
import type { Grouped } from './effect.ts';
import type { Rules } from './rules.ts';

/** An event of the log, and what would stand in its place under the other rules. */
export interface Simulated {
  readonly event: KnownEvent;
  /** The person before it, as the simulation has them; undefined before the enrolment. */
  readonly person: Grouped | undefined;
  /** Undefined when the command would have been refused. */
  readonly made: LedgerEvent | undefined;
  readonly refusal?: Refusal;
  /** True where it was decided by rules that are not at hand, outside the period: it stands as it is. */
  readonly isTaken?: boolean;
}

/** What a family's account pays for, or gets back for, another member's visit. */
type FamilyFact = Extract<FoldedEvent, { readonly data: { readonly patientId: string; readonly visitId: string } }>;

/**
 * Walks through the events of one family in the log's order and takes every decision again, each on the states that result from those
 * before it: under the other rules within the period, under those that decided outside it. Registers, claims and closed years are as
 * the log has them. Nothing is written.
 */
export class FamilyWalk {
  private readonly states = new Map<string, PersonState | undefined>();
  /** What may be taken back later, by stream and revision; undefined for what would have been refused. */
  private readonly decided = new Map<string, Map<number, FoldedEvent | undefined>>();
  /** By command: the account as it was when its money was set aside for a family member's visit. */
  private readonly heldFrom = new Map<string, PersonState>();
  /** What another member's decision writes to an account, until the log's event of it comes. */
  private readonly pending = new Map<string, FoldedEvent>();
  /**
   * Whether no decision was taken under the other rules yet. Until then everything is as the log has it, which `verify` shows, and is not
   * decided once more; but for what another member's account pays, whose own events wait for the decision.
   */
  private isAsLogged = true;
  private readonly within: Past;
  private readonly outside: Past;
  /** The event that is being decided. */
  private event: KnownEvent | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly history: History,
    private readonly rules: Rules,
    family: readonly string[],
  ) {
    for (const stream of family) {
      this.states.set(stream, undefined);
      this.decided.set(stream, new Map());
    }
    this.within = this.pastUnder(rules.other, this.withChanges());
    this.outside = this.pastUnder(rules.original, history);
  }

  /** Takes the family's next event. @returns undefined for an event that another one's decision writes. */
  take(event: KnownEvent): Soon<Simulated | undefined> {
    const { fact, stream } = event;
    if (fact.type === 'AccountFundsHeld') return this.hold(event, fact);
    if (fact.type === 'HeldFundsReleased') this.heldFrom.delete(event.metadata.commandId);
    if (isWrittenByAnother(fact)) {
      const made = this.pending.get(keyOf(stream, fact));
      this.pending.delete(keyOf(stream, fact));
      if (made !== undefined) this.fold(stream, made);
      return undefined;
    }
    return this.decide(event);
  }

  private hold(
    { stream, metadata }: KnownEvent,
    fact: Extract<FoldedEvent, { readonly type: 'AccountFundsHeld' }>,
  ): undefined {
    const owner = this.states.get(stream);
    if (owner === undefined) return undefined;
    this.heldFrom.set(metadata.commandId, { ...owner, held: new Map(owner.held) });
    const amount = money(least(exact(fact.data.amount), spendable(owner)));
    this.fold(stream, { ...fact, data: { ...fact.data, amount } });
    return undefined;
  }

  private decide(event: KnownEvent): Soon<Simulated> {
    const { fact, stream } = event;
    this.event = event;
    const person = this.states.get(stream);
    const isWithin = this.isWithin(ruleDayOf(fact));
    const policies = isWithin ? this.rules.other : this.rules.original;
    if (isWithin) this.isAsLogged = false;
    else if (isByOtherRules(policies, event)) return this.stand(event, person, true);
    else if (this.isAsLogged && !hasPayer(fact)) return this.stand(event, person);
    return soon(decideAgain(isWithin ? this.within : this.outside, event, person), (again) =>
      again === undefined ? this.stand(event, person) : this.settle(event, person, again),
    );
  }

  private isWithin(day: PlainDate): boolean {
    const { from, to } = this.rules.period;
    return from <= day && day <= to;
  }

  /** The event as the log has it. */
  private stand(event: KnownEvent, person: PersonState | undefined, isTaken = false): Simulated {
    const { fact, stream } = event;
    const before = groupedBy(person);
    if (person !== undefined || fact.type === 'InsuredEnrolled') this.fold(stream, fact);
    this.remember(event, fact);
    return { event, person: before, made: fact, ...(isTaken ? { isTaken } : {}) };
  }

  private settle(event: KnownEvent, person: PersonState | undefined, { outcome }: DecidedAgain): Simulated {
    const before = groupedBy(person);
    this.freeHold(event);
    const answering = outcome.ok ? outcome.value.writes[outcome.value.answering]?.event : undefined;
    const made = answering === undefined ? undefined : atRevision(answering, event.revision);
    this.remember(event, made);
    if (!outcome.ok) return { event, person: before, made: undefined, refusal: outcome.refusal };
    for (const [at, write] of outcome.value.writes.entries()) {
      if (at !== outcome.value.answering) this.write(event, write);
      else if (made !== undefined) this.fold(event.stream, made);
    }
    return { event, person: before, made };
  }

  /** What was set aside for the visit is decided by the visit now. */
  private freeHold({ fact, stream, metadata }: KnownEvent): void {
    if (fact.type !== 'VisitSettled' || !this.heldFrom.delete(metadata.commandId)) return;
    const patientId = stream.slice(stream.indexOf('.') + 1);
    const owner = this.states.get(personStream(regionOf(stream), fact.data.accountOwner ?? ''));
    owner?.held.delete(holdKey(patientId, fact.data.visitId));
  }

  /** To a family member's stream: at once, or when the log's own event of it comes. */
  private write(event: KnownEvent, { stream, event: made }: Write): void {
    if (!this.states.has(stream)) return;
    const folded = atRevision(made, event.revision);
    if (isWrittenByAnother(folded) && hasPayer(event.fact)) this.pending.set(keyOf(stream, folded), folded);
    else this.fold(stream, folded);
  }

  private remember({ stream, revision, fact }: KnownEvent, made: FoldedEvent | undefined): void {
    if (!TAKEN_BACK.has(fact.type)) return;
    this.decided.get(stream)?.set(revision, made);
  }

  /** With all ids whole: no decision reaches back behind a carry-over into the log's own history. */
  private fold(stream: string, fact: FoldedEvent): void {
    this.states.set(stream, evolve(stream, this.states.get(stream), fact, true) as PersonState);
  }

  /** The past on which events are decided: of the family as simulated, of everything else as the log has it. */
  private pastUnder(policies: Policies, history: PastStates): Past {
    return {
      store: this.store,
      policies,
      history: {
        asOf: (stream, position) => (this.states.has(stream) ? this.memberAt(stream) : history.asOf(stream, position)),
        register: (stream, revision) => history.register(stream, revision),
        whole: (stream) => this.states.get(stream),
        eventAt: (stream, revision) => this.decided.get(stream)?.get(revision),
      },
    };
  }

  /** The region's parameters as the simulation has them, instead of the log's. */
  private withChanges(): PastStates {
    const { history, rules } = this;
    const changed = (stream: string, state: Soon<LedgerState>): Soon<LedgerState> =>
      kindOf(stream) === 'policy' ? soon(state, (published) => rules.parameters(published as ParametersState)) : state;
    return {
      asOf: (stream, position) => changed(stream, history.asOf(stream, position)),
      register: (stream, revision) => changed(stream, history.register(stream, revision)),
      whole: (stream, revision) => history.whole(stream, revision),
      eventAt: (stream, revision) => history.eventAt(stream, revision),
    };
  }

  /** A family member's account as the event's command met it. */
  private memberAt(stream: string): PersonState | undefined {
    if (this.event === undefined) return undefined;
    const { metadata, fact, stream: own } = this.event;
    const isPayer =
      fact.type === 'VisitSettled' && stream === personStream(regionOf(own), fact.data.accountOwner ?? '');
    return (isPayer ? this.heldFrom.get(metadata.commandId) : undefined) ?? this.states.get(stream);
  }
}

const TAKEN_BACK: ReadonlySet<string> = new Set(['VisitSettled', 'ReimbursementSettled', 'ContributionRecorded']);

/** Part of another member's decision: a hold captured, money given back. */
function isWrittenByAnother(fact: FoldedEvent): fact is FamilyFact {
  return fact.type === 'HeldFundsCaptured' || (fact.type === 'AccountCredited' && fact.data.cause === 'reversal');
}

/** Whether the log has the events of another member's account beside it. */
function hasPayer(fact: FoldedEvent): boolean {
  return (fact.type === 'VisitSettled' || fact.type === 'SettlementReversed') && fact.data.accountOwner !== undefined;
}

function keyOf(stream: string, { type, data }: FamilyFact): string {
  return `${type} ${stream} ${holdKey(data.patientId, data.visitId)}`;
}

/** The fold changes a state in place; the timelines in it stay as they were. */
function groupedBy(person: PersonState | undefined): Grouped | undefined {
  return person === undefined ? undefined : { birthDate: person.birthDate, employment: person.employment };
}

/** The day whose rules decide: of a claim the visit's, of a contribution its month's first, else the business date. */
function ruleDayOf(fact: FoldedEvent): PlainDate {
  if (fact.type === 'ReimbursementSettled') return fact.data.visitDate;
  if (fact.type === 'ContributionRecorded') return firstDayOf(fact.data.month);
  return fact.occurredOn;
}
