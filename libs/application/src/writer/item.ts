import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, Command } from '../command.ts';
import type { ObservedCommand } from '../observer.ts';

/**
 * Commands that may rest on those before them, such as the lines of a file: once one of them could not be carried out because the
 * store failed, none after it is, or a later one would be decided as if the earlier one had been refused.
 */
export class Sequence {
  private failure: { readonly error: unknown } | undefined;

  fail(error: unknown): void {
    this.failure ??= { error };
  }

  /** @throws what a command before could not be carried out for. */
  requireUnbroken(): void {
    if (this.failure !== undefined) throw this.failure.error;
  }
}

const MOST_ATTEMPTS = 40;
/** Two instances that meet again and again get out of step by waiting a random time, longer each time up to this. */
const LONGEST_PAUSE_MS = 40;

/** A command that waits for its answer. */
export class Item {
  private attempts = 0;
  readonly resolve: (answer: Answer) => void;

  constructor(
    readonly command: Command,
    resolve: (answer: Answer) => void,
    private readonly rejected: (error: unknown) => void,
    readonly sequence: Sequence | undefined,
    private readonly observed: ObservedCommand | undefined,
  ) {
    this.resolve = observed === undefined ? resolve : reporting(resolve, observed);
  }

  /** To be asked when the command lost against another writer. @returns false when that has happened too often. */
  async mayTryAgain(): Promise<boolean> {
    this.attempts += 1;
    if (this.attempts > 2) await pause(Math.random() * Math.min(2 * this.attempts, LONGEST_PAUSE_MS));
    return this.attempts <= MOST_ATTEMPTS;
  }

  reject(error: unknown): void {
    this.sequence?.fail(error);
    this.observed?.failed(error);
    this.rejected(error);
  }
}

function reporting(resolve: (answer: Answer) => void, observed: ObservedCommand): (answer: Answer) => void {
  return (answer) => {
    observed.answered(answer);
    resolve(answer);
  };
}
