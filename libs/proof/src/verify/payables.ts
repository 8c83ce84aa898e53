import { folded } from '@gongji/application';
import { institutionStream, monthOf, PayableMonths, type AddedToMonth, type Payable } from '@gongji/core';
import type { EventStore, RecordedEvent } from '@gongji/event-store';
import { regionOf } from '../seals/sealer.ts';

/** What each institution's visits came to by month, by the institution's stream. Plain JSON, for going on later. */
export interface PayablesSnapshot {
  readonly [stream: string]: Payable['months'];
}

/** What an event adds to what an institution is due. Claims are paid to the patient and add nothing. */
interface Addition extends AddedToMonth {
  readonly stream: string;
}

/** Counts from the log what institutions are due, so that payments can be decided again. */
export class Payables {
  private readonly months: Map<string, PayableMonths>;

  /** @param owned whether an institution's stream is one whose payments are asked for. */
  constructor(
    private readonly store: EventStore,
    private readonly owned: (stream: string) => boolean,
    from: PayablesSnapshot,
  ) {
    this.months = new Map(Object.entries(from).map(([stream, months]) => [stream, new PayableMonths(months)]));
  }

  snapshot(): PayablesSnapshot {
    return Object.fromEntries([...this.months].map(([stream, { months }]) => [stream, months]));
  }

  /** Counts an event of the log, whosever it is. */
  add(event: RecordedEvent): void {
    const added = additionOf(event);
    if (added === undefined || !this.owned(added.stream)) return;
    const months = this.months.get(added.stream) ?? new PayableMonths();
    this.months.set(added.stream, months);
    months.add(added);
  }

  /** What the institution was due at a position, when everything before another one, later or the same, has been counted. */
  async at(stream: string, upTo: string, counted: bigint): Promise<Payable> {
    const due = new PayableMonths(this.months.get(stream)?.months);
    for await (const page of this.store.readAll({ after: BigInt(upTo), upTo: counted })) {
      for (const event of page) {
        const added = additionOf(event);
        if (added?.stream === stream) due.add(added, -1);
      }
    }
    return { upTo, months: due.months };
  }
}

function additionOf(event: RecordedEvent): Addition | undefined {
  if (event.type !== 'VisitSettled' && event.type !== 'SettlementReversed') return undefined;
  const fact = folded(event);
  if (fact.type === 'VisitSettled') {
    const { institutionId, programme, pooled } = fact.data;
    const stream = institutionStream(regionOf(event.stream), institutionId);
    return { stream, month: monthOf(fact.occurredOn), programme, settled: pooled, reversed: '0.00', cases: 1 };
  }
  if (fact.type !== 'SettlementReversed' || fact.data.claimId !== undefined) return undefined;
  const { institutionId, programme, visitDate, pooled } = fact.data;
  const stream = institutionStream(regionOf(event.stream), institutionId);
  return { stream, month: monthOf(visitDate), programme, settled: '0.00', reversed: pooled, cases: -1 };
}
