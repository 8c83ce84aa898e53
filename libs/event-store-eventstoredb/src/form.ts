import type { AllStreamResolvedEvent, BinaryEventData, ResolvedEvent } from '@eventstore/db-client';
import { StoreUnavailable, type NewEvent, type RecordedEvent } from '@gongji/event-store';

/** What separates data and metadata in an event's bytes; the port's texts never hold it. */
const SEPARATOR = '\0';

/** An event in the form in which the client takes it: both texts as they are. */
export function toEventData({ eventId, type, data, metadata }: NewEvent): BinaryEventData {
  return {
    id: eventId,
    type,
    contentType: 'application/octet-stream',
    data: encoded(data, metadata),
    metadata: undefined,
  };
}

/** The bytes in which an event's texts are kept. */
export function encoded(data: string, metadata: string): Uint8Array {
  return Buffer.from(`${data}${SEPARATOR}${metadata}`);
}

/** An event as the client gives it. */
export type Resolved = ResolvedEvent | AllStreamResolvedEvent;

/** An event that came from the server, with its place there. */
export interface Stored {
  readonly streamId: string;
  readonly id: string;
  readonly revision: bigint;
  readonly type: string;
  readonly data: unknown;
  /** Place of the event's record on the server: ascending, with gaps. */
  readonly commit: bigint;
}

/** What the client gives for an event. @throws StoreUnavailable for a link to an event that is gone, or a very old server. */
export function toStored({ event, commitPosition }: Resolved): Stored {
  const commit = event?.position?.commit ?? commitPosition;
  if (event === undefined || commit === undefined) {
    throw new StoreUnavailable('EventStoreDB gave an event without a place: it is older than 22.6.', 'failed');
  }
  const { streamId, id, revision, type, data } = event;
  return { streamId, id, revision, type, data, commit };
}

/** The event as the port knows it. @throws StoreUnavailable where another program wrote into the ledger's streams. */
export function toRecorded(
  { streamId, id, revision, type, data }: Stored,
  prefix: string,
  position: bigint,
): RecordedEvent {
  const text = data instanceof Uint8Array ? decoded(data) : '';
  const at = text.indexOf(SEPARATOR);
  if (at < 0 || !streamId.startsWith(prefix)) {
    throw new StoreUnavailable(`The event ${id} of ${streamId} was not written by this program.`, 'damaged');
  }
  return {
    position,
    stream: streamId.slice(prefix.length),
    revision,
    eventId: id,
    type,
    data: text.slice(0, at),
    metadata: text.slice(at + 1),
  };
}

function decoded(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
