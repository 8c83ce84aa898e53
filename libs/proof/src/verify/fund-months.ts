import { folded } from '@gongji/application';
import {
  FundSums,
  fundStream,
  monthOf,
  POSTED_TYPES,
  yearOf,
  type MonthToClose,
  type FundSumsSnapshot,
  type LedgerEvent,
  type PlainMonth,
} from '@gongji/core';
import type { EventStore, RecordedEvent } from '@gongji/event-store';
import { regionOf } from '../seals/sealer.ts';

/** What the fund did by month, by the stream of the fund's year. Plain JSON, for going on later. */
export interface FundMonthsSnapshot {
  readonly [stream: string]: { readonly [month: PlainMonth]: FundSumsSnapshot };
}

const COUNTED: ReadonlySet<string> = new Set(POSTED_TYPES);

/** Counts from the log what the fund did in each month, so that the closing of months can be decided again. */
export class FundMonths {
  private readonly years = new Map<string, Map<PlainMonth, FundSums>>();

  /** @param owned whether the stream of a fund's year is one whose closings are asked for. */
  constructor(
    private readonly store: EventStore,
    private readonly owned: (stream: string) => boolean,
    from: FundMonthsSnapshot,
  ) {
    for (const [stream, months] of Object.entries(from)) this.years.set(stream, restored(months));
  }

  snapshot(): FundMonthsSnapshot {
    return Object.fromEntries([...this.years].map(([stream, months]) => [stream, kept(months)]));
  }

  /** Counts an event of the log, whosever it is. */
  add(event: RecordedEvent): void {
    const counted = countedOf(event, this.owned);
    if (counted === undefined) return;
    const months = this.years.get(counted.stream) ?? new Map<PlainMonth, FundSums>();
    this.years.set(counted.stream, months);
    count(months, counted.fact, 1);
  }

  /** A month as it was known at a position, when everything before another one, later or the same, has been counted. */
  async at(stream: string, month: PlainMonth, upTo: string, counted: bigint): Promise<MonthToClose> {
    const months = restored(kept(this.years.get(stream) ?? new Map<PlainMonth, FundSums>()));
    for await (const page of this.store.readAll({ after: BigInt(upTo), upTo: counted })) {
      for (const event of page) {
        const later = countedOf(event, (each) => each === stream);
        if (later !== undefined) count(months, later.fact, -1);
      }
    }
    const moved = [...months].filter(([, sums]) => sums.isMoved).map(([each]) => each);
    return { upTo, totals: (months.get(month) ?? new FundSums()).totals(), moved: moved.sort() };
  }
}

/** The event and the stream of its fund's year, where it is one that is counted there. */
function countedOf(
  event: RecordedEvent,
  owned: (stream: string) => boolean,
): { readonly stream: string; readonly fact: LedgerEvent } | undefined {
  if (!COUNTED.has(event.type)) return undefined;
  const { occurredOn } = JSON.parse(event.metadata) as { readonly occurredOn: string };
  const stream = fundStream(regionOf(event.stream), yearOf(occurredOn));
  return owned(stream) ? { stream, fact: folded(event) } : undefined;
}

function count(months: Map<PlainMonth, FundSums>, fact: LedgerEvent, times: 1 | -1): void {
  const month = monthOf(fact.occurredOn);
  const sums = months.get(month) ?? new FundSums();
  months.set(month, sums);
  sums.count(fact, times);
}

function restored(months: FundMonthsSnapshot[string]): Map<PlainMonth, FundSums> {
  return new Map(Object.entries(months).map(([month, sums]) => [month, new FundSums(sums)]));
}

function kept(months: ReadonlyMap<PlainMonth, FundSums>): FundMonthsSnapshot[string] {
  return Object.fromEntries([...months].map(([month, sums]) => [month, sums.snapshot()]));
}
