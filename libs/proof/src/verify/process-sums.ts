import { exact, money } from '@gongji/core';
import type { LogEvent } from '../again/log-event.ts';
import { regionOf } from '../seals/sealer.ts';
import { Counting, type CountedLog } from './counting.ts';
import type { Problem } from './problem.ts';

/** What was written to persons for a region-wide command. */
interface Sum {
  readonly persons: number;
  readonly credited: string;
}

/** Plain JSON, for going on later. */
export interface ProcessSumsSnapshot {
  /** By commandId of credits that are not completed yet. */
  readonly open: { readonly [commandId: string]: Sum };
  /** Persons by region and first day of enrolment's year. */
  readonly enrolled: { readonly [region: string]: { readonly [year: string]: number } };
}

const NOTHING: Sum = { persons: 0, credited: '0.00' };

/** Adds up what region-wide commands did to each person, so that their answers can be compared. */
export class ProcessSums extends Counting {
  private readonly open: Map<string, Sum>;
  private readonly enrolled: { [region: string]: { [year: string]: number } };

  constructor(log: CountedLog, from: ProcessSumsSnapshot | null) {
    super(log, ['InsuredEnrolled', 'AccountCredited'], from !== null);
    this.open = new Map(Object.entries(from?.open ?? {}));
    this.enrolled = structuredClone(from?.enrolled ?? {});
  }

  /** Null where nothing was asked yet. */
  snapshot(): ProcessSumsSnapshot | null {
    return this.hasBegun ? { open: Object.fromEntries(this.open), enrolled: this.enrolled } : null;
  }

  override count({ known: { fact, metadata, stream } }: LogEvent): void {
    if (fact.type === 'InsuredEnrolled') this.enrol(regionOf(stream), fact.data.from);
    if (fact.type !== 'AccountCredited' || fact.data.cause !== 'month') return;
    const { persons, credited } = this.open.get(metadata.commandId) ?? NOTHING;
    const more = money(exact(credited).plus(fact.data.amount));
    this.open.set(metadata.commandId, { persons: persons + 1, credited: more });
  }

  private enrol(region: string, from: string): void {
    const years = (this.enrolled[region] ??= {});
    const year = from.slice(0, 4);
    years[year] = (years[year] ?? 0) + 1;
  }

  /** Compares the answer of a region-wide command with what was written before it. From there on nothing is added to it. */
  async completed({ stored, known }: LogEvent): Promise<readonly Problem[]> {
    const { fact, metadata } = known;
    if (fact.type !== 'ProcessCompleted') return [];
    await this.reach(stored.position - 1n);
    const sum = this.open.get(metadata.commandId) ?? NOTHING;
    this.open.delete(metadata.commandId);
    const { result } = fact.data;
    const expected: { readonly [name: string]: string | number } =
      result.credited === undefined
        ? { persons: this.enrolledBy(regionOf(stored.stream), fact.occurredOn) }
        : { ...sum };
    const differences = Object.entries(expected)
      .map(([name, value]) => ({ name, value, found: result[name as keyof typeof result] }))
      .filter(({ value, found }) => value !== found)
      .map(({ name, value, found }) => ({
        field: `data.result.${name}`,
        expected: JSON.stringify(value),
        found: JSON.stringify(found) ?? null,
      }));
    if (differences.length === 0) return [];
    const message = 'The answer of a region-wide command is not the sum of its parts.';
    const { position, stream, revision, type } = stored;
    const place = { position: String(position), stream, revision: String(revision), type };
    return [{ kind: 'result', ...place, message, differences }];
  }

  /** A carry-over counts everyone who was enrolled by the end of its year. */
  private enrolledBy(region: string, occurredOn: string): number {
    const last = Number(occurredOn.slice(0, 4));
    const years = Object.entries(this.enrolled[region] ?? {});
    return years.reduce((sum, [year, count]) => (Number(year) <= last ? sum + count : sum), 0);
  }
}
