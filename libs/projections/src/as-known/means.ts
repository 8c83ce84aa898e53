import type { EventStore } from '@gongji/event-store';
import type { Ask } from '../framework/ask.ts';

/** What questions need that can be asked for other times than now. */
export interface Means {
  readonly store: EventStore;
  readonly ask: Ask;
  /** Brings the views to a position. */
  readonly catchUp: (upTo: bigint) => Promise<void>;
}
