import type { EntryKind } from '../../bookkeeping/entries.ts';
import { entriesOf } from '../../bookkeeping/postings.ts';
import { exact, money, ZERO, type Exact } from '../../money/money.ts';
import type { LedgerEvent } from '../answer.ts';
import { poolMovements } from './pool-movements.ts';

/** What `GetFund` answers (COMMANDS.md), in yuan. */
export interface FundTotals {
  readonly pooled: {
    readonly income: string;
    readonly toAccounts: string;
    /** By line, none of zero. */
    readonly payments: { readonly [line: string]: string };
  };
  readonly accounts: {
    readonly credited: string;
    readonly spent: string;
    readonly paidOut: string;
    readonly adjusted: string;
  };
  /** Settled visits and claims, less reversals. */
  readonly visits: number;
}

/** Where an entry of the personal accounts counts in the fund's totals; entries of the pool alone count nowhere here. */
const HEADINGS: { readonly [kind in EntryKind]?: readonly [heading: keyof FundTotals['accounts'], sign: 1 | -1] } = {
  'personal-contribution': ['credited', 1],
  'into-personal-accounts': ['credited', 1],
  'transfer-in': ['credited', 1],
  'personal-care': ['spent', 1],
  'personal-premium': ['spent', 1],
  'transfer-out': ['paidOut', 1],
  'account-payout': ['paidOut', 1],
  'adjustment-in': ['adjusted', 1],
  'adjustment-out': ['adjusted', -1],
};

const VISITS: { readonly [type: string]: 1 | -1 } = {
  VisitSettled: 1,
  ReimbursementSettled: 1,
  SettlementReversed: -1,
};

/** What has been counted, as plain JSON; lines are those of the pool and the headings of the accounts. */
export interface FundSumsSnapshot {
  readonly visits: number;
  readonly lines: { readonly [line: string]: string };
  /** How many events counted, which is not nothing where they cancel out. */
  readonly events: number;
}

/** Sums of the fund and the accounts over some events, counted from what is posted for them. */
export class FundSums {
  private readonly lines: Map<string, Exact>;
  private visits: number;
  private events: number;

  constructor({ lines, visits, events }: FundSumsSnapshot = { lines: {}, visits: 0, events: 0 }) {
    this.lines = new Map(Object.entries(lines).map(([line, amount]) => [line, exact(amount)]));
    this.visits = visits;
    this.events = events;
  }

  /** Whether anything moved that was counted. */
  get isMoved(): boolean {
    return this.events > 0;
  }

  /** Counts an event; with `-1` takes one out again that was counted. */
  count(event: LedgerEvent, times: 1 | -1 = 1): void {
    const visits = VISITS[event.type] ?? 0;
    let moves = visits !== 0;
    const add = (line: string, amount: Exact): void => {
      if (amount.isZero()) return;
      moves = true;
      this.lines.set(line, (this.lines.get(line) ?? ZERO).plus(amount.times(times)));
    };
    for (const { line, sign, amount, less = '0' } of poolMovements(event))
      add(line, exact(amount).minus(less).times(sign));
    for (const { kind, amount } of entriesOf(event)) {
      const [heading, sign] = HEADINGS[kind] ?? [];
      if (heading !== undefined) add(heading, exact(amount).times(sign ?? 1));
    }
    this.visits += visits * times;
    if (moves) this.events += times;
  }

  totals(): FundTotals {
    const of = (line: string): string => money((this.lines.get(line) ?? ZERO).plus(0));
    const payments = [...this.lines]
      .filter(([line, amount]) => line.startsWith('payment:') && !amount.isZero())
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([line, amount]) => [line.slice('payment:'.length), money(amount)] as const);
    return {
      pooled: { income: of('income'), toAccounts: of('to-accounts'), payments: Object.fromEntries(payments) },
      accounts: { credited: of('credited'), spent: of('spent'), paidOut: of('paidOut'), adjusted: of('adjusted') },
      visits: this.visits,
    };
  }

  snapshot(): FundSumsSnapshot {
    const lines = Object.fromEntries([...this.lines].map(([line, amount]) => [line, money(amount)]));
    return { lines, visits: this.visits, events: this.events };
  }
}
