import { folded, type FoldedEvent } from '@gongji/application';
import type { EventMetadata } from '@gongji/core';
import type { RecordedEvent } from '@gongji/event-store';

/** An event of the log with its metadata read. */
export interface KnownEvent {
  readonly position: bigint;
  readonly stream: string;
  readonly revision: number;
  readonly eventId: string;
  readonly fact: FoldedEvent;
  readonly metadata: EventMetadata;
}

/** A stored event with its data and metadata read. @param metadata where they were read before. */
export function knownEvent(event: RecordedEvent, metadata = JSON.parse(event.metadata) as EventMetadata): KnownEvent {
  return {
    position: event.position,
    stream: event.stream,
    revision: Number(event.revision),
    eventId: event.eventId,
    metadata,
    fact: folded(event, metadata),
  };
}
