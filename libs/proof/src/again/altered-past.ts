import { evolve, kindOf, type FoldedEvent, type LedgerState } from '@gongji/application/deciding';
import {
  exact,
  holdKey,
  least,
  money,
  personStream,
  spendable,
  ZERO,
  type Exact,
  type LedgerEvent,
  type PersonState,
  type Refusal,
} from '@gongji/core';
import { regionOf } from '../seals/sealer.ts';
import { atRevision, decideAgain, isByOtherRules, type Past } from './decide-again.ts';
import type { KnownEvent } from './known-event.ts';

/** An event of the log, and what takes its place in the altered history. */
export interface Redecided {
  readonly event: KnownEvent;
  /** As it would have been written; undefined when the command would have been refused. */
  readonly expected: LedgerEvent | undefined;
  readonly refusal?: Refusal;
  /** What was not decided again: an event of rules that are not at hand, or one that another person's visit decides. */
  readonly taken?: 'other-rules' | 'family-visit';
}

/** Events that another person's visit writes to the stream of the account that pays. */
type FamilyEvent = Extract<
  FoldedEvent,
  { readonly type: 'AccountFundsHeld' | 'HeldFundsCaptured' | 'HeldFundsReleased' | 'AccountCredited' }
>;

/**
 * A person's history in which some events never were. Every decision that follows is taken again, each on the state that results from
 * those before it as they would have come out: accumulators, deductibles, balances.
 *
 * Other streams are as the log has them, but for what this person's visits took from family members' accounts. What this person's
 * account paid for family members stands, as far as there is money for it.
 */
export class AlteredPast {
  private state: LedgerState;
  /** What stands at a revision instead of the log's event; undefined for nothing. */
  private readonly changed = new Map<number, FoldedEvent | undefined>();
  /** By owner: what the account would hold more than in the log. */
  private readonly owed = new Map<string, Exact>();
  /** By family member's visit: what this account would have paid. */
  private readonly captured = new Map<string, Exact>();
  private readonly altered: Past;

  private constructor(
    private readonly past: Past,
    private readonly stream: string,
  ) {
    const { history } = past;
    const asOf = async (other: string, position: bigint): Promise<LedgerState> =>
      this.withOwed(other, await history.asOf(other, position));
    const eventAt = async (of: string, revision: number): Promise<FoldedEvent | undefined> =>
      of === stream && this.changed.has(revision) ? this.changed.get(revision) : history.eventAt(of, revision);
    this.altered = {
      ...past,
      history: {
        asOf,
        eventAt,
        register: (of, revision) => history.register(of, revision),
        whole: (of, before) => history.whole(of, before),
      },
    };
  }

  /**
   * Walks through a person's events in their order.
   *
   * @param events of the person's stream, from its beginning.
   * @param omits what never was; events before the first such are not decided again, and none is where nothing is omitted.
   */
  static async *walk(
    past: Past,
    events: readonly KnownEvent[],
    omits: (event: KnownEvent) => boolean,
  ): AsyncIterable<Redecided> {
    const beginning = events.findIndex(omits);
    const first = events[beginning];
    if (first === undefined) return;
    const walk = new AlteredPast(past, first.stream);
    for (const { fact } of events.slice(0, beginning)) walk.fold(fact);
    for (const event of events.slice(beginning)) {
      if (omits(event)) walk.omit(event);
      else yield await walk.take(event);
    }
  }

  /** With all ids whole: then no decision reaches back behind a carry-over into the log's own history. */
  private fold(fact: FoldedEvent): void {
    this.state = evolve(this.stream, this.state, fact, true);
  }

  private omit({ fact, revision }: KnownEvent): void {
    this.changed.set(revision, undefined);
    this.account(fact, undefined);
  }

  private async take(event: KnownEvent): Promise<Redecided> {
    const { fact, revision } = event;
    if (isByOtherRules(this.past.policies, event)) {
      this.fold(fact);
      return { event, expected: fact, taken: 'other-rules' };
    }
    const again = await decideAgain(this.altered, event, this.state);
    if (again === undefined) return this.takeUndecided(event);
    const { outcome } = again;
    const made = outcome.ok ? outcome.value.writes[outcome.value.answering]?.event : undefined;
    const expected = made === undefined ? undefined : atRevision(made, revision);
    this.changed.set(revision, expected);
    this.account(fact, expected);
    if (expected !== undefined) this.fold(expected);
    return { event, expected, ...(outcome.ok ? {} : { refusal: outcome.refusal }) };
  }

  private takeUndecided(event: KnownEvent): Redecided {
    const { fact } = event;
    if (!isFamilyEvent(fact)) {
      this.fold(fact);
      return { event, expected: fact };
    }
    const expected = this.affordable(fact);
    this.fold(expected);
    return { event, expected, taken: 'family-visit' };
  }

  /** What a family member's visit moves, no more of it than this account would have had. */
  private affordable(fact: FamilyEvent): FoldedEvent {
    if (!('patientId' in fact.data)) return fact;
    const state = this.state as PersonState;
    const key = holdKey(fact.data.patientId, fact.data.visitId);
    const told = exact(fact.data.amount);
    const most = {
      AccountFundsHeld: () => spendable(state),
      HeldFundsCaptured: () => state.held.get(key) ?? told,
      HeldFundsReleased: () => told,
      AccountCredited: () => this.captured.get(key) ?? told,
    }[fact.type]();
    const amount = least(told, most);
    if (fact.type !== 'HeldFundsCaptured')
      return { ...fact, data: { ...fact.data, amount: money(amount) } } as FoldedEvent;
    this.captured.set(key, amount);
    return { ...fact, data: { ...fact.data, amount: money(amount), balance: money(state.balance.minus(amount)) } };
  }

  /** Notes what another person's account would have paid otherwise. */
  private account(found: FoldedEvent, expected: FoldedEvent | undefined): void {
    for (const [event, sign] of [
      [found, 1],
      [expected, -1],
    ] as const) {
      if (event?.type !== 'VisitSettled' && event?.type !== 'SettlementReversed') continue;
      const { accountOwner, account } = event.data;
      if (accountOwner === undefined) continue;
      const amount = exact(account).times(event.type === 'VisitSettled' ? sign : -sign);
      const stream = personStream(regionOf(this.stream), accountOwner);
      this.owed.set(stream, (this.owed.get(stream) ?? ZERO).plus(amount));
    }
  }

  /** Another person's account as it would have been; never less than what is set aside. */
  private withOwed(stream: string, state: LedgerState): LedgerState {
    const owed = this.owed.get(stream);
    if (owed === undefined || kindOf(stream) !== 'insured' || state === undefined) return state;
    const owner = state as PersonState;
    const held = owner.balance.minus(spendable(owner));
    const balance = owner.balance.plus(owed);
    owner.balance = balance.lt(held) ? held : balance;
    return owner;
  }
}

function isFamilyEvent(fact: FoldedEvent): fact is FamilyEvent {
  if (fact.type === 'AccountCredited') return fact.data.cause === 'reversal';
  return ['AccountFundsHeld', 'HeldFundsCaptured', 'HeldFundsReleased'].includes(fact.type);
}
