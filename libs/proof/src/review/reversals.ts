import { folded } from '@gongji/application/deciding';
import type { PlainDate } from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import { regionOf } from '../seals/sealer.ts';
import type { ReviewedPerson } from './review.ts';

/** Business days of reversals, both included; open where a bound is missing. */
export interface ReversalPeriod {
  readonly from?: PlainDate;
  readonly to?: PlainDate;
}

/**
 * The persons of a region who had a settlement reversed in a period, each once, in the order of their first such reversal. Reads the log
 * once, page by page; what it remembers are these persons.
 */
export async function* personsWithReversals(
  store: EventStore,
  region: string,
  { from = '0000-01-01', to = '9999-12-31' }: ReversalPeriod = {},
): AsyncIterable<ReviewedPerson> {
  const known = new Set<string>();
  for await (const page of store.readAll({ upTo: await store.head() })) {
    for (const event of page) {
      const { type, stream } = event;
      if (type !== 'SettlementReversed' || known.has(stream) || regionOf(stream) !== region) continue;
      const { occurredOn } = folded(event);
      if (occurredOn < from || occurredOn > to) continue;
      known.add(stream);
      yield { region, personId: stream.slice(stream.indexOf('.') + 1) };
    }
  }
}
