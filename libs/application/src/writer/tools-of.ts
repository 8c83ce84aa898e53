import type { LedgerOptions } from '../ledger-options.ts';
import type { ProcessTools } from '../processes/run-process.ts';
import type { Loading } from './loading.ts';
import type { Others } from './others.ts';
import type { Streams } from './streams.ts';

/** What processes need of the ledger. */
export function toolsOf(
  { store, policies, views, clock, progress }: LedgerOptions,
  groupSize: number,
  [loading, streams, others]: readonly [Loading, Streams, Others],
): ProcessTools {
  return {
    store,
    policies,
    views,
    clock,
    ...(progress === undefined ? {} : { progress }),
    groupSize,
    load: (stream) => loading.loadOne(stream),
    takeIn: () => others.takeIn(),
    wholeState: (stream) => streams.wholeState(stream),
    advance: streams.advance.bind(streams),
    forget: streams.forget.bind(streams),
  };
}
