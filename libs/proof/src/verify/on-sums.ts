import type { Viewed } from '@gongji/application/deciding';
import type { SettlementKey } from '@gongji/core';
import { StoreUnavailable } from '@gongji/event-store';
import type { Past } from '../again/decide-again.ts';
import type { KnownEvent } from '../again/known-event.ts';
import { LogEvent } from '../again/log-event.ts';
import type { Soon } from '../again/soon.ts';
import { regionOf } from '../seals/sealer.ts';
import { adjudicate } from './adjudicate.ts';
import { CountedLog } from './counting.ts';
import { Findings, type FindingsSnapshot } from './findings.ts';
import { FundMonths, type FundMonthsSnapshot } from './fund-months.ts';
import { Payables, type PayablesSnapshot } from './payables.ts';
import { unreadable, type Problem } from './problem.ts';
import { ProcessSums, type ProcessSumsSnapshot } from './process-sums.ts';
import { Settled, type SettledSnapshot } from './settled.ts';

/** How far this is, and what has been counted; a sum that nobody asked for is null. Plain JSON, for going on later. */
export interface OnSumsSnapshot extends FindingsSnapshot {
  readonly position: string;
  readonly countedUpTo: string;
  readonly owed: PayablesSnapshot | null;
  readonly fundMonths: FundMonthsSnapshot | null;
  readonly settled: SettledSnapshot | null;
  readonly processes: ProcessSumsSnapshot | null;
}

const START: OnSumsSnapshot = {
  position: '0',
  problems: [],
  problemCount: 0,
  countedUpTo: '0',
  owed: null,
  fundMonths: null,
  settled: null,
  processes: null,
};

/** Events that were decided on views: what has `viewsAt` an answer for. */
const ON_VIEWS = ['PaymentProposed', 'PaymentApproved', 'MonthClosed', 'ReconciliationRecorded'];

/** What rests on sums over the whole log: decisions on views, and the answers of region-wide commands. */
const ON_SUMS = [...ON_VIEWS, 'ProcessCompleted'];

/** Whether what an event decides rests on sums. */
export function isDecidedOnSums(type: string): boolean {
  return ON_VIEWS.includes(type);
}

/**
 * Decides again, of the whole log, what rests on sums over events of many streams. There is little of it, and it asks for a walk through the
 * log beside that of the parts: one alone does it, and walks no further than somebody asks.
 */
export class OnSums {
  private position: bigint;
  private readonly findings: Findings;
  private readonly log: CountedLog;
  private readonly payables: Payables;
  private readonly fundMonths: FundMonths;
  private readonly settled: Settled;
  private readonly processes: ProcessSums;
  private readonly judge: Past;

  constructor({ store, policies, history }: Pick<Past, 'store' | 'policies' | 'history'>, from: OnSumsSnapshot | null) {
    const { position, countedUpTo, owed, fundMonths, settled, processes, ...found } = from ?? START;
    this.findings = new Findings(found);
    this.position = BigInt(position);
    this.log = new CountedLog(store, BigInt(countedUpTo));
    this.payables = new Payables(this.log, owed);
    this.fundMonths = new FundMonths(this.log, fundMonths);
    this.settled = new Settled(store, this.log, settled);
    this.processes = new ProcessSums(this.log, processes);
    this.judge = { store, policies, history, viewed: (event) => this.viewsAt(event) };
  }

  snapshot(): OnSumsSnapshot {
    return {
      position: String(this.position),
      ...this.findings.snapshot(),
      countedUpTo: String(this.log.position),
      owed: this.payables.snapshot(),
      fundMonths: this.fundMonths.snapshot(),
      settled: this.settled.snapshot(),
      processes: this.processes.snapshot(),
    };
  }

  /** Goes on up to a position. */
  async reach(upTo: bigint): Promise<void> {
    if (upTo <= this.position) return;
    for await (const page of this.judge.store.readAll({ after: this.position, upTo, types: ON_SUMS })) {
      for (const event of page) await this.take(new LogEvent(event));
    }
    this.position = upTo;
  }

  private async take(event: LogEvent): Promise<void> {
    const known = await readable(() => event.known);
    if (known === undefined) return;
    try {
      this.findings.report(
        await (known.fact.type === 'ProcessCompleted' ? this.processes.completed(event) : this.decide(known)),
      );
    } catch (error) {
      throwUnavailable(error);
      this.findings.report([unreadable(event.stored, error)]);
    }
  }

  private async decide(event: KnownEvent): Promise<readonly Problem[]> {
    const state = await readable(async () => ({ before: await this.judge.history.asOf(event.stream, event.position) }));
    return state === undefined ? [] : ((await adjudicate(this.judge, event, state.before)) ?? []);
  }

  /** What the views said to a decision, as far as they had come: never further than to the event before it. */
  private async viewsAt({ fact, stream, position }: KnownEvent): Promise<Viewed> {
    const last = position - 1n;
    const until = (upTo: string): bigint => (BigInt(upTo) < last ? BigInt(upTo) : last);
    switch (fact.type) {
      case 'PaymentProposed':
      case 'PaymentApproved': {
        const { upTo } = fact.data;
        return { payable: { upTo, months: await this.payables.at(stream, until(upTo)) } };
      }
      case 'MonthClosed': {
        const { upTo, month } = fact.data;
        return { monthToClose: { upTo, ...(await this.fundMonths.at(stream, month, until(upTo))) } };
      }
      case 'ReconciliationRecorded': {
        const { upTo, items, ...asked } = fact.data;
        const of = { ...asked, region: regionOf(stream), differences: items.filter(isKeyed) };
        return { side: { upTo, ...(await this.settled.at(of, until(upTo))) } };
      }
      default:
        return {};
    }
  }
}

function isKeyed<T extends Partial<SettlementKey>>(item: T): item is T & SettlementKey {
  return item.settlementId !== undefined && item.personId !== undefined;
}

/** Undefined where something of the log cannot be read, which is told by the part whose it is. @throws StoreUnavailable */
async function readable<T>(read: () => Soon<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    throwUnavailable(error);
    return undefined;
  }
}

/** An engine that failed says nothing about an event. */
function throwUnavailable(error: unknown): void {
  if (error instanceof StoreUnavailable) throw error;
}
