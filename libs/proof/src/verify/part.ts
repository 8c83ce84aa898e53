import { evolve, kindOf, sha256, type Policies } from '@gongji/application/deciding';
import { CHAIN_START, canonical } from '@gongji/core';
import type { EventStore, RecordedEvent, Share } from '@gongji/event-store';
import type { Past } from '../again/decide-again.ts';
import { History, type PastState } from '../again/history.ts';
import type { KnownEvent } from '../again/known-event.ts';
import { LogEvent } from '../again/log-event.ts';
import { soon, type Soon } from '../again/soon.ts';
import { adjudicate, problem } from './adjudicate.ts';
import { Findings, type FindingsSnapshot } from './findings.ts';
import { isDecidedOnSums, OnSums, type OnSumsSnapshot } from './on-sums.ts';
import { carriesOwnHash } from './own-hash.ts';
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

/** Checks one part of the log. @returns what it found; the same as far as it came where the signal ended it. */
export async function verifyPart(options: PartOptions): Promise<PartSnapshot> {
  const { store, part: share, upTo, from = START, progress, signal } = options;
  const part = new Part(options);
  for await (const page of store.readAll({ after: BigInt(from.position), upTo, share, pageSize: PAGE })) {
    for (const event of page) {
      const taken = part.take(event);
      if (taken !== undefined) await taken;
    }
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

  /** Takes the next event of the part's streams. */
  take(stored: RecordedEvent): Soon<void> {
    this.events += 1;
    const lose = (error: unknown): void => {
      this.lost.add(stored.stream);
      this.findings.report([unreadable(stored, error)]);
    };
    try {
      const checked = this.checkReadable(new LogEvent(stored));
      return checked instanceof Promise ? checked.catch(lose) : checked;
    } catch (error) {
      lose(error);
    }
  }

  private checkReadable(event: LogEvent): Soon<void> {
    const { known } = event;
    const { stream, revision, metadata } = known;
    return soon(this.judge.history.before(stream, revision), (past) => {
      this.findings.report(chainProblems(event, past));
      return soon(this.lost.has(stream) ? undefined : this.judgeAndFold(known, past), () => {
        past.revision = revision;
        past.hash = metadata.hash;
      });
    });
  }

  private judgeAndFold(known: KnownEvent, past: PastState): Soon<void> {
    const judged = isDecidedOnSums(known.fact.type) ? [] : adjudicate(this.judge, known, past.state);
    return soon(judged, (problems) => {
      if (problems !== null) this.decided += 1;
      this.findings.report(problems ?? startedProblems(known));
      const kind = kindOf(known.stream);
      if (kind === 'insured' || FOLDED.has(kind)) past.state = evolve(known.stream, past.state, known.fact);
    });
  }
}

const FOLDED: ReadonlySet<string> = new Set(['institution', 'policy', 'fund', 'claim', 'supervision']);

/** Place and chain: revisions without a gap, each event after the hash before it, its own hash over its content. */
function chainProblems(event: LogEvent, past: PastState): readonly Problem[] {
  const { known } = event;
  const { previousHash, hash } = known.metadata;
  const problems: Problem[] = [];
  if (past.revision !== known.revision - 1) {
    const message = `Before revision ${String(known.revision)} of ${known.stream} the stream ends at ${String(past.revision)}.`;
    problems.push(problem(known, 'position', message));
  }
  const expected = past.hash ?? CHAIN_START;
  if (previousHash !== expected) {
    const difference = { field: 'metadata.previousHash', expected: `"${expected}"`, found: `"${previousHash}"` };
    problems.push(problem(known, 'chain', 'The event does not follow the one before it in its stream.', [difference]));
  }
  if (!carriesOwnHash(event)) {
    const message = `The event does not carry the hash of its content and place (${hash.slice(0, 16)}…).`;
    problems.push(problem(known, 'hash', message));
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
