import { evolve, kindOf, sha256, type Policies, type Viewed } from '@gongji/application/deciding';
import { CHAIN_START, canonical, fundStream, type SettlementKey } from '@gongji/core';
import type { EventStore, RecordedEvent } from '@gongji/event-store';
import type { Past } from '../again/decide-again.ts';
import { History, type PastState } from '../again/history.ts';
import type { KnownEvent } from '../again/known-event.ts';
import { LogEvent } from '../again/log-event.ts';
import { soon, type Soon } from '../again/soon.ts';
import { regionOf } from '../seals/sealer.ts';
import { adjudicate, problem } from './adjudicate.ts';
import { FundMonths, type FundMonthsSnapshot } from './fund-months.ts';
import type { LogSeals, TreeSnapshot } from './log-seals.ts';
import { carriesOwnHash } from './own-hash.ts';
import { Payables, type PayablesSnapshot } from './payables.ts';
import type { Problem } from './problem.ts';
import { ProcessSums, type SumsSnapshot } from './process-sums.ts';
import { Settled, type SettledSnapshot } from './settled.ts';

/** What one of several workers does: the streams that fall to it, in the log's order. */
export interface PartOptions {
  readonly store: EventStore;
  readonly policies: Policies;
  readonly part: { readonly index: number; readonly of: number };
  readonly upTo: bigint;
  /** Only the first part builds the tree. */
  readonly seals?: (from?: TreeSnapshot) => LogSeals;
  /** Where an earlier run of the same part was stopped. */
  readonly from?: PartSnapshot;
  /** Told after every page. */
  readonly progress?: (snapshot: () => PartSnapshot, position: bigint) => void;
  readonly signal?: AbortSignal;
}

/** Everything that a part has found, and what it needs to go on. Plain JSON. */
export interface PartSnapshot {
  readonly position: string;
  /** Events of the part's own streams. */
  readonly events: number;
  /** Of these, decided again. */
  readonly decided: number;
  readonly problems: readonly Problem[];
  readonly problemCount: number;
  readonly sums: SumsSnapshot;
  readonly owed: PayablesSnapshot | null;
  readonly fundMonths: FundMonthsSnapshot | null;
  readonly settled: SettledSnapshot | null;
  readonly tree?: TreeSnapshot;
  readonly sealed?: number;
}

/** Where a run begins that was not stopped. */
const START: PartSnapshot = {
  position: '0',
  events: 0,
  decided: 0,
  problems: [],
  problemCount: 0,
  sums: { open: {}, enrolled: {}, closed: [] },
  owed: null,
  fundMonths: null,
  settled: null,
};

/** True for what a part of this program told. An older one that looked at less left something out: nothing goes on from there. */
export function isPartSnapshot(value: object): value is PartSnapshot {
  return Object.keys(START).every((name) => name in value);
}

/** So many problems are told; more are counted. */
const MOST_PROBLEMS = 200;

/** Checks one part of the log. @returns what it found; the same as far as it came where the signal ended it. */
export async function verifyPart(options: PartOptions): Promise<PartSnapshot> {
  const part = new Part(options);
  const after = BigInt(options.from?.position ?? '0');
  for await (const page of options.store.readAll({ after, upTo: options.upTo, pageSize: 1000 })) {
    for (const event of page) {
      const taken = part.take(event);
      if (taken !== undefined) await taken;
    }
    options.progress?.(() => part.snapshot(), part.position);
    if (options.signal?.aborted === true) return part.snapshot();
  }
  part.finish();
  return part.snapshot();
}

class Part {
  position: bigint;
  private events: number;
  private decided: number;
  private readonly problems: Problem[];
  private problemCount: number;
  private readonly judge: Past & { readonly history: History };
  private readonly sums: ProcessSums;
  private readonly payables: Payables;
  private readonly fundMonths: FundMonths;
  private readonly settled: Settled;
  private readonly seals: LogSeals | undefined;
  /** Streams whose state can no longer be folded. */
  private readonly lost = new Set<string>();

  constructor(private readonly options: PartOptions) {
    const { store, policies, from = START, seals } = options;
    this.position = BigInt(from.position);
    this.events = from.events;
    this.decided = from.decided;
    this.problems = [...from.problems];
    this.problemCount = from.problemCount;
    const isOwn = (stream: string): boolean => this.isOwn(stream);
    const isOwnFund = (region: string): boolean => isOwn(fundStream(region, 0));
    this.payables = new Payables(store, isOwn, from.owed);
    this.fundMonths = new FundMonths(store, isOwnFund, from.fundMonths);
    this.settled = new Settled(store, isOwnFund, from.settled);
    this.judge = { store, policies, history: new History(store), viewed: (event) => this.viewedAt(event) };
    this.sums = new ProcessSums(from.sums);
    this.seals = seals?.(from.tree);
    if (from === START) this.report(this.seals?.signatures() ?? []);
  }

  snapshot(): PartSnapshot {
    return {
      position: String(this.position),
      events: this.events,
      decided: this.decided,
      problems: this.problems,
      problemCount: this.problemCount,
      sums: this.sums.snapshot(),
      owed: this.payables.snapshot(),
      fundMonths: this.fundMonths.snapshot(),
      settled: this.settled.snapshot(),
      ...(this.seals === undefined ? {} : { tree: this.seals.snapshot(), sealed: this.seals.sealed }),
    };
  }

  finish(): void {
    this.report(this.seals?.end(this.position) ?? []);
  }

  private report(problems: readonly Problem[]): void {
    if (problems.length === 0) return;
    this.problemCount += problems.length;
    this.problems.push(...problems.slice(0, Math.max(0, MOST_PROBLEMS - this.problems.length)));
  }

  take(stored: RecordedEvent): Soon<void> {
    const event = new LogEvent(stored);
    const before = this.position;
    this.position = stored.position;
    if (this.seals !== undefined) this.seal(event, before, this.seals);
    if (!this.isOwn(stored.stream)) {
      this.count(event);
      return;
    }
    return soon(this.check(event), () => {
      this.count(event);
    });
  }

  private isOwn(stream: string): boolean {
    return partOf(stream, this.options.part.of) === this.options.part.index;
  }

  private seal(event: LogEvent, before: bigint, seals: LogSeals): void {
    const { stored } = event;
    if (stored.position !== before + 1n) this.report([gap(stored, before)]);
    try {
      this.report(seals.add(event));
    } catch (error) {
      this.report([unreadable(stored, error)]);
    }
  }

  /** What cannot be read is told by the part whose it is. */
  private count(event: LogEvent): void {
    try {
      this.payables.add(event);
      this.fundMonths.add(event);
      this.settled.add(event);
      if (event.stored.type === 'ProcessCompleted') this.sums.close(regionOf(event.stored.stream), event);
    } catch {
      // nothing that could be counted
    }
  }

  private check(event: LogEvent): Soon<void> {
    this.events += 1;
    const lose = (error: unknown): void => {
      this.lost.add(event.stored.stream);
      this.report([unreadable(event.stored, error)]);
    };
    try {
      const checked = this.checkReadable(event);
      return checked instanceof Promise ? checked.catch(lose) : checked;
    } catch (error) {
      lose(error);
    }
  }

  private checkReadable({ stored, known }: LogEvent): Soon<void> {
    const { stream, revision, metadata } = known;
    return soon(this.judge.history.before(stream, revision), (past) => {
      this.report(chainProblems(stored, known, past));
      return soon(this.lost.has(stream) ? undefined : this.judgeAndFold(known, past), () => {
        past.revision = revision;
        past.hash = metadata.hash;
      });
    });
  }

  /** What the views said to a decision, as far as they had come. */
  private viewedAt(event: KnownEvent): Soon<Viewed> {
    return ON_VIEWS.has(event.fact.type) ? this.viewsAt(event) : {};
  }

  private async viewsAt({ fact, stream, position }: KnownEvent): Promise<Viewed> {
    switch (fact.type) {
      case 'PaymentProposed':
      case 'PaymentApproved':
        return { payable: await this.payables.at(stream, fact.data.upTo, position - 1n) };
      case 'MonthClosed':
        return { monthToClose: await this.fundMonths.at(stream, fact.data.month, fact.data.upTo, position - 1n) };
      case 'ReconciliationRecorded': {
        const { upTo, items, ...asked } = fact.data;
        const of = { ...asked, region: regionOf(stream), differences: items.filter(isKeyed) };
        return { side: await this.settled.at(of, upTo, position - 1n) };
      }
      default:
        return {};
    }
  }

  private judgeAndFold(known: KnownEvent, past: PastState): Soon<void> {
    return soon(adjudicate(this.judge, known, past.state), (problems) => {
      if (problems !== null) this.decided += 1;
      this.report(problems ?? startedProblems(known));
      this.sums.add(known);
      const kind = kindOf(known.stream);
      if (kind === 'insured' || FOLDED.has(kind)) past.state = evolve(known.stream, past.state, known.fact);
    });
  }
}

/** Events that were decided on views: what has `viewsAt` an answer for. */
const ON_VIEWS: ReadonlySet<string> = new Set([
  'PaymentProposed',
  'PaymentApproved',
  'MonthClosed',
  'ReconciliationRecorded',
]);

const FOLDED: ReadonlySet<string> = new Set(['institution', 'policy', 'fund', 'claim', 'supervision']);

function isKeyed<T extends Partial<SettlementKey>>(item: T): item is T & SettlementKey {
  return item.settlementId !== undefined && item.personId !== undefined;
}

/**
 * Which part a stream falls to: the same on every machine, so that a stopped run can go on elsewhere. All years of a region's fund fall
 * to one part, which counts the fund of every year.
 */
export function partOf(name: string, of: number): number {
  if (of === 1) return 0;
  const stream = kindOf(name) === 'fund' ? name.slice(0, name.lastIndexOf('.')) : name;
  let hash = 2_166_136_261;
  for (let at = 0; at < stream.length; at += 1) hash = Math.imul(hash ^ stream.charCodeAt(at), 16_777_619);
  return (hash >>> 0) % of;
}

function gap(event: RecordedEvent, before: bigint): Problem {
  const message = `After position ${String(before)} comes ${String(event.position)}: what lay between is missing.`;
  return { kind: 'position', position: String(before + 1n), message };
}

function unreadable({ position, stream, revision, type }: RecordedEvent, error: unknown): Problem {
  const why = error instanceof Error ? error.message : String(error);
  const place = { position: String(position), stream, revision: String(revision), type };
  return { kind: 'hash', ...place, message: `The event cannot be read: ${why}` };
}

/** Place and chain: revisions without a gap, each event after the hash before it, its own hash over its content. */
function chainProblems(event: RecordedEvent, known: KnownEvent, past: PastState): readonly Problem[] {
  const { previousHash, hash } = known.metadata;
  const problems: Problem[] = [];
  if (past.revision !== known.revision - 1) {
    const message = `Before revision ${String(known.revision)} of ${event.stream} the stream ends at ${String(past.revision)}.`;
    problems.push(problem(known, 'position', message));
  }
  const expected = past.hash ?? CHAIN_START;
  if (previousHash !== expected) {
    const difference = { field: 'metadata.previousHash', expected: `"${expected}"`, found: `"${previousHash}"` };
    problems.push(problem(known, 'chain', 'The event does not follow the one before it in its stream.', [difference]));
  }
  if (!carriesOwnHash(event, known.metadata)) {
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
