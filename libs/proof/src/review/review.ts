import type { Policies } from '@gongji/application/deciding';
import {
  canonical,
  exact,
  money,
  personStream,
  type CompactStep,
  type LedgerEvent,
  type PlainDate,
  type Refusal,
  type VisitSettled,
} from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import { AlteredPast, type Redecided } from '../again/altered-past.ts';
import type { Past } from '../again/decide-again.ts';
import { History } from '../again/history.ts';
import { knownEvent, type KnownEvent } from '../again/known-event.ts';

/** Who paid what of a visit, in yuan. */
export interface Amounts {
  readonly pooled: string;
  readonly account: string;
  readonly cash: string;
}

/** Who paid what, and the pooled part by line. */
export interface Paid extends Amounts {
  readonly payments: { readonly [line: string]: string };
}

/** A step of the explanation that decides otherwise: the row, and what it said and would have said. */
export interface ChangedStep {
  readonly step: string;
  readonly rule: string;
  readonly article: string;
  readonly found: CompactStep | null;
  readonly expected: CompactStep | null;
}

/** A settlement that stands and would have come out otherwise. */
export interface ReviewedSettlement {
  readonly visitId: string;
  readonly claimId: string | null;
  readonly position: string;
  readonly visitDate: PlainDate;
  readonly programme: string;
  readonly found: Paid;
  /** All zero where the visit would not have been settled. Where the sums are those found, the lines are not. */
  readonly expected: Paid;
  /** Expected less found. */
  readonly difference: Amounts;
  readonly refusal: Refusal | null;
  /** In the order of the explanation: the first is where the two part. */
  readonly steps: readonly ChangedStep[];
}

/** Another movement of the account that would have been refused, or of another amount. */
export interface ReviewedMovement {
  readonly type: string;
  readonly position: string;
  readonly occurredOn: PlainDate;
  readonly found: string;
  /** "0.00" where it would have been refused. */
  readonly expected: string;
  readonly refusal: Refusal | null;
}

/** What the review does not decide again. */
export interface LeftOut {
  /**
   * `other-rules`: a settlement of rules that this program does not have; `family-visit`: a family member's visit that this person's
   * account paid; `owner`: visits and expenses of the person whose account paid for this one's.
   */
  readonly reason: 'other-rules' | 'family-visit' | 'owner';
  readonly personId: string;
  /** Null for everything of the person. */
  readonly visitId: string | null;
}

/** A visit that was settled and taken back. */
export interface ReviewedReversal {
  readonly visitId: string;
  readonly visitDate: PlainDate;
  readonly reversedOn: PlainDate;
  /** What the settlement had paid. */
  readonly paid: Paid;
}

/** Which settlements of a person would have come out otherwise, had the reversed visits never been (POLICY A11). */
export interface Review {
  readonly region: string;
  readonly personId: string;
  /** What is left out of the history, in the order of the reversals. */
  readonly reversals: readonly ReviewedReversal[];
  /** Of the log, up to which later events were looked at. */
  readonly position: string;
  readonly settlements: readonly ReviewedSettlement[];
  /** The sum over the settlements, expected less found. */
  readonly difference: Amounts;
  readonly movements: readonly ReviewedMovement[];
  readonly leftOut: readonly LeftOut[];
}

/** Whose reversals. */
export interface ReviewedPerson {
  readonly region: string;
  readonly personId: string;
  /** Only the reversal of this visit; all of the person's where none is named. */
  readonly visitId?: string;
}

/**
 * Decides a person's later settlements again as if the reversed visits had never been settled nor reversed, and tells those that would
 * have come out otherwise. A settlement that was itself reversed later still counts for those in between when only one reversal is asked
 * for, and is never told. Nothing is written.
 *
 * @returns a review without reversals where there is no such one.
 */
export async function reviewReversals(
  store: EventStore,
  policies: Policies,
  { region, personId, visitId }: ReviewedPerson,
): Promise<Review> {
  const head = await store.head();
  const events = await eventsOf(store, personStream(region, personId), head);
  const all = events.flatMap(({ fact }) => (fact.type === 'SettlementReversed' ? [fact] : []));
  const asked = visitId === undefined ? all : all.filter(({ data }) => data.visitId === visitId);
  const omitted = new Set(asked.map(({ data }) => data.visitId));
  const past: Past = { store, policies, history: new History(store) };
  const found = new Findings(policies, { region, personId }, new Set(all.map(({ data }) => data.visitId)));
  for (const { data } of asked) found.takenBack(data);
  const omits = ({ fact }: KnownEvent): boolean => omitted.has(visitIn(fact) ?? '');
  for await (const redecided of AlteredPast.walk(past, events, omits)) found.take(redecided);
  return {
    region,
    personId,
    reversals: asked.map(({ data, occurredOn }) => ({
      visitId: data.visitId,
      visitDate: data.visitDate,
      reversedOn: occurredOn,
      paid: paidOf(data),
    })),
    position: String(head),
    settlements: found.settlements,
    difference: found.settlements.reduce((sum, { difference }) => plus(sum, difference), NOTHING),
    movements: found.movements,
    leftOut: [...found.leftOut.values()],
  };
}

async function eventsOf(store: EventStore, stream: string, head: bigint): Promise<readonly KnownEvent[]> {
  const events: KnownEvent[] = [];
  for await (const page of store.readStream(stream, { direction: 'forwards' })) {
    for (const event of page) if (event.position <= head) events.push(knownEvent(event));
  }
  return events;
}

type Settled = VisitSettled & { readonly claimId?: string };

function settlementIn(fact: LedgerEvent | undefined): Settled | undefined {
  return fact?.type === 'VisitSettled' || fact?.type === 'ReimbursementSettled' ? fact.data : undefined;
}

/** The visit that an event settles or takes back. */
function visitIn(fact: LedgerEvent): string | undefined {
  return fact.type === 'SettlementReversed' ? fact.data.visitId : settlementIn(fact)?.visitId;
}

function visitDateOf(fact: LedgerEvent): PlainDate {
  return fact.type === 'ReimbursementSettled' ? fact.data.visitDate : fact.occurredOn;
}

/** Gathers what comes out otherwise. */
class Findings {
  readonly settlements: ReviewedSettlement[] = [];
  readonly movements: ReviewedMovement[] = [];
  readonly leftOut = new Map<string, LeftOut>();

  constructor(
    private readonly policies: Policies,
    private readonly about: ReviewedPerson,
    private readonly reversed: ReadonlySet<string>,
  ) {}

  /** Notes the family member whose account paid a visit that never was. */
  takenBack({ accountOwner }: { readonly accountOwner?: string }): void {
    if (accountOwner !== undefined) this.leave({ reason: 'owner', personId: accountOwner, visitId: null });
  }

  take(redecided: Redecided): void {
    const { event, expected, taken } = redecided;
    if (taken === 'family-visit') return this.family(event.fact, expected);
    const found = settlementIn(event.fact);
    if (found === undefined) return this.movement(redecided);
    const { visitId } = found;
    if (taken === 'other-rules') return this.leave({ reason: taken, personId: this.about.personId, visitId });
    const wanted = settlementIn(expected);
    if (samePaid(found, wanted)) return;
    this.takenBack(found);
    if (wanted !== undefined) this.takenBack(wanted);
    if (!this.reversed.has(visitId)) this.settlements.push(this.reviewed(redecided, found, wanted));
  }

  private reviewed({ event, refusal }: Redecided, found: Settled, wanted: Settled | undefined): ReviewedSettlement {
    const would = wanted === undefined ? { ...NOTHING, payments: {} } : paidOf(wanted);
    return {
      visitId: found.visitId,
      claimId: found.claimId ?? null,
      position: String(event.position),
      visitDate: visitDateOf(event.fact),
      programme: found.programme,
      found: paidOf(found),
      expected: would,
      difference: less(would, found),
      refusal: refusal ?? null,
      steps: this.changedSteps(found.steps, wanted?.steps ?? []),
    };
  }

  private changedSteps(found: readonly CompactStep[], expected: readonly CompactStep[]): readonly ChangedStep[] {
    const policy = this.policies.of(this.about.region);
    const [were, would] = [numbered(found), numbered(expected)];
    return [...new Set([...would.keys(), ...were.keys()])].flatMap((key) => {
      const [was, becomes] = [were.get(key) ?? null, would.get(key) ?? null];
      if (canonical(was) === canonical(becomes)) return [];
      const { step = '', rule = '' } = becomes ?? was ?? {};
      return [{ step, rule, article: policy?.ruleArticle(rule) ?? '', found: was, expected: becomes }];
    });
  }

  private movement({ event, expected, refusal }: Redecided): void {
    const { fact, position } = event;
    if (fact.type === 'SettlementReversed' && expected !== undefined) return;
    const [found, wanted] = [amountIn(fact), amountIn(expected)];
    if (found === wanted && refusal === undefined) return;
    this.movements.push({
      type: fact.type,
      position: String(position),
      occurredOn: fact.occurredOn,
      found,
      expected: wanted,
      refusal: refusal ?? null,
    });
  }

  /** A family member's visit that would have found another balance here. */
  private family(found: LedgerEvent, expected: LedgerEvent | undefined): void {
    if (found.type !== 'HeldFundsCaptured' || expected?.type !== 'HeldFundsCaptured') return;
    if (found.data.balance === expected.data.balance) return;
    const { patientId, visitId } = found.data;
    this.leave({ reason: 'family-visit', personId: patientId, visitId });
  }

  private leave(what: LeftOut): void {
    this.leftOut.set(JSON.stringify(what), what);
  }
}

const NOTHING: Amounts = { pooled: '0.00', account: '0.00', cash: '0.00' };

function amountsOf({ pooled, account, cash }: Amounts): Amounts {
  return { pooled, account, cash };
}

function paidOf(settled: Paid): Paid {
  return { ...amountsOf(settled), payments: settled.payments };
}

function plus(one: Amounts, other: Amounts, sign: 1 | -1 = 1): Amounts {
  const sum = (name: keyof Amounts): string => money(exact(one[name]).plus(exact(other[name]).times(sign)));
  return { pooled: sum('pooled'), account: sum('account'), cash: sum('cash') };
}

function less(expected: Amounts, found: Amounts): Amounts {
  return plus(expected, found, -1);
}

function samePaid(found: Settled, expected: Settled | undefined): boolean {
  if (expected === undefined) return false;
  const paid = ({ payments, pooled, account, cash, accountOwner }: Settled): string =>
    canonical({ payments, pooled, account, cash, accountOwner: accountOwner ?? null });
  return paid(found) === paid(expected);
}

/** Steps by what they apply, in their order; what applies twice is numbered. */
function numbered(steps: readonly CompactStep[]): ReadonlyMap<string, CompactStep> {
  const known = new Map<string, CompactStep>();
  for (const each of steps) {
    let number = 1;
    const key = (): string => `${each.step} ${each.rule} ${String(number)}`;
    while (known.has(key())) number += 1;
    known.set(key(), each);
  }
  return known;
}

/** What an event of the account moves; "0.00" for one that moves nothing of its own. */
function amountIn(fact: LedgerEvent | undefined): string {
  return fact !== undefined && 'amount' in fact.data && typeof fact.data.amount === 'string'
    ? fact.data.amount
    : '0.00';
}
