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

/** A command that waits for its answer. */
export class Item {
  attempts = 0;
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
