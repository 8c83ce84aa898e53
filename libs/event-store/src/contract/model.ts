import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AppendRequest, AppendResult, EventStore, NewEvent, RecordedEvent } from '../event-store.ts';
import { aStream, anEvent, collect, recorded, withStore, type OpenStore, type StoreTraits } from './support.ts';

/** A step of a random history; streams and events are named by small numbers, so that shrunk cases read well. */
interface Step {
  readonly stream: number;
  /** How far the expectation is from the truth; 0 is right. */
  readonly off: number;
  readonly events: number;
  /** Sends the step's request again right after, in the same call. */
  readonly twice: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  stream: fc.nat({ max: 3 }),
  off: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: -2, max: 2 }) }),
  events: fc.integer({ min: 1, max: 4 }),
  twice: fc.boolean(),
});

/** Calls, some of them pending together, each of some requests. */
const histories = fc.array(fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }), {
  maxLength: 8,
});

/** The port in its simplest form: one array. */
class Model {
  readonly log: RecordedEvent[] = [];

  constructor(private readonly base: bigint) {}

  of(stream: string): RecordedEvent[] {
    return this.log.filter((event) => event.stream === stream);
  }

  append(request: AppendRequest): AppendResult {
    const written = this.of(request.stream);
    const actualRevision = BigInt(written.length - 1);
    if (actualRevision === request.expectedRevision) {
      this.log.push(...recorded(request, this.base + BigInt(this.log.length)));
      return this.answer(request.stream);
    }
    const from = Number(request.expectedRevision) + 1;
    const there = written.slice(from, from + request.events.length);
    const same =
      there.length === request.events.length && there.every((e, i) => e.eventId === request.events[i]?.eventId);
    if (!same) return { outcome: 'conflict', actualRevision };
    return { outcome: 'appended', revision: there.at(-1)!.revision, position: there.at(-1)!.position };
  }

  private answer(stream: string): AppendResult {
    const last = this.of(stream).at(-1)!;
    return { outcome: 'appended', revision: last.revision, position: last.position };
  }
}

export function describeModel(open: OpenStore, { modelRuns = 30 }: StoreTraits): void {
  describe('behaving as a simple list would', () => {
    it('for random histories of calls, right and wrong, repeated and pending together', async () => {
      const check = (calls: Step[][][]): Promise<void> =>
        withStore(open, (store, base) => compare(store, base, calls))();
      await fc.assert(fc.asyncProperty(histories, check), { numRuns: modelRuns });
    }, 60_000);
  });
}

async function compare(store: EventStore, base: bigint, history: Step[][][]): Promise<void> {
  const model = new Model(base);
  const streams = [aStream(), aStream(), aStream(), aStream()];
  for (const together of history) {
    const calls: AppendRequest[][] = [];
    const answers: AppendResult[][] = [];
    for (const steps of together) {
      const results: AppendResult[] = [];
      const requests = steps.flatMap((each) => toRequests(each, model, streams[each.stream] ?? aStream(), results));
      calls.push(requests);
      answers.push(results);
    }
    expect(await Promise.all(calls.map((requests) => store.append(requests)))).toEqual(answers);
  }
  expect(await collect(store.readAll({ after: base, pageSize: 3 }))).toEqual(model.log);
  for (const stream of streams) {
    const forwards = await collect(store.readStream(stream, { direction: 'forwards', pageSize: 2 }));
    expect(forwards).toEqual(model.of(stream));
    const backwards = await collect(store.readStream(stream, { direction: 'backwards', pageSize: 2 }));
    expect(backwards).toEqual(model.of(stream).reverse());
  }
}

/** A step's requests; the model answers them at once, as the expectation of the next one depends on it. */
function toRequests(
  { off, events, twice }: Step,
  model: Model,
  stream: string,
  results: AppendResult[],
): AppendRequest[] {
  const truth = BigInt(model.of(stream).length - 1);
  const expectedRevision = truth + BigInt(off) < -1n ? -1n : truth + BigInt(off);
  const request = { stream, expectedRevision, events: Array.from({ length: events }, (_, n): NewEvent => anEvent(n)) };
  const requests = twice ? [request, request] : [request];
  for (const each of requests) results.push(model.append(each));
  return requests;
}
