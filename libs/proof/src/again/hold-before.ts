import { folded, type FoldedEvent } from '@gongji/application/deciding';
import type { EventMetadata } from '@gongji/core';
import type { EventStore, RecordedEvent } from '@gongji/event-store';

/** A hold on the stream of the account's owner, as it stands in the log. */
export interface FoundHold {
  readonly event: RecordedEvent;
  readonly fact: Extract<FoldedEvent, { readonly type: 'AccountFundsHeld' }>;
}

/** The last hold that a command placed on a stream before a position. */
export async function holdBefore(
  store: EventStore,
  stream: string,
  before: bigint,
  commandId: string,
): Promise<FoundHold | undefined> {
  for await (const page of store.readStream(stream, { direction: 'backwards' })) {
    for (const event of page) {
      if (event.type !== 'AccountFundsHeld' || event.position >= before) continue;
      if ((JSON.parse(event.metadata) as EventMetadata).commandId !== commandId) continue;
      return { event, fact: folded(event) as FoundHold['fact'] };
    }
  }
  return undefined;
}
