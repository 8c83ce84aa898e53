import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { Fields } from './protobuf.ts';

type Streams = InstanceType<typeof streamsService.StreamsClient>;
type Read = (this: Streams, ...args: Parameters<Streams['read']>) => ReturnType<Streams['read']>;

const { path, requestSerialize, responseDeserialize } = streamsService.StreamsService.read;

/** Keys of the metadata that the client reads and a store uses, by length: others need not be made a text. */
const KEYS = new Map(['type', 'content-type'].map((key) => [key.length, key]));
const NOTHING: Uint8Array = new Uint8Array();

let isQuick = false;

/**
 * Lets the client read events without its generated classes, which make an object of every field and of every metadatum: what is given to it is
 * an object of these few members that it asks for. Whatever else the server says goes through its own classes.
 */
export function readEventsQuickly(): void {
  if (isQuick) return;
  isQuick = true;
  const read: Read = function (request, ...rest) {
    const [metadata, options] = rest as unknown as [never, never];
    return this.makeServerStreamRequest(path, requestSerialize, toMessage as never, request, metadata, options);
  };
  (streamsService.StreamsClient.prototype as { read: Read }).read = read;
}

function toMessage(bytes: Buffer): unknown {
  const event = EventMessage.read(bytes);
  return event === undefined ? responseDeserialize(bytes) : { hasEvent: () => true, getEvent: () => event };
}

/** An event that is no link to another one: what the client asks of a `ReadEvent`. */
export class EventMessage {
  #record: RecordMessage | undefined;
  #commit: bigint | undefined;

  /** @returns undefined where a `ReadResp` says anything else. */
  static read(bytes: Buffer): EventMessage | undefined {
    const message = new Fields(bytes);
    if (!message.next() || message.field !== 1) return undefined;
    const event = new EventMessage();
    const fields = message.nested();
    while (fields.next()) {
      if (fields.field === 1) event.#record = RecordMessage.read(fields.nested());
      else if (fields.field === 3) event.#commit = fields.value();
      else if (fields.field === 2) return undefined;
    }
    return event.#record === undefined || message.next() ? undefined : event;
  }

  hasEvent(): boolean {
    return true;
  }

  getEvent(): RecordMessage | undefined {
    return this.#record;
  }

  hasLink(): boolean {
    return false;
  }

  hasCommitPosition(): boolean {
    return this.#commit !== undefined;
  }

  getCommitPosition(): bigint | undefined {
    return this.#commit;
  }
}

/** What the client asks of a `RecordedEvent`, of its `UUID` and of its `StreamIdentifier`. */
class RecordMessage {
  #id = '';
  #stream: Uint8Array = NOTHING;
  #revision = 0n;
  #prepare = 0n;
  #commit = 0n;
  readonly #metadata = new Map<string, string>();
  #custom: Uint8Array = NOTHING;
  #data: Uint8Array = NOTHING;

  /** @returns undefined without a stream, or with an id that is no text. */
  static read(fields: Fields): RecordMessage | undefined {
    const record = new RecordMessage();
    while (fields.next()) record.#take(fields);
    return record.#id === '' || record.#stream.length === 0 ? undefined : record;
  }

  #take(fields: Fields): void {
    switch (fields.field) {
      case 1:
        for (const id = fields.nested(); id.next();) this.#id = id.field === 2 ? id.text() : '';
        return;
      case 2:
        for (const name = fields.nested(); name.next();) if (name.field === 3) this.#stream = name.bytes();
        return;
      case 3:
        this.#revision = fields.value();
        return;
      case 4:
        this.#prepare = fields.value();
        return;
      case 5:
        this.#commit = fields.value();
        return;
      case 6:
        this.#takeMetadatum(fields.nested());
        return;
      case 7:
        this.#custom = fields.bytes();
        return;
      case 8:
        this.#data = fields.bytes();
    }
  }

  #takeMetadatum(entry: Fields): void {
    let key: string | undefined;
    while (entry.next()) {
      if (entry.field === 1) key = KEYS.has(entry.bytes().length) ? entry.text() : undefined;
      else if (entry.field === 2 && key !== undefined) this.#metadata.set(key, entry.text());
    }
  }

  hasId(): boolean {
    return true;
  }

  getId(): this {
    return this;
  }

  hasStructured(): boolean {
    return false;
  }

  getString(): string {
    return this.#id;
  }

  hasStreamIdentifier(): boolean {
    return true;
  }

  getStreamIdentifier(): this {
    return this;
  }

  getStreamName(): Uint8Array {
    return this.#stream;
  }

  getStreamRevision(): bigint {
    return this.#revision;
  }

  getPreparePosition(): bigint {
    return this.#prepare;
  }

  getCommitPosition(): bigint {
    return this.#commit;
  }

  getMetadataMap(): ReadonlyMap<string, string> {
    return this.#metadata;
  }

  getCustomMetadata_asU8(): Uint8Array {
    return this.#custom;
  }

  getData(): Uint8Array {
    return this.#data;
  }

  getData_asU8(): Uint8Array {
    return this.#data;
  }
}
