import { describe } from '@jest/globals';
import { describeAppending } from './contract/appending.ts';
import { describeReading } from './contract/reading.ts';
import { describeRepeating } from './contract/repeating.ts';
import { describeRoundTrip } from './contract/round-trip.ts';
import { describeSubscribing } from './contract/subscribing.ts';
import { describeSharing } from './contract/sharing.ts';
import { describeModel } from './contract/model.ts';
import type { OpenStore, StoreTraits } from './contract/support.ts';

export type { OpenStore, StoreTraits, StoreUnderTest } from './contract/support.ts';

/**
 * What every event store must do, as jest tests; an adapter's spec calls this and nothing else for the port.
 *
 * The log need not be empty when `open` gives it (a server may be shared by many runs), but nobody else may write to
 * it meanwhile: every test reckons from the head it finds, and uses streams and event ids of its own.
 *
 * @param open gives a store for one test; its `close` is called at the end, also when the test failed.
 * @param traits in what this store may differ from the others.
 */
export function describeEventStore(name: string, open: OpenStore, traits: StoreTraits = {}): void {
  describe(`${name} as an event store`, () => {
    describeAppending(open);
    describeRepeating(open, traits);
    describeReading(open);
    describeSharing(open);
    describeRoundTrip(open, traits);
    describeSubscribing(open);
    describeModel(open, traits);
  });
}
