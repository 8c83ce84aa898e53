import {
  StoreUnavailable,
  type AppendRequest,
  type AppendResult,
  type EventStore,
  type Pages,
  type ReadAllOptions,
  type ReadStreamOptions,
  type RecordedEvent,
  type RecordedMetadata,
  type SubscribeOptions,
} from '@gongji/event-store';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { Instruments } from './command-observer.ts';

/** An event store whose appends are measured. Everything else goes straight to the store. */
export class ObservedStore implements EventStore {
  constructor(
    private readonly store: EventStore,
    private readonly instruments: Instruments,
  ) {}

  get exclusive(): boolean {
    return this.store.exclusive;
  }

  get atomicCalls(): boolean {
    return this.store.atomicCalls;
  }

  async append(requests: readonly AppendRequest[]): Promise<readonly AppendResult[]> {
    const { figures, tracer, log } = this.instruments;
    const startedMs = performance.now();
    const seconds = (): number => (performance.now() - startedMs) / 1000;
    // A group holds commands of many requests: its span belongs to none of them.
    const span = tracer?.startSpan('append', { kind: SpanKind.CLIENT, root: true });
    span?.setAttribute('gongji.append.requests', requests.length);
    try {
      const results = await this.store.append(requests);
      const conflicts = results.filter(({ outcome }) => outcome === 'conflict').length;
      figures?.appended(seconds(), conflicts);
      span?.setAttribute('gongji.append.conflicts', conflicts);
      return results;
    } catch (error) {
      figures?.appendFailed(seconds(), error instanceof StoreUnavailable ? error.reason : 'defect');
      span?.setStatus({ code: SpanStatusCode.ERROR });
      log.error({ err: error }, 'The event store did not take an append.');
      throw error;
    } finally {
      span?.end();
    }
  }

  readStream(stream: string, options: ReadStreamOptions): Pages {
    return this.store.readStream(stream, options);
  }

  readAll(options?: ReadAllOptions): Pages {
    return this.store.readAll(options);
  }

  readMetadata(options?: ReadAllOptions): AsyncIterable<readonly RecordedMetadata[]> {
    return this.store.readMetadata(options);
  }

  subscribe(options: SubscribeOptions): Pages {
    return this.store.subscribe(options);
  }

  findEvent(eventId: string, upTo?: bigint): Promise<RecordedEvent | undefined> {
    return this.store.findEvent(eventId, upTo);
  }

  findEvents(eventIds: readonly string[], upTo?: bigint): Promise<readonly RecordedEvent[]> {
    return this.store.findEvents(eventIds, upTo);
  }

  head(): Promise<bigint> {
    return this.store.head();
  }

  close(): Promise<void> {
    return this.store.close();
  }
}
