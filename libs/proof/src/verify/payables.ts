import { institutionStream, monthOf, PayableMonths, type AddedToMonth, type Payable } from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import { LogEvent } from '../again/log-event.ts';
import { regionOf } from '../seals/sealer.ts';
import { Counting } from './counting.ts';

/** What each institution's visits came to by month, by the institution's stream. Plain JSON, for going on later. */
export interface PayablesSnapshot {
  readonly [stream: string]: Payable['months'];
}

/** What an event adds to what an institution is due. Claims are paid to the patient and add nothing. */
interface Addition extends AddedToMonth {
  readonly stream: string;
}

/** Counts from the log what institutions are due, so that payments can be decided again. */
export class Payables extends Counting {
  private readonly months: Map<string, PayableMonths>;

  /** @param owned whether an institution's stream is one whose payments are asked for. */
  constructor(
    store: EventStore,
    private readonly owned: (stream: string) => boolean,
    from: PayablesSnapshot | null,
  ) {
    super(store, from !== null);
    this.months = new Map(Object.entries(from ?? {}).map(([stream, months]) => [stream, new PayableMonths(months)]));
  }

  /** Null where nothing was asked yet. */
  snapshot(): PayablesSnapshot | null {
    if (!this.hasBegun) return null;
    return Object.fromEntries([...this.months].map(([stream, { months }]) => [stream, months]));
  }

  protected override count(event: LogEvent): void {
    const added = additionOf(event);
    if (added === undefined || !this.owned(added.stream)) return;
    const months = this.months.get(added.stream) ?? new PayableMonths();
    this.months.set(added.stream, months);
    months.add(added);
  }

  /** What the institution was due at a position, when everything before another one, later or the same, has been counted. */
  async at(stream: string, upTo: string, counted: bigint): Promise<Payable> {
    await this.begin(counted);
    const due = new PayableMonths(this.months.get(stream)?.months);
    for await (const page of this.store.readAll({ after: BigInt(upTo), upTo: counted })) {
      for (const event of page) {
        const added = additionOf(new LogEvent(event));
        if (added?.stream === stream) due.add(added, -1);
      }
    }
    return { upTo, months: due.months };
  }
}

function additionOf(event: LogEvent): Addition | undefined {
  const { type, stream: from } = event.stored;
  if (type !== 'VisitSettled' && type !== 'SettlementReversed') return undefined;
  const { fact } = event.known;
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
