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
import type { LogEvent } from '../again/log-event.ts';
import { regionOf } from '../seals/sealer.ts';
import { Counting, type CountedLog } from './counting.ts';

/** What the fund did by month, by the stream of the fund's year. Plain JSON, for going on later. */
export interface FundMonthsSnapshot {
  readonly [stream: string]: { readonly [month: PlainMonth]: FundSumsSnapshot };
}

/** Counts from the log what the fund did in each month, so that the closing of months can be decided again. */
export class FundMonths extends Counting {
  private readonly years = new Map<string, Map<PlainMonth, FundSums>>();

  constructor(log: CountedLog, from: FundMonthsSnapshot | null) {
    super(log, POSTED_TYPES, from !== null);
    for (const [stream, months] of Object.entries(from ?? {})) this.years.set(stream, restored(months));
  }

  /** Null where nothing was asked yet. */
  snapshot(): FundMonthsSnapshot | null {
    if (!this.hasBegun) return null;
    return Object.fromEntries([...this.years].map(([stream, months]) => [stream, kept(months)]));
  }

  override count(event: LogEvent): void {
    const stream = yearOfFund(event);
    const months = this.years.get(stream) ?? new Map<PlainMonth, FundSums>();
    this.years.set(stream, months);
    count(months, event.known.fact, 1);
  }

  /** A month as it was known at a position. */
  async at(stream: string, month: PlainMonth, position: bigint): Promise<Omit<MonthToClose, 'upTo'>> {
    await this.reach(position);
    const months = restored(kept(this.years.get(stream) ?? new Map<PlainMonth, FundSums>()));
    for await (const event of this.countedAfter(position)) {
      if (yearOfFund(event) === stream) count(months, event.known.fact, -1);
    }
    const moved = [...months].filter(([, sums]) => sums.isMoved).map(([each]) => each);
    return { totals: (months.get(month) ?? new FundSums()).totals(), moved: moved.sort() };
  }
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
