import type { EventStore } from '@gongji/event-store';
import type { Observer } from './observer.ts';
import type { Policies } from './policies.ts';
import type { LedgerViews } from './views.ts';

/** What a ledger stands on. */
export interface LedgerOptions {
  readonly store: EventStore;
  readonly policies: Policies;
  readonly views: LedgerViews;
  /** The present instant; only metadata are stamped with it, no rule asks. */
  readonly clock: () => Date;
  /** How many streams' states are kept in memory. */
  readonly cachedStreams?: number;
  /** At most so many commands are written together. */
  readonly groupSize?: number;
  /** How long another instance that is at the same visit is taken for alive, in milliseconds; default 2,000. */
  readonly patienceMs?: number;
  /** Called with a line for the operator as long work goes on. */
  readonly progress?: (message: string) => void;
  readonly observer?: Observer;
}
