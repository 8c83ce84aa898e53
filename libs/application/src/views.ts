import type {
  LedgerSide,
  MonthToClose,
  Payable,
  PlainDate,
  PlainMonth,
  RecordReconciliation,
  TwoTimes,
} from '@gongji/core';

/** What the views say to a decision, each up to a position that it names: only what the command asks for is there. */
export interface Viewed {
  /** What the institution is due that the command pays. */
  readonly payable?: Payable;
  /** What the fund did in the month that the command closes, and in its year. */
  readonly monthToClose?: MonthToClose;
  /** What the ledger has settled at the institution that is reconciled. */
  readonly side?: LedgerSide;
}

/** What a reconciliation asks for. */
export type SideAsked = Pick<
  RecordReconciliation,
  'region' | 'institutionId' | 'from' | 'to' | 'refunds' | 'differences' | 'upTo'
>;

/** What the ledger asks of the read models. They follow the log; `catchUp` brings them to its head. */
export interface LedgerViews {
  /** Resolves when everything up to the log's present head is in the views. */
  catchUp(): Promise<void>;
  /** `GetFund`: the fund's totals from one day to another, both included. */
  fund(region: string, from: PlainDate, to: PlainDate, times?: TwoTimes): Promise<object>;
  /** What the pooled fund owes an institution by month, payments apart, and up to which position that is known. */
  payable(region: string, institutionId: string): Promise<Payable>;
  /** What the fund did in a month, and in which months of its year it did anything. */
  monthToClose(region: string, month: PlainMonth): Promise<MonthToClose>;
  readonly reconciliation: {
    /** What was settled at an institution in a span of days, as known at a position or now. */
    side(asked: SideAsked): Promise<LedgerSide>;
  };
  /** The ids of a region's persons, page by page, in the order of enrolment. */
  persons(region: string): AsyncIterable<readonly string[]>;
  /** Funds of a family's account that are held and neither captured nor released: the position of each AccountFundsHeld. */
  openHolds(): Promise<readonly { readonly position: string }[]>;
  /** Events from which one in another stream must follow that is not in the log yet. */
  missingSequels(): Promise<readonly { readonly position: string }[]>;
  /** Region-wide commands that were started and not completed, in the order of their start. */
  unfinishedProcesses(): Promise<readonly { readonly region: string; readonly commandId: string }[]>;
}
