import { folded } from '@gongji/application';
import { exact, institutionStream, money, monthOf, type Payable, type PlainMonth } from '@gongji/core';
import type { EventStore, RecordedEvent } from '@gongji/event-store';
import { regionOf } from '../seals/sealer.ts';

interface Months {
  [month: PlainMonth]: { readonly settled: string; readonly reversed: string };
}

/** What each institution's visits came to by month, by the institution's stream. Plain JSON, for going on later. */
export interface PayablesSnapshot {
  readonly [stream: string]: Payable['months'];
}

/** What an event adds to what an institution is due. Claims are paid to the patient and add nothing. */
interface Addition {
  readonly stream: string;
  readonly month: PlainMonth;
  readonly settled?: string;
  readonly reversed?: string;
}

/** Counts from the log what institutions are due, so that payments can be decided again. */
export class Payables {
  private readonly months: Map<string, Months>;

  /** @param owned whether an institution's stream is one whose payments are asked for. */
  constructor(
    private readonly store: EventStore,
    private readonly owned: (stream: string) => boolean,
    from: PayablesSnapshot,
  ) {
    this.months = new Map(Object.entries(structuredClone(from)));
  }

  snapshot(): PayablesSnapshot {
    return Object.fromEntries(this.months);
  }

  /** Counts an event of the log, whosever it is. */
  add(event: RecordedEvent): void {
    const added = additionOf(event);
    if (added === undefined || !this.owned(added.stream)) return;
    const months = this.months.get(added.stream) ?? {};
    this.months.set(added.stream, months);
    count(months, added, 1);
  }

  /** What the institution was due at a position, when everything before another one, later or the same, has been counted. */
  async at(stream: string, upTo: string, counted: bigint): Promise<Payable> {
    const months = { ...this.months.get(stream) };
    for await (const page of this.store.readAll({ after: BigInt(upTo), upTo: counted })) {
      for (const event of page) {
        const added = additionOf(event);
        if (added?.stream === stream) count(months, added, -1);
      }
    }
    return { upTo, months };
  }
}

function additionOf(event: RecordedEvent): Addition | undefined {
  if (event.type !== 'VisitSettled' && event.type !== 'SettlementReversed') return undefined;
  const fact = folded(event);
  if (fact.type === 'VisitSettled') {
    const stream = institutionStream(regionOf(event.stream), fact.data.institutionId);
    return { stream, month: monthOf(fact.occurredOn), settled: fact.data.pooled };
  }
  if (fact.type !== 'SettlementReversed' || fact.data.claimId !== undefined) return undefined;
  const stream = institutionStream(regionOf(event.stream), fact.data.institutionId);
  return { stream, month: monthOf(fact.data.visitDate), reversed: fact.data.pooled };
}

function count(months: Months, { month, settled = '0', reversed = '0' }: Addition, sign: 1 | -1): void {
  const before = months[month] ?? { settled: '0.00', reversed: '0.00' };
  months[month] = {
    settled: money(exact(before.settled).plus(exact(settled).times(sign))),
    reversed: money(exact(before.reversed).plus(exact(reversed).times(sign))),
  };
}
