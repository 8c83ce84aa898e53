import { ErrorType, type BinaryEventData } from '@eventstore/db-client';
import {
  NO_STREAM,
  StoreUnavailable,
  type AppendRequest,
  type AppendResult,
  type NewEvent,
  type RecordedEvent,
} from '@gongji/event-store';
import type { Connection } from './connection.ts';
import { isPassing, repeatedly, typeOf, within, type Trial } from './failures.ts';
import type { Feed } from './feed.ts';
import { toEventData } from './form.ts';
import type { Register } from './register.ts';

/** The server counts revisions in 64 bits with a sign. */
export const GREATEST_REVISION = 2n ** 63n - 2n;

/** What appending needs of the rest of the store. */
export interface Known {
  readonly register: Register;
  readonly feed: Feed;
  readonly findEvent: (eventId: string) => Promise<RecordedEvent | undefined>;
  readonly lastRevision: (stream: string) => Promise<bigint>;
}

/** What became of a request; undefined when it failed. */
type Settled = Promise<AppendResult | undefined>;

/** Place on the server, if it says one. */
type Commit = bigint | undefined;

type Conflict = Extract<AppendResult, { readonly outcome: 'conflict' }>;

/**
 * Appends, many in flight. Each is repeated, with the same event ids and the same expectation, until its answer is known:
 * the server recognises what it has already written.
 */
export class Appends {
  /** What is in flight, by event id and by stream. */
  readonly #byEvent = new Map<string, Settled>();
  readonly #byStream = new Map<string, Settled>();
  /** Resolves when the last request that could not be sent at once has found its place; undefined while there is none. */
  #turn: Promise<void> | undefined;
  /** True while the server answers: then appends go out as they come. */
  #flows = false;
  /** The append that tries the connection, while it does. */
  #first: Promise<void> | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly prefix: string,
    private readonly trial: Trial,
    private readonly known: Known,
  ) {}

  append(requests: readonly AppendRequest[]): Promise<readonly AppendResult[]> {
    return Promise.all(requests.map((request) => this.#begin(request)));
  }

  #begin(request: AppendRequest): Promise<AppendResult> {
    const { stream, events } = request;
    const before = this.#byStream.get(stream);
    const same = events.flatMap(({ eventId }) => this.#byEvent.get(eventId) ?? []);
    const atOnce = this.#turn === undefined && same.length === 0 && this.#isNew(request);
    const result = atOnce ? this.#write(request, before) : this.#inTurn(request, before, same);
    const over = (): void => {
      if (this.#byStream.get(stream) === settled) this.#byStream.delete(stream);
      for (const { eventId } of events) if (this.#byEvent.get(eventId) === settled) this.#byEvent.delete(eventId);
    };
    const settled = result.then(
      (answer) => {
        over();
        return answer;
      },
      () => {
        over();
        return undefined;
      },
    );
    this.#byStream.set(stream, settled);
    for (const { eventId } of events) this.#byEvent.set(eventId, settled);
    return result;
  }

  /** None of the ids is in the log already, or named twice: at the right revision the server would write them once more. */
  #isNew({ events }: AppendRequest): boolean {
    if (events.length > 1 && new Set(events.map(({ eventId }) => eventId)).size < events.length) return false;
    return events.every(({ eventId }) => this.known.register.find(eventId) === undefined);
  }

  /** @param before what was in flight for the stream when this was asked for: the server may have got the two in the wrong order. */
  async #write(request: AppendRequest, before: Settled | undefined): Promise<AppendResult> {
    const data = request.events.map(toEventData);
    let written = await this.#send(request, data);
    if (written.outcome === 'conflict' && written.actualRevision < request.expectedRevision) {
      const earlier = await before;
      const isMet = earlier?.outcome === 'appended' && earlier.revision === request.expectedRevision;
      if (isMet) written = await this.#send(request, data);
    }
    if (written.outcome === 'conflict') return written;
    const revision = request.expectedRevision + BigInt(request.events.length);
    const position = await this.#positionOf(written.commit);
    if (await this.#holds(position, request, data)) return { outcome: 'appended', revision, position };
    return { outcome: 'conflict', actualRevision: await this.known.lastRevision(request.stream) };
  }

  /** The server takes what has the same event ids for a repetition, whatever it says, and keeps what came first. */
  async #holds(last: bigint, { events }: AppendRequest, data: readonly BinaryEventData[]): Promise<boolean> {
    const { recent } = this.known.feed;
    for (const [at, event] of events.entries()) {
      const isKept = recent.holds(last - BigInt(events.length - 1 - at), (data[at] as BinaryEventData).data);
      if (isKept === false) return false;
      if (isKept === undefined && !isSame(event, await this.known.findEvent(event.eventId))) return false;
    }
    return true;
  }

  /**
   * A request that cannot be sent as it comes. What is asked for after it waits until it has found its place, so that the
   * log has the order of the questions.
   *
   * @param same what is in flight with one of its event ids: of two such appends the server might answer only one.
   */
  #inTurn(request: AppendRequest, before: Settled | undefined, same: readonly Settled[]): Promise<AppendResult> {
    const earlier = this.#turn;
    let placed = (): void => undefined;
    const turn = new Promise<void>((resolve) => (placed = resolve)).then(() => {
      if (this.#turn === turn) this.#turn = undefined;
    });
    this.#turn = turn;
    const answer = async (): Promise<AppendResult> => {
      await Promise.all([earlier, ...same]);
      if (this.#isNew(request)) {
        const written = this.#write(request, before);
        placed();
        return written;
      }
      await before;
      return this.#answerKnown(request);
    };
    const answered = answer();
    answered.then(placed, placed);
    return answered;
  }

  async #answerKnown({ stream, expectedRevision, events }: AppendRequest): Promise<AppendResult> {
    const found = await Promise.all(events.map(({ eventId }) => this.known.findEvent(eventId)));
    const isRepeated = found.every(
      (event, at) =>
        event?.stream === stream &&
        event.revision === expectedRevision + BigInt(at + 1) &&
        isSame(events[at] as NewEvent, event),
    );
    const last = found.at(-1);
    return isRepeated && last !== undefined
      ? { outcome: 'appended', revision: last.revision, position: last.position }
      : { outcome: 'conflict', actualRevision: await this.known.lastRevision(stream) };
  }

  async #send(
    { stream, expectedRevision }: AppendRequest,
    data: BinaryEventData[],
  ): Promise<Conflict | { readonly outcome: 'written'; readonly commit: bigint }> {
    const name = `${this.prefix}${stream}`;
    const expected = expectedRevision > GREATEST_REVISION ? GREATEST_REVISION : expectedRevision;
    const attempt = (): Promise<Commit> =>
      this.connection.batches.append(name, data, expected === NO_STREAM ? undefined : expected);
    try {
      const commit = await repeatedly(this.trial, () => this.#inOrder(attempt));
      if (commit !== undefined) return { outcome: 'written', commit };
    } catch (error) {
      const conflict = toConflict(error);
      if (conflict === undefined) throw error;
      return conflict;
    }
    throw new StoreUnavailable(`EventStoreDB at ${this.trial.shown} does not say where it wrote.`, 'failed');
  }

  /**
   * The client lets the first append on a new connection be overtaken by the next ones; so that one goes alone, and
   * what was asked for meanwhile follows in its order.
   */
  async #inOrder(attempt: () => Promise<Commit>): Promise<Commit> {
    while (!this.#flows && this.#first !== undefined) await this.#first;
    if (this.#flows) return this.#noted(attempt());
    const answer = this.#noted(attempt());
    const over = (): void => {
      this.#first = undefined;
    };
    this.#first = answer.then(over, over);
    return answer;
  }

  /** Learns from every answer whether the connection holds. */
  async #noted(answer: Promise<Commit>): Promise<Commit> {
    try {
      const written = await within(this.trial.limits.attemptMs, answer);
      this.#flows = true;
      return written;
    } catch (error) {
      this.#flows = !isPassing(error);
      throw error;
    }
  }

  async #positionOf(commit: bigint): Promise<bigint> {
    const { feed, register } = this.known;
    await feed.reached(commit);
    const place = register.atCommit(commit);
    if (place !== undefined) return place.position;
    throw new StoreUnavailable(`The register of positions for ${this.trial.shown} has a gap: remove it.`, 'damaged');
  }
}

function isSame({ data, metadata }: NewEvent, found: RecordedEvent | undefined): boolean {
  return found?.data === data && found.metadata === metadata;
}

/** The conflict that an error means; its text is empty, and its name is only "Error". */
function toConflict(error: unknown): Conflict | undefined {
  const cause = error instanceof StoreUnavailable ? error.cause : error;
  if (typeOf(cause) !== ErrorType.WRONG_EXPECTED_VERSION) return undefined;
  const { actualVersion } = cause as { readonly actualVersion?: bigint | string };
  return { outcome: 'conflict', actualRevision: typeof actualVersion === 'bigint' ? actualVersion : NO_STREAM };
}
