import type { FoldedEvent } from '@gongji/application/deciding';
import { readEvent, type EventMetadata, type Json } from '@gongji/core';
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
  const { position, stream, eventId } = event;
  const { occurredOn, schemaVersion } = metadata;
  const { type, data } = readEvent({
    type: event.type,
    data: JSON.parse(event.data) as Json,
    occurredOn,
    schemaVersion,
  });
  const revision = Number(event.revision);
  const fact = { type, data, occurredOn, revision } as FoldedEvent;
  return { position, stream, revision, eventId, metadata, fact };
}
