import type { PersonState } from '@gongji/core';
import type { Command, StreamCommand, ViewedCommand } from '../command.ts';
import type { Writes } from '../decide-command.ts';
import { asksViews, idsOf, idToReverse, isStreamCommand, payerOf, personStreamOf, streamsOf } from '../streams-of.ts';
import type { Viewed } from '../views.ts';
import type { Recalled } from './recall.ts';
import type { FoldedEvent, LedgerState } from './stream-kinds.ts';
import type { LoadedStream, Streams } from './streams.ts';

/** What a decision rests on. */
export interface Loaded {
  /** Streams whose states are in memory. */
  readonly streams: readonly string[];
  /** The person concerned, with every id whole where the command reaches back behind a carry-over. */
  readonly person: PersonState | undefined;
  /** The event that the command takes back. */
  readonly reversed: FoldedEvent | undefined;
  /** What the views say to it. */
  readonly viewed: Viewed;
}

/** What a command comes to, what that rests on, and what was known of the command before. */
export interface Decided {
  readonly writes: Writes;
  readonly loaded: Loaded;
  readonly recalled: Recalled;
}

/** What the ledger does for loading. */
export interface LoadingTools {
  /** Whether something is decided for the stream but not written yet: it must be written before the stream is read. */
  touches(stream: string): boolean;
  flush(): Promise<void>;
  /** What the views say to a command's decision. */
  view(command: ViewedCommand): Promise<Viewed>;
}

/** So many streams are read at the same time. */
const MOST_READS = 64;

/** Brings into memory what a command's decision reads. */
export class Loading {
  constructor(
    private readonly streams: Streams,
    private readonly tools: LoadingTools,
  ) {}

  /** How often what was decided had to be written before something could be read. */
  private flushes = 0;

  private readonly peekState = (stream: string): LedgerState => this.streams.peek(stream)?.state;

  /** The streams that a command's decision reads, as far as they are known. */
  streamsOf(command: StreamCommand): readonly string[] {
    return streamsOf(command, this.peekState);
  }

  /** The same for any command: one that is not decided on streams reads none. */
  consulted(command: Command): readonly string[] {
    return isStreamCommand(command) ? this.streamsOf(command) : [];
  }

  /** What the decision rests on, if all of it is in memory. */
  inMemory(command: StreamCommand): Loaded | undefined {
    const streams = this.streamsOf(command);
    if (asksViews(command)) return undefined;
    if (idToReverse(command) !== undefined || !streams.every((stream) => this.streams.has(stream))) return undefined;
    const person = this.personOf(command);
    if (person !== undefined && reachesBack(command, person)) return undefined;
    this.streams.countHits(streams.length);
    return { streams, person, reversed: undefined, viewed: {} };
  }

  /**
   * Reads what the decisions of these commands will read, many streams at the same time: a server answers them in little more time than
   * one. What cannot be read is left to the command that needs it.
   */
  async ahead(commands: readonly Command[]): Promise<void> {
    const streams = new Set(commands.flatMap((command) => this.consulted(command)));
    const missing = [...streams].filter((stream) => !this.streams.has(stream) && !this.tools.touches(stream));
    if (missing.length < 2 || missing.length > this.streams.capacity / 2) return;
    for (let at = 0; at < missing.length; at += MOST_READS) {
      const loads = missing.slice(at, at + MOST_READS).map((stream) => this.streams.load(stream));
      const outcomes = await Promise.allSettled(loads);
      if (outcomes.some(({ status }) => status === 'rejected')) return;
    }
  }

  /** What the decision rests on; reads what is not in memory. */
  async load(command: StreamCommand): Promise<Loaded> {
    for (;;) {
      const before = this.flushes;
      const loaded = await this.loadOnce(command);
      // What was decided before may have met another writer, and stand elsewhere in its stream than was thought.
      if (this.flushes === before) return loaded;
    }
  }

  private async loadOnce(command: StreamCommand): Promise<Loaded> {
    const viewed = asksViews(command) ? await this.viewedFor(command) : {};
    for (let read = 0; ;) {
      const streams = this.streamsOf(command);
      const missing = streams.filter((stream) => !this.streams.has(stream));
      if (missing.length === 0) {
        this.streams.countHits(Math.max(0, streams.length - read));
        return { streams, viewed, ...(await this.reachBack(command)) };
      }
      read += missing.length;
      for (const stream of missing) await this.loadOne(stream);
    }
  }

  /** The views see what is written. */
  private async viewedFor(command: ViewedCommand): Promise<Viewed> {
    await this.tools.flush();
    return this.tools.view(command);
  }

  /** Sees to it that everything that was decided for the stream is written. */
  private async written(stream: string): Promise<void> {
    if (!this.tools.touches(stream)) return;
    this.flushes += 1;
    await this.tools.flush();
  }

  async loadOne(stream: string): Promise<LoadedStream> {
    const known = this.streams.peek(stream);
    if (known !== undefined) return known;
    await this.written(stream);
    return this.streams.load(stream);
  }

  private personOf(command: StreamCommand): PersonState | undefined {
    const stream = personStreamOf(command, this.peekState);
    return stream === undefined ? undefined : (this.peekState(stream) as PersonState | undefined);
  }

  /** The person's state, with every id whole where the command names one from before the last carry-over; and what it takes back. */
  private async reachBack(command: StreamCommand): Promise<Pick<Loaded, 'person' | 'reversed'>> {
    const stream = personStreamOf(command, this.peekState);
    let person = this.personOf(command);
    if (stream === undefined || person === undefined) return { person, reversed: undefined };
    if (reachesBack(command, person)) {
      await this.written(stream);
      person = (await this.streams.wholeState(stream)) as PersonState;
    }
    const toReverse = idToReverse(command);
    const revision = toReverse === undefined ? undefined : person.ids.revisionOf(toReverse);
    if (revision === undefined) return { person, reversed: undefined };
    await this.written(stream);
    const reversed = await this.streams.eventAt(stream, revision);
    const payer = reversed === undefined ? undefined : payerOf(command, reversed);
    if (payer !== undefined) await this.loadOne(payer);
    return { person, reversed };
  }
}

/** Whether the command names an id that may have been used before the last carry-over. */
function reachesBack(command: StreamCommand, person: PersonState): boolean {
  return idsOf(command).some((id) => person.ids.mayBeEarlier(id));
}
