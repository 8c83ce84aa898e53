import type { EventStore } from '@gongji/event-store';
import { LogEvent } from '../again/log-event.ts';

/** Counts what events add up to, so that decisions that rest on such sums can be taken again. */
export abstract class Counting {
  /**
   * @param types of the events that it counts.
   * @param hasBegun whether an earlier run was asked already.
   */
  constructor(
    private readonly log: CountedLog,
    readonly types: readonly string[],
    hasBegun: boolean,
  ) {
    if (hasBegun) log.goOnFor(this);
  }

  /** Takes an event of one of its types in. @throws Error where it cannot be read. */
  abstract count(event: LogEvent): void;

  /** Whether there is anything to go on from later. */
  protected get hasBegun(): boolean {
    return this.log.counts(this);
  }

  /** Sees to it that everything up to a position has been counted; maybe more has. */
  protected reach(upTo: bigint): Promise<void> {
    return this.log.reach(this, upTo);
  }

  /** What has been counted of the events after a position. */
  protected countedAfter(position: bigint): AsyncIterable<LogEvent> {
    return this.log.countedAfter(position, this.types);
  }
}

/**
 * The log as far as it has been counted. Nothing is before somebody asks; then only events of the types that are asked for are read, and
 * once, whoever counts them.
 */
export class CountedLog {
  private readonly counting = new Set<Counting>();

  constructor(
    private readonly store: EventStore,
    private upTo: bigint,
  ) {}

  /** Up to which position those count that were asked. */
  get position(): bigint {
    return this.upTo;
  }

  goOnFor(counting: Counting): void {
    this.counting.add(counting);
  }

  counts(counting: Counting): boolean {
    return this.counting.has(counting);
  }

  async reach(counting: Counting, upTo: bigint): Promise<void> {
    if (!this.counts(counting)) {
      await this.count([counting], 0n, this.upTo);
      this.counting.add(counting);
    }
    if (upTo <= this.upTo) return;
    await this.count([...this.counting], this.upTo, upTo);
    this.upTo = upTo;
  }

  private async count(countings: readonly Counting[], after: bigint, upTo: bigint): Promise<void> {
    const kinds = countings.map((each) => ({ each, types: new Set(each.types) }));
    const types = [...new Set(countings.flatMap((each) => each.types))];
    for await (const event of this.read(after, upTo, types)) {
      try {
        for (const { each, types: wanted } of kinds) if (wanted.has(event.stored.type)) each.count(event);
      } catch {
        // told by the part whose it is
      }
    }
  }

  countedAfter(position: bigint, types: readonly string[]): AsyncIterable<LogEvent> {
    return this.read(position, this.upTo, types);
  }

  private async *read(after: bigint, upTo: bigint, types: readonly string[]): AsyncIterable<LogEvent> {
    if (after >= upTo) return;
    for await (const page of this.store.readAll({ after, upTo, types })) {
      for (const event of page) yield new LogEvent(event);
    }
  }
}
