import { exact, money, ZERO } from '@gongji/core';
import type { KnownEvent } from '../again/known-event.ts';
import type { LogEvent } from '../again/log-event.ts';
import type { Problem } from './problem.ts';

/** What a part of the persons adds to a region-wide command's answer. */
interface Sum {
  persons: number;
  credited: string;
}

/** Plain JSON, for going on later and for adding the parts up. */
export interface SumsSnapshot {
  /** By commandId of credits that are not completed yet. */
  readonly open: { readonly [commandId: string]: Sum };
  /** Persons by region and first day of enrolment's year. */
  readonly enrolled: { readonly [region: string]: { readonly [year: string]: number } };
  /** Completed commands: the part's share, and what the log says the whole is. */
  readonly closed: readonly Closed[];
}

interface Closed extends Sum {
  readonly stream: string;
  readonly position: string;
  readonly revision: string;
  /** Persons enrolled by each year's end, for carry-overs. */
  readonly enrolledBy: { readonly [year: string]: number };
  readonly result: { readonly persons?: number; readonly credited?: string };
  readonly occurredOn: string;
}

/** Adds up what region-wide commands did to each person, so that their answers can be compared. */
export class ProcessSums {
  private readonly open: Map<string, Sum>;
  private readonly enrolled: { [region: string]: { [year: string]: number } };
  private readonly closed: Closed[];

  constructor(from: SumsSnapshot) {
    this.open = new Map(Object.entries(structuredClone(from.open)));
    this.enrolled = structuredClone(from.enrolled);
    this.closed = [...from.closed];
  }

  snapshot(): SumsSnapshot {
    return { open: Object.fromEntries(this.open), enrolled: this.enrolled, closed: this.closed };
  }

  /** Counts an event of the part's own streams. */
  add({ fact, metadata, stream }: KnownEvent): void {
    if (fact.type === 'InsuredEnrolled') this.enrol(stream, fact.data.from);
    if (fact.type !== 'AccountCredited' || fact.data.cause !== 'month') return;
    const sum = this.open.get(metadata.commandId) ?? { persons: 0, credited: '0.00' };
    this.open.set(metadata.commandId, sum);
    sum.persons += 1;
    sum.credited = money(exact(sum.credited).plus(fact.data.amount));
  }

  private enrol(stream: string, from: string): void {
    const region = stream.slice('insured-'.length, stream.indexOf('.'));
    const years = (this.enrolled[region] ??= {});
    const year = from.slice(0, 4);
    years[year] = (years[year] ?? 0) + 1;
  }

  /** A region-wide command is completed: from here on nothing is added to it. Every part sees it. */
  close(region: string, { stored, known }: LogEvent): void {
    const { stream, position, revision } = stored;
    const completed = known.fact;
    if (completed.type !== 'ProcessCompleted') return;
    const { commandId } = known.metadata;
    const { occurredOn } = completed;
    const { result } = completed.data;
    const sum = this.open.get(commandId) ?? { persons: 0, credited: '0.00' };
    const place = { stream, position: String(position), revision: String(revision), occurredOn };
    this.closed.push({ ...sum, ...place, enrolledBy: { ...this.enrolled[region] }, result });
    this.open.delete(commandId);
  }
}

/** Compares the answers of region-wide commands with the sums over all parts. */
export function resultProblems(parts: readonly SumsSnapshot[]): readonly Problem[] {
  const [first] = parts;
  return (first?.closed ?? []).flatMap((completed, at) => {
    const shares = parts.map(({ closed }) => closed[at] as Closed);
    const { result, stream, position, revision } = completed;
    const expected =
      result.credited === undefined
        ? { persons: shares.reduce((sum, share) => sum + enrolledBy(share), 0) }
        : {
            persons: shares.reduce((sum, { persons }) => sum + persons, 0),
            credited: money(shares.reduce((sum, { credited }) => sum.plus(credited), ZERO)),
          };
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
    const place = { position, stream, revision, type: 'ProcessCompleted' };
    return [{ kind: 'result' as const, ...place, message, differences }];
  });
}

/** A carry-over counts everyone who was enrolled by the end of its year. */
function enrolledBy({ enrolledBy: years, occurredOn }: Closed): number {
  const last = Number(occurredOn.slice(0, 4));
  return Object.entries(years).reduce((sum, [year, count]) => (Number(year) <= last ? sum + count : sum), 0);
}
