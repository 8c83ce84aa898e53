import { evolve, kindOf, sha256, type Policies } from '@gongji/application/deciding';
import { CHAIN_START, canonical } from '@gongji/core';
import { StoreUnavailable, type EventStore, type RecordedEvent, type Share } from '@gongji/event-store';
import type { Past } from '../again/decide-again.ts';
import { History, type PastState } from '../again/history.ts';
import type { KnownEvent } from '../again/known-event.ts';
import { LogEvent, readAhead } from '../again/log-event.ts';
import { soon, type Soon } from '../again/soon.ts';
import { adjudicate, problem } from './adjudicate.ts';
import { Findings, type FindingsSnapshot } from './findings.ts';
import { isDecidedOnSums, OnSums, type OnSumsSnapshot } from './on-sums.ts';
import { unreadable, type Problem } from './problem.ts';

/** What one of several workers does: the streams that fall to it, in the log's order. */
export interface PartOptions {
  readonly store: EventStore;
  readonly policies: Policies;
  /** Which share of the log's streams. The first part also decides, of all streams, what rests on sums. */
  readonly part: Share;
  readonly upTo: bigint;
  /** Where an earlier run of the same part was stopped. */
  readonly from?: PartSnapshot;
  /** Told after every page. */
  readonly progress?: (snapshot: () => PartSnapshot) => void;
  readonly signal?: AbortSignal;
}

/** Everything that a part has found, and what it needs to go on. Plain JSON. */
export interface PartSnapshot extends FindingsSnapshot {
  readonly position: string;
  /** Events of the part's own streams. */
  readonly events: number;
  /** Of these, decided again. */
  readonly decided: number;
  /** Of the first part. */
  readonly onSums: OnSumsSnapshot | null;
}

/** Where a run begins that was not stopped. */
const START: PartSnapshot = {
  position: '0',
  events: 0,
  decided: 0,
  problems: [],
  problemCount: 0,
  onSums: null,
};

/** True for what a part of this program told. An older one that looked at less left something out: nothing goes on from there. */
export function isPartSnapshot(value: object): value is PartSnapshot {
  return Object.keys(START).every((name) => name in value);
}

/** Events that are read at once: so few that their texts are still in the processor's cache when they are looked at. */
const PAGE = 256;

/**
 * Of these, events of which each step is done before the next step of the first of them: the processor does the same many times over much
 * faster than one thing after the other, as long as they are so few that what one step leaves is still at hand in the next.
 */
const AT_ONCE = 16;

/**
 * Checks one part of the log. @returns what it found; the same as far as it came where the signal ended it.
 *
 * @throws StoreUnavailable where the log could not be read: that is no fault of an event.
 */
export async function verifyPart(options: PartOptions): Promise<PartSnapshot> {
  const { store, part: share, upTo, from = START, progress, signal } = options;
  const part = new Part(options);
  for await (const page of store.readAll({ after: BigInt(from.position), upTo, share, pageSize: PAGE })) {
    for (let at = 0; at < page.length; at += AT_ONCE) await part.take(page.slice(at, at + AT_ONCE));
    await part.reach((page.at(-1) as RecordedEvent).position);
    progress?.(() => part.snapshot());
    if (signal?.aborted === true) return part.snapshot();
  }
  await part.reach(upTo);
  return part.snapshot();
}

class Part {
  private position: bigint;
  private events: number;
  private decided: number;
  private readonly findings: Findings;
  private readonly judge: Past & { readonly history: History };
  private readonly onSums: OnSums | undefined;
  /** Streams whose state can no longer be folded. */
  private readonly lost = new Set<string>();

  constructor({ store, policies, part, from = START }: PartOptions) {
    this.position = BigInt(from.position);
    this.events = from.events;
    this.decided = from.decided;
    this.findings = new Findings(from);
    this.judge = { store, policies, history: new History(store) };
    this.onSums = part.index === 0 ? new OnSums(this.judge, from.onSums) : undefined;
  }

  snapshot(): PartSnapshot {
    return {
      position: String(this.position),
      events: this.events,
      decided: this.decided,
      ...this.findings.snapshot(),
      onSums: this.onSums?.snapshot() ?? null,
    };
  }

  /** Up to a position every event of the part's streams was taken. */
  async reach(position: bigint): Promise<void> {
    await this.onSums?.reach(position);
    this.position = position;
  }

  /** Takes the next events of the part's streams, each of several streams at once. */
  async take(stored: readonly RecordedEvent[]): Promise<void> {
    const events = stored.map((event) => new LogEvent(event));
    readAhead(events);
    for (const some of inRounds(events)) {
      for (const judged of some.map((event) => this.judged(event))) {
        this.accept(judged instanceof Promise ? await judged : judged);
      }
    }
  }

  /** What there is to say of an event. Nothing is changed, and nothing fails. */
  private judged(event: LogEvent): Soon<Judged> {
    const { stream, revision } = event.stored;
    let chain: readonly Problem[] = [];
    const unread = (error: unknown): Judged =>
      error instanceof StoreUnavailable
        ? { event, problems: [], failure: error }
        : { event, problems: [...chain, unreadable(event.stored, error)] };
    try {
      const judged = soon(this.judge.history.before(stream, Number(revision)), (past): Soon<Judged> => {
        chain = chainProblems(event, past);
        const { known } = event;
        if (this.lost.has(stream)) return { event, past, problems: chain };
        return soon(this.decision(known, past), (problems) => ({
          event,
          past,
          problems: [...chain, ...(problems ?? startedProblems(known))],
          isDecided: problems !== null,
          isFolded: true,
        }));
      });
      return judged instanceof Promise ? judged.catch(unread) : judged;
    } catch (error) {
      return unread(error);
    }
  }

  private decision(event: KnownEvent, { state }: PastState): Soon<readonly Problem[] | null> {
    return isDecidedOnSums(event.fact.type) ? [] : adjudicate(this.judge, event, state);
  }

  /** Takes an event into its stream's state. @throws StoreUnavailable where the log could not be asked. */
  private accept({ event, past, problems, isDecided, isFolded, failure }: Judged): void {
    if (failure !== undefined) throw failure;
    const { stored } = event;
    this.events += 1;
    if (isDecided === true) this.decided += 1;
    this.findings.report(problems);
    if (past === undefined) {
      this.lost.add(stored.stream);
      return;
    }
    try {
      if (isFolded === true && isStateful(stored.stream)) {
        past.state = evolve(stored.stream, past.state, event.known.fact);
      }
      past.revision = Number(stored.revision);
      past.hash = event.metadata.hash;
    } catch (error) {
      this.lost.add(stored.stream);
      this.findings.report([unreadable(stored, error)]);
    }
  }
}

/** What a part has to say of an event. */
interface Judged {
  readonly event: LogEvent;
  readonly problems: readonly Problem[];
  /** Its stream before it; undefined where nothing can be said of the stream any more. */
  readonly past?: PastState;
  readonly isDecided?: boolean;
  /** Whether the stream's state takes it in. */
  readonly isFolded?: boolean;
  /** An engine that failed says nothing about an event. */
  readonly failure?: StoreUnavailable;
}

/** Events in their order, in rounds of which no stream has two: a decision asks its own stream's state, and of others what the log says. */
function inRounds(events: readonly LogEvent[]): readonly (readonly LogEvent[])[] {
  const rounds: LogEvent[][] = [];
  let round: LogEvent[] = [];
  const streams = new Set<string>();
  for (const event of events) {
    const { stream } = event.stored;
    if (round.length === 0 || streams.has(stream)) {
      rounds.push((round = []));
      streams.clear();
    }
    streams.add(stream);
    round.push(event);
  }
  return rounds;
}

/** Whether decisions ask a stream's state. */
function isStateful(stream: string): boolean {
  const kind = kindOf(stream);
  return kind === 'insured' || FOLDED.has(kind);
}

const FOLDED: ReadonlySet<string> = new Set(['institution', 'policy', 'fund', 'claim', 'supervision']);

/** Place and chain: revisions without a gap, each event after the hash before it, its own hash over its content. */
function chainProblems(event: LogEvent, past: PastState): readonly Problem[] {
  const { stored, metadata } = event;
  const { previousHash, hash } = metadata;
  const problems: Problem[] = [];
  if (past.revision !== Number(stored.revision) - 1) {
    const message = `Before revision ${String(stored.revision)} of ${stored.stream} the stream ends at ${String(past.revision)}.`;
    problems.push(problem(event.known, 'position', message));
  }
  const expected = past.hash ?? CHAIN_START;
  if (previousHash !== expected) {
    const difference = { field: 'metadata.previousHash', expected: `"${expected}"`, found: `"${previousHash}"` };
    problems.push(
      problem(event.known, 'chain', 'The event does not follow the one before it in its stream.', [difference]),
    );
  }
  if (!event.isIntact()) {
    const message = `The event does not carry the hash of its content and place (${hash.slice(0, 16)}…).`;
    problems.push(problem(event.known, 'hash', message));
  }
  return problems;
}

/** A region-wide command's beginning holds the command whole, and its hash beside. */
function startedProblems(known: KnownEvent): readonly Problem[] {
  if (known.fact.type !== 'ProcessStarted') return [];
  const found = known.metadata.commandHash;
  const expected = sha256(canonical(known.fact.data.command));
  if (found === expected) return [];
  const difference = { field: 'metadata.commandHash', expected: `"${expected}"`, found: `"${found}"` };
  return [problem(known, 'decision', 'The command is not the one that was accepted.', [difference])];
}
