import type { Problem } from './problem.ts';

/** What was found, as far as it is told. Plain JSON, for going on later. */
export interface FindingsSnapshot {
  readonly problems: readonly Problem[];
  readonly problemCount: number;
}

/** So many problems are told; more are counted. */
const MOST_PROBLEMS = 200;

/** Collects problems: the first of them, and how many there were. */
export class Findings {
  private readonly problems: Problem[];
  private count: number;

  constructor({ problems, problemCount }: FindingsSnapshot) {
    this.problems = [...problems];
    this.count = problemCount;
  }

  report(problems: readonly Problem[]): void {
    if (problems.length === 0) return;
    this.count += problems.length;
    this.problems.push(...problems.slice(0, Math.max(0, MOST_PROBLEMS - this.problems.length)));
  }

  snapshot(): FindingsSnapshot {
    return { problems: this.problems, problemCount: this.count };
  }
}
