import type {
  AppendRequest,
  AppendResult,
  EventStore,
  Pages,
  ReadAllOptions,
  ReadStreamOptions,
  RecordedEvent,
  RecordedMetadata,
  SubscribeOptions,
} from '@gongji/event-store';

/** A store on another one whose appends a test may disturb; everything else goes through. */
export class DisturbedStore implements EventStore {
  /** Groups that were handed over for writing, in their order. */
  readonly groups: (readonly AppendRequest[])[] = [];
  /** Called before each append: may wait, append something itself, or throw. */
  before: (requests: readonly AppendRequest[]) => Promise<void> | void = () => undefined;
  /** Called after each append, which is durable by then: may throw. */
  after: (requests: readonly AppendRequest[]) => Promise<void> | void = () => undefined;

  constructor(readonly inner: EventStore) {}

  get exclusive(): boolean {
    return this.inner.exclusive;
  }

  get atomicCalls(): boolean {
    return this.inner.atomicCalls;
  }

  async append(requests: readonly AppendRequest[]): Promise<readonly AppendResult[]> {
    this.groups.push(requests);
    await this.before(requests);
    const results = await this.inner.append(requests);
    await this.after(requests);
    return results;
  }

  readStream(stream: string, options: ReadStreamOptions): Pages {
    return this.inner.readStream(stream, options);
  }

  readAll(options?: ReadAllOptions): Pages {
    return this.inner.readAll(options);
  }

  readMetadata(options?: ReadAllOptions): AsyncIterable<readonly RecordedMetadata[]> {
    return this.inner.readMetadata(options);
  }

  subscribe(options: SubscribeOptions): Pages {
    return this.inner.subscribe(options);
  }

  findEvent(eventId: string, upTo?: bigint): Promise<RecordedEvent | undefined> {
    return this.inner.findEvent(eventId, upTo);
  }

  findEvents(eventIds: readonly string[], upTo?: bigint): Promise<readonly RecordedEvent[]> {
    return this.inner.findEvents(eventIds, upTo);
  }

  head(): Promise<bigint> {
    return this.inner.head();
  }

  close(): Promise<void> {
    return this.inner.close();
  }
}
