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
import type { EventStore } from '@gongji/event-store';
import { LogEvent } from '../again/log-event.ts';
import { regionOf } from '../seals/sealer.ts';
import { Counting } from './counting.ts';

/** What the fund did by month, by the stream of the fund's year. Plain JSON, for going on later. */
export interface FundMonthsSnapshot {
  readonly [stream: string]: { readonly [month: PlainMonth]: FundSumsSnapshot };
}

const COUNTED: ReadonlySet<string> = new Set(POSTED_TYPES);

/** Counts from the log what the fund did in each month, so that the closing of months can be decided again. */
export class FundMonths extends Counting {
  private readonly years = new Map<string, Map<PlainMonth, FundSums>>();

  /** @param owned whether a region's funds are those whose closings are asked for. */
  constructor(
    store: EventStore,
    private readonly owned: (region: string) => boolean,
    from: FundMonthsSnapshot | null,
  ) {
    super(store, from !== null);
    for (const [stream, months] of Object.entries(from ?? {})) this.years.set(stream, restored(months));
  }

  /** Null where nothing was asked yet. */
  snapshot(): FundMonthsSnapshot | null {
    if (!this.hasBegun) return null;
    return Object.fromEntries([...this.years].map(([stream, months]) => [stream, kept(months)]));
  }

  protected override count(event: LogEvent): void {
    if (!isCounted(event) || !this.owned(regionOf(event.stored.stream))) return;
    const stream = yearOfFund(event);
    const months = this.years.get(stream) ?? new Map<PlainMonth, FundSums>();
    this.years.set(stream, months);
    count(months, event.known.fact, 1);
  }

  /** A month as it was known at a position, when everything before another one, later or the same, has been counted. */
  async at(stream: string, month: PlainMonth, upTo: string, counted: bigint): Promise<MonthToClose> {
    await this.begin(counted);
    const months = restored(kept(this.years.get(stream) ?? new Map<PlainMonth, FundSums>()));
    for await (const page of this.store.readAll({ after: BigInt(upTo), upTo: counted })) {
      for (const event of page.map((each) => new LogEvent(each))) {
        if (isCounted(event) && yearOfFund(event) === stream) count(months, event.known.fact, -1);
      }
    }
    const moved = [...months].filter(([, sums]) => sums.isMoved).map(([each]) => each);
    return { upTo, totals: (months.get(month) ?? new FundSums()).totals(), moved: moved.sort() };
  }
}

function isCounted({ stored }: LogEvent): boolean {
  return COUNTED.has(stored.type);
}

/** The stream of the fund's year in which an event counts. */
function yearOfFund({ stored, metadata }: LogEvent): string {
  return fundStream(regionOf(stored.stream), yearOf(metadata.occurredOn));
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
