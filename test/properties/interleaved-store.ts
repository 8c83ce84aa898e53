import { setImmediate as nextTurn } from 'node:timers/promises';
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

/** Most turns of the event loop that a question, or an answer, takes on its way. */
const LONGEST_WAY = 4;

/**
 * One instance's connection to a store that others write to as well. Every question and every answer takes a while, drawn from a seed, so
 * that what several instances do is interleaved in every way. After a kill nothing is answered any more; what was on its way still arrives.
 */
export class InterleavedStore implements EventStore {
  readonly exclusive = false;
  readonly atomicCalls = false;
  #isKilled = false;
  #operations = 0;
  #state: number;

  constructor(
    private readonly inner: EventStore,
    seed: number,
    /** The instance is killed at this operation. */
    private readonly killedAt = Infinity,
    /** Called when it is killed. */
    private readonly onKill: () => void = () => undefined,
  ) {
    this.#state = seed;
  }

  async append(requests: readonly AppendRequest[]): Promise<readonly AppendResult[]> {
    const results: AppendResult[] = [];
    for (const request of requests) {
      results.push(...(await this.#answered(() => this.inner.append([request]))));
    }
    return results;
  }

  async *readStream(stream: string, options: ReadStreamOptions): Pages {
    yield* await this.#answered(() => collected(this.inner.readStream(stream, options)));
  }

  async *readAll(options?: ReadAllOptions): Pages {
    yield* await this.#answered(() => collected(this.inner.readAll(options)));
  }

  readMetadata(options?: ReadAllOptions): AsyncIterable<readonly RecordedMetadata[]> {
    return this.readAll(options);
  }

  findEvent(eventId: string, upTo?: bigint): Promise<RecordedEvent | undefined> {
    return this.#answered(() => this.inner.findEvent(eventId, upTo));
  }

  findEvents(eventIds: readonly string[], upTo?: bigint): Promise<readonly RecordedEvent[]> {
    return this.#answered(() => this.inner.findEvents(eventIds, upTo));
  }

  head(): Promise<bigint> {
    return this.#answered(() => this.inner.head());
  }

  subscribe(options: SubscribeOptions): Pages {
    return this.inner.subscribe(options);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #answered<T>(ask: () => Promise<T>): Promise<T> {
    this.#operations += 1;
    if (this.#operations === this.killedAt) {
      this.#isKilled = true;
      this.onKill();
    } else await this.#living();
    await this.#way();
    const answer = await ask();
    await this.#living();
    await this.#way();
    await this.#living();
    return answer;
  }

  /** Never comes back once the instance was killed. */
  #living(): Promise<void> {
    return this.#isKilled ? new Promise(() => undefined) : Promise.resolve();
  }

  async #way(): Promise<void> {
    for (let left = this.#draw() % (LONGEST_WAY + 1); left > 0; left -= 1) await nextTurn();
  }

  /** The next number of a sequence that the seed gives (xorshift). */
  #draw(): number {
    let x = this.#state | 1;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return x >>> 1;
  }
}

async function collected(pages: Pages): Promise<readonly (readonly RecordedEvent[])[]> {
  const all: (readonly RecordedEvent[])[] = [];
  for await (const page of pages) all.push(page);
  return all;
}
