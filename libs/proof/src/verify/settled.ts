import { folded } from '@gongji/application/deciding';
import {
  exact,
  institutionStream,
  money,
  personStream,
  ZERO,
  type Exact,
  type FoundSettlement,
  type LedgerEvent,
  type LedgerSide,
  type PlainDate,
  type RecordReconciliation,
  type SettlementKey,
} from '@gongji/core';
import type { EventStore, RecordedEvent } from '@gongji/event-store';
import type { LogEvent } from '../again/log-event.ts';
import { regionOf } from '../seals/sealer.ts';
import { Counting, type CountedLog } from './counting.ts';

/** What was settled at an institution on a day: count, total, pooled and account. */
type Sums = readonly [count: number, total: string, pooled: string, account: string];

/** Visits by their date, those of them that were reversed, and reversals by their own date. */
type Heading = 'settled' | 'reversed' | 'refunded';

/** By the institution's stream, heading and day. Plain JSON, for going on later. */
export interface SettledSnapshot {
  readonly [stream: string]: { readonly [headingAndDay: string]: Sums };
}

const COUNTED = ['VisitSettled', 'SettlementReversed'];

const NONE: Sums = [0, '0.00', '0.00', '0.00'];

/** The command, as far as it says what is compared. */
export type SideOf = Pick<RecordReconciliation, 'region' | 'institutionId' | 'from' | 'to' | 'refunds' | 'differences'>;

/** Counts from the log what was settled at institutions by day, so that reconciliations can be decided again. */
export class Settled extends Counting {
  private readonly institutions: Map<string, Map<string, Sums>>;

  /** @param store where a settlement is looked up that a reconciliation names. */
  constructor(
    private readonly store: EventStore,
    log: CountedLog,
    from: SettledSnapshot | null,
  ) {
    super(log, COUNTED, from !== null);
    this.institutions = new Map(
      Object.entries(from ?? {}).map(([stream, days]) => [stream, new Map(Object.entries(days))]),
    );
  }

  /** Null where nothing was asked yet. */
  snapshot(): SettledSnapshot | null {
    if (!this.hasBegun) return null;
    return Object.fromEntries([...this.institutions].map(([stream, days]) => [stream, Object.fromEntries(days)]));
  }

  override count(event: LogEvent): void {
    for (const { stream, ...added } of additionsOf(event)) {
      const days = this.institutions.get(stream) ?? new Map<string, Sums>();
      this.institutions.set(stream, days);
      count(days, added, 1);
    }
  }

  /** The ledger's side at a position. */
  async at(asked: SideOf, position: bigint): Promise<Omit<LedgerSide, 'upTo'>> {
    await this.reach(position);
    const stream = institutionStream(asked.region, asked.institutionId);
    const days = new Map(this.institutions.get(stream));
    for await (const event of this.countedAfter(position)) {
      for (const { stream: of, ...added } of additionsOf(event)) if (of === stream) count(days, added, -1);
    }
    const less: Heading = asked.refunds === 'included' ? 'refunded' : 'reversed';
    const plus = sumOf(days, 'settled', asked);
    const minus = sumOf(days, less, asked);
    const [total, pooled, account] = ([1, 2, 3] as const).map((at) => money(exact(plus[at]).minus(minus[at]))) as [
      string,
      string,
      string,
    ];
    const found: FoundSettlement[] = [];
    for (const key of asked.differences ?? []) {
      const row = await this.find(asked, key, position);
      if (row !== undefined) found.push(row);
    }
    const rows = less === 'refunded' ? plus[0] + minus[0] : plus[0] - minus[0];
    return { totals: { count: rows, total, pooled, account }, found };
  }

  /** Looks a settlement or its refund up in the person's stream. */
  private async find(asked: SideOf, key: SettlementKey, upTo: bigint): Promise<FoundSettlement | undefined> {
    let found: FoundSettlement | undefined;
    const stream = personStream(asked.region, key.personId);
    for await (const page of this.store.readStream(stream, { direction: 'forwards' })) {
      for (const event of page.filter(({ position }) => position <= upTo)) {
        const fact = isCare(event) ? folded(event) : undefined;
        if (fact?.type === 'SettlementReversed') found = afterReversal(found, fact, asked, key);
        else if (key.refund !== true) found = settlementIn(fact, asked, key) ?? found;
      }
    }
    return found;
  }
}

type Fact<T extends LedgerEvent['type']> = Extract<LedgerEvent, { readonly type: T }>;

/** With refunds left out a reversed settlement is in scope no more; a refund is where it was made in the span. */
function afterReversal(
  found: FoundSettlement | undefined,
  { data, occurredOn }: Fact<'SettlementReversed'>,
  asked: SideOf,
  { settlementId, personId, refund }: SettlementKey,
): FoundSettlement | undefined {
  const { visitId, claimId, institutionId, pooled, account, cash } = data;
  const isNamed = (visitId === settlementId || claimId === settlementId) && institutionId === asked.institutionId;
  if (!isNamed) return found;
  if (refund !== true) return asked.refunds === 'included' ? found : undefined;
  if (asked.refunds !== 'included' || claimId !== undefined || !isWithin(occurredOn, asked)) return found;
  const total = money(exact(pooled).plus(account).plus(cash));
  return { settlementId, personId, refund, total, pooled, account, isClaim: false };
}

function settlementIn(
  fact: LedgerEvent | undefined,
  asked: SideOf,
  { settlementId, personId }: SettlementKey,
): FoundSettlement | undefined {
  if (fact?.type !== 'VisitSettled' && fact?.type !== 'ReimbursementSettled') return undefined;
  const { visitId, institutionId, total, pooled, account } = fact.data;
  const claim = fact.type === 'ReimbursementSettled' ? fact.data : undefined;
  const isNamed = visitId === settlementId || claim?.claimId === settlementId;
  if (!isNamed || institutionId !== asked.institutionId) return undefined;
  if (!isWithin(claim?.visitDate ?? fact.occurredOn, asked)) return undefined;
  return { settlementId, personId, total, pooled, account, isClaim: claim !== undefined };
}

function isWithin(day: PlainDate, { from, to }: SideOf): boolean {
  return day >= from && day <= to;
}

function isCare({ type }: RecordedEvent): boolean {
  return COUNTED.includes(type) || type === 'ReimbursementSettled';
}

interface Addition {
  readonly at: `${Heading} ${PlainDate}`;
  readonly sums: Sums;
}

/** What an event adds. Claims are paid to the patient and add nothing. */
function additionsOf({ known }: LogEvent): readonly (Addition & { readonly stream: string })[] {
  const { fact, stream: from } = known;
  if (fact.type === 'VisitSettled') {
    const { institutionId, total, pooled, account } = fact.data;
    const stream = institutionStream(regionOf(from), institutionId);
    return [{ stream, at: `settled ${fact.occurredOn}`, sums: [1, total, pooled, account] }];
  }
  if (fact.type !== 'SettlementReversed' || fact.data.claimId !== undefined) return [];
  const { institutionId, visitDate, pooled, account, cash } = fact.data;
  const stream = institutionStream(regionOf(from), institutionId);
  const sums: Sums = [1, money(exact(pooled).plus(account).plus(cash)), pooled, account];
  return [
    { stream, at: `reversed ${visitDate}`, sums },
    { stream, at: `refunded ${fact.occurredOn}`, sums },
  ];
}

function count(days: Map<string, Sums>, { at, sums }: Addition, times: 1 | -1): void {
  const [count0, ...amounts] = days.get(at) ?? NONE;
  const [more, ...added] = sums;
  const plus = (index: 0 | 1 | 2): string => money(exact(amounts[index]).plus(exact(added[index]).times(times)));
  days.set(at, [count0 + more * times, plus(0), plus(1), plus(2)]);
}

function sumOf(days: ReadonlyMap<string, Sums>, heading: Heading, asked: SideOf): Sums {
  let rows = 0;
  const sums: [Exact, Exact, Exact] = [ZERO, ZERO, ZERO];
  for (const [at, [count0, ...amounts]] of days) {
    const [of, day] = at.split(' ') as [Heading, PlainDate];
    if (of !== heading || !isWithin(day, asked)) continue;
    rows += count0;
    for (const index of [0, 1, 2] as const) sums[index] = sums[index].plus(amounts[index]);
  }
  return [rows, money(sums[0]), money(sums[1]), money(sums[2])];
}
