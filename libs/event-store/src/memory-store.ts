import { setImmediate as nextTurn } from 'node:timers/promises';
import { checkRequests } from './check-requests.ts';
import { chosen } from './chosen.ts';
import { endingAt } from './ending-at.ts';
import { follow } from './follow.ts';
import { promised } from './promised.ts';
import { WakeUp } from './wake-up.ts';
import {
  StoreUnavailable,
  type AppendRequest,
  type AppendResult,
  type EventStore,
  type NewEvent,
  type Pages,
  type ReadAllOptions,
  type ReadStreamOptions,
  type RecordedEvent,
  type RecordedMetadata,
  type SubscribeOptions,
} from './event-store.ts';

const PAGE_SIZE = 512;

/** The port on arrays: for the fast tests of what stands on it. Durable is, here, what the process still remembers. */
export class MemoryEventStore implements EventStore {
  readonly exclusive = true;
  readonly atomicCalls = true;
  readonly #log: RecordedEvent[] = [];
  readonly #streams = new Map<string, RecordedEvent[]>();
  readonly #byId = new Map<string, RecordedEvent>();
  readonly #wakeUp = new WakeUp();
  #closed = false;

  append(requests: readonly AppendRequest[]): Promise<readonly AppendResult[]> {
    return promised(() => {
      this.#checkOpen();
      checkRequests(requests);
      const results = requests.map((request) => this.#appendOne(request));
      this.#wakeUp.wake();
      return results;
    });
  }

  async *readStream(stream: string, options: ReadStreamOptions): Pages {
    this.#checkOpen();
    const events = this.#streams.get(stream) ?? [];
    const found =
      options.direction === 'forwards'
        ? events.slice(clamp(options.from ?? 0n, events.length))
        : events.slice(0, clamp((options.from ?? BigInt(events.length)) + 1n, events.length)).reverse();
    const pages = this.#paged(found.slice(0, Math.max(0, options.maxCount ?? found.length)), options.pageSize);
    yield* endingAt(pages, options.until);
  }

  readAll(options: ReadAllOptions = {}): Pages {
    // The head is that of the call, not of the moment in which the first page is asked for.
    const upTo = clamp(options.upTo ?? BigInt(this.#log.length), this.#log.length);
    const events = this.#log.slice(clamp(options.after ?? 0n, this.#log.length), upTo);
    return chosen(this.#paged(events, options.pageSize), options);
  }

  readMetadata(options?: ReadAllOptions): AsyncIterable<readonly RecordedMetadata[]> {
    return this.readAll(options);
  }

  subscribe(options: SubscribeOptions): Pages {
    const readAfter = (position: bigint): RecordedEvent[] => {
      this.#checkOpen();
      const start = clamp(position, this.#log.length);
      return this.#log.slice(start, start + Math.max(1, options.pageSize ?? PAGE_SIZE));
    };
    return follow({ readAfter, wait: (signal) => this.#wakeUp.wait(signal) }, options);
  }

  findEvent(eventId: string): Promise<RecordedEvent | undefined> {
    return promised(() => {
      this.#checkOpen();
      return this.#byId.get(eventId);
    });
  }

  findEvents(eventIds: readonly string[]): Promise<readonly RecordedEvent[]> {
    return promised(() => {
      this.#checkOpen();
      return [...new Set(eventIds)].flatMap((eventId) => this.#byId.get(eventId) ?? []);
    });
  }

  head(): Promise<bigint> {
    return promised(() => {
      this.#checkOpen();
      return BigInt(this.#log.length);
    });
  }

  close(): Promise<void> {
    return promised(() => {
      this.#closed = true;
      this.#wakeUp.wake();
    });
  }

  #appendOne({ stream, expectedRevision, events }: AppendRequest): AppendResult {
    const written = this.#streams.get(stream) ?? [];
    const actualRevision = BigInt(written.length - 1);
    if (actualRevision !== expectedRevision) {
      const first = clamp(expectedRevision + 1n, written.length);
      const last = written[first + events.length - 1];
      const repeated = last !== undefined && events.every((event, i) => isSame(event, written[first + i]));
      return repeated
        ? { outcome: 'appended', revision: last.revision, position: last.position }
        : { outcome: 'conflict', actualRevision };
    }
    const ids = new Set(events.map((event) => event.eventId));
    if (ids.size < events.length || events.some((event) => this.#byId.has(event.eventId))) {
      return { outcome: 'conflict', actualRevision };
    }
    for (const { eventId, type, data, metadata } of events) {
      const revision = BigInt(written.length);
      const position = BigInt(this.#log.length + 1);
      const recorded = Object.freeze({ position, stream, revision, eventId, type, data, metadata });
      written.push(recorded);
      this.#log.push(recorded);
      this.#byId.set(eventId, recorded);
    }
    this.#streams.set(stream, written);
    return { outcome: 'appended', revision: BigInt(written.length - 1), position: BigInt(this.#log.length) };
  }

  async *#paged(events: readonly RecordedEvent[], pageSize = PAGE_SIZE): Pages {
    const size = Math.max(1, pageSize);
    for (let start = 0; start < events.length; start += size) {
      this.#checkOpen();
      yield events.slice(start, start + size);
      await nextTurn();
    }
  }

  #checkOpen(): void {
    if (this.#closed) throw new StoreUnavailable('The event store is closed.', 'closed');
  }
}

function isSame({ eventId, data, metadata }: NewEvent, written: RecordedEvent | undefined): boolean {
  return written?.eventId === eventId && written.data === data && written.metadata === metadata;
}

/** A place in an array, for a position or revision that may be far outside it. */
function clamp(value: bigint, length: number): number {
  if (value < 0n) return 0;
  return value > BigInt(length) ? length : Number(value);
}
