import { readEvent, type LedgerEvent } from '@gongji/core';
import type { EventStore } from '@gongji/event-store';

/** Every event of a log as a loop over the log reads it, with its place. */
export type LoggedEvent = LedgerEvent & { readonly stream: string; readonly position: bigint };

export async function eventsOf(store: EventStore): Promise<readonly LoggedEvent[]> {
  const events: LoggedEvent[] = [];
  for await (const page of store.readAll({ after: 0n })) {
    for (const { type, data, metadata, stream, position } of page) {
      const { occurredOn, schemaVersion } = JSON.parse(metadata) as { occurredOn: string; schemaVersion: number };
      const event = readEvent({ type, schemaVersion, occurredOn, data: JSON.parse(data) as never });
      events.push({ ...event, stream, position });
    }
  }
  return events;
}
