import { institutionStream, monthOf, PayableMonths, type AddedToMonth, type Payable } from '@gongji/core';
import type { LogEvent } from '../again/log-event.ts';
import { regionOf } from '../seals/sealer.ts';
import { Counting, type CountedLog } from './counting.ts';

/** What each institution's visits came to by month, by the institution's stream. Plain JSON, for going on later. */
export interface PayablesSnapshot {
  readonly [stream: string]: Payable['months'];
}

const COUNTED = ['VisitSettled', 'SettlementReversed'];

/** What an event adds to what an institution is due. Claims are paid to the patient and add nothing. */
interface Addition extends AddedToMonth {
  readonly stream: string;
}

/** Counts from the log what institutions are due, so that payments can be decided again. */
export class Payables extends Counting {
  private readonly months: Map<string, PayableMonths>;

  constructor(log: CountedLog, from: PayablesSnapshot | null) {
    super(log, COUNTED, from !== null);
    this.months = new Map(Object.entries(from ?? {}).map(([stream, months]) => [stream, new PayableMonths(months)]));
  }

  /** Null where nothing was asked yet. */
  snapshot(): PayablesSnapshot | null {
    if (!this.hasBegun) return null;
    return Object.fromEntries([...this.months].map(([stream, { months }]) => [stream, months]));
  }

  override count(event: LogEvent): void {
    const added = additionOf(event);
    if (added === undefined) return;
    const months = this.months.get(added.stream) ?? new PayableMonths();
    this.months.set(added.stream, months);
    months.add(added);
  }

  /** What the institution was due at a position. */
  async at(stream: string, position: bigint): Promise<Payable['months']> {
    await this.reach(position);
    const due = new PayableMonths(this.months.get(stream)?.months);
    for await (const event of this.countedAfter(position)) {
      const added = additionOf(event);
      if (added?.stream === stream) due.add(added, -1);
    }
    return due.months;
  }
}

function additionOf(event: LogEvent): Addition | undefined {
  const { fact, stream: from } = event.known;
  if (fact.type === 'VisitSettled') {
    const { institutionId, programme, pooled } = fact.data;
    const stream = institutionStream(regionOf(from), institutionId);
    return { stream, month: monthOf(fact.occurredOn), programme, settled: pooled, reversed: '0.00', cases: 1 };
  }
  if (fact.type !== 'SettlementReversed' || fact.data.claimId !== undefined) return undefined;
  const { institutionId, programme, visitDate, pooled } = fact.data;
  const stream = institutionStream(regionOf(from), institutionId);
  return { stream, month: monthOf(visitDate), programme, settled: '0.00', reversed: pooled, cases: -1 };
}
