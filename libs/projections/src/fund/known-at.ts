import type { PlainDate } from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import { safe } from '../framework/amounts.ts';
import { LogEvent } from '../framework/log-event.ts';
import { isWithin, type Moment } from '../framework/moment.ts';
import { fundProjection, Totals } from './project.ts';
import { fundAnswer, type FundAnswer } from './query.ts';
import type { FundLine } from './table.ts';

/**
 * The fund's totals as they were known at a moment, from the log itself: the view keeps sums by business day, in which what was recorded
 * later cannot be told from what was known. Takes as long as the log is; holds a few sums a day in memory.
 */
export async function fundKnownAt(
  store: EventStore,
  region: string,
  { from, to }: { readonly from: PlainDate; readonly to: PlainDate },
  moment: Moment,
): Promise<FundAnswer> {
  const types: ReadonlySet<string> = new Set(fundProjection.types);
  const totals = new Totals();
  for await (const page of store.readAll({ upTo: BigInt(moment.upTo) })) {
    for (const recorded of page) {
      if (!types.has(recorded.type)) continue;
      const event = new LogEvent(recorded);
      if (event.region !== region || !isWithin(event, moment)) continue;
      if (event.occurredOn >= from && event.occurredOn <= to) totals.count(event);
    }
  }
  const fen = new Map<FundLine, number>();
  for (const row of totals.lines()) {
    const line = row.line as FundLine;
    fen.set(line, safe((fen.get(line) ?? 0) + row.fen));
  }
  return fundAnswer(
    fen,
    [...totals.visits()].reduce((sum, { visits }) => sum + visits, 0),
  );
}
