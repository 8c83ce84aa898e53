import { FundSums, monthOf, PayableMonths, type LedgerSide, type MonthToClose, type Payable } from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import type { LedgerViews } from '../views.ts';

interface Process {
  readonly region: string;
  readonly commandId: string;
}

/** The views that the ledger asks, in memory: enough for its own tests, without a fund. */
export class MemoryViews implements LedgerViews {
  private position = 0n;
  private readonly enrolled = new Map<string, string[]>();
  private readonly held = new Map<string, string>();
  private readonly due = new Map<string, PayableMonths>();
  private readonly halves = new Map<string, { readonly position: string; readonly isCause: boolean }>();
  private readonly started = new Map<string, Process>();

  constructor(private readonly store: EventStore) {}

  async catchUp(): Promise<void> {
    for await (const page of this.store.readAll({ after: this.position })) {
      for (const { position, stream, type, data, metadata } of page) {
        const [region, id] = [
          stream.slice(stream.indexOf('-') + 1, stream.indexOf('.')),
          stream.slice(stream.indexOf('.') + 1),
        ];
        if (type === 'InsuredEnrolled') this.enrolled.set(region, [...(this.enrolled.get(region) ?? []), id]);
        if (/^(AccountFundsHeld|HeldFunds\w+)$/.test(type)) {
          const { patientId, visitId } = JSON.parse(data) as { readonly patientId: string; readonly visitId: string };
          const key = JSON.stringify([stream, patientId, visitId]);
          if (type === 'AccountFundsHeld') this.held.set(key, String(position));
          else this.held.delete(key);
        }
        if (type === 'VisitSettled' || type === 'SettlementReversed') this.count(region, type, data, metadata);
        this.pair(type, data, metadata, String(position));
        if (type === 'ProcessStarted') this.started.set(stream, { region, commandId: id });
        if (type === 'ProcessCompleted') this.started.delete(stream);
        this.position = position;
      }
    }
  }

  private pair(type: string, data: string, metadata: string, position: string): void {
    const isCause = type.startsWith('Claim') || (type === 'SettlementReversed' && data.includes('"accountOwner"'));
    if (!isCause && !type.startsWith('Reimbursement') && !(type === 'AccountCredited' && data.includes('"reversal"')))
      return;
    if (type === 'SettlementReversed' && data.includes('"account":"0.00"')) return;
    const { commandId } = JSON.parse(metadata) as { readonly commandId: string };
    if (!this.halves.delete(commandId)) this.halves.set(commandId, { position, isCause });
  }

  private count(region: string, type: string, data: string, metadata: string): void {
    const visit = JSON.parse(data) as { readonly [field in 'institutionId' | 'programme' | 'pooled']: string } & {
      readonly [field in 'claimId' | 'visitDate']?: string;
    };
    if (visit.claimId !== undefined) return;
    const { occurredOn } = JSON.parse(metadata) as { readonly occurredOn: string };
    const months = this.due.get(`${region} ${visit.institutionId}`) ?? new PayableMonths();
    this.due.set(`${region} ${visit.institutionId}`, months);
    const { programme, pooled } = visit;
    const isSettled = type === 'VisitSettled';
    const [settled, reversed] = isSettled ? [pooled, '0.00'] : ['0.00', pooled];
    const month = monthOf(visit.visitDate ?? occurredOn);
    months.add({ month, programme, settled, reversed, cases: isSettled ? 1 : -1 });
  }

  payable(region: string, institutionId: string): Promise<Payable> {
    const months = this.due.get(`${region} ${institutionId}`)?.months ?? {};
    return Promise.resolve({ upTo: String(this.position), months });
  }

  monthToClose(): Promise<MonthToClose> {
    return Promise.resolve({ upTo: String(this.position), totals: new FundSums().totals(), moved: [] });
  }

  readonly reconciliation = {
    side: (): Promise<LedgerSide> => {
      const totals = { count: 0, total: '0.00', pooled: '0.00', account: '0.00' };
      return Promise.resolve({ upTo: String(this.position), totals, found: [] });
    },
  };

  fund(): Promise<object> {
    return Promise.resolve({ upTo: String(this.position) });
  }

  async *persons(region: string): AsyncIterable<readonly string[]> {
    const ids = this.enrolled.get(region) ?? [];
    for (let at = 0; at < ids.length; at += 2) yield ids.slice(at, at + 2);
  }

  openHolds(): Promise<readonly { readonly position: string }[]> {
    return Promise.resolve([...this.held.values()].map((position) => ({ position })));
  }

  missingSequels(): Promise<readonly { readonly position: string }[]> {
    return Promise.resolve([...this.halves.values()].filter(({ isCause }) => isCause));
  }

  unfinishedProcesses(): Promise<readonly Process[]> {
    return Promise.resolve([...this.started.values()]);
  }
}
