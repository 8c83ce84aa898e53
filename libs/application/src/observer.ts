import type { Answer, Command } from './command.ts';

/**
 * Sees every command that a ledger is given, for figures, traces and logs; the apps wire one. It must neither fail nor wait. Without one
 * nothing is measured.
 */
export interface Observer {
  /** A command was submitted. @returns who is told how it ends. */
  submitted(command: Command): ObservedCommand;
}

/** Is told once how a command ended. */
export interface ObservedCommand {
  answered(answer: Answer): void;
  /** The store failed: the outcome is unknown. */
  failed(error: unknown): void;
}

/** How a ledger's memory of streams has served since it was opened. */
export interface CacheFigures {
  /** Streams that a command needed and that were in memory. */
  readonly hits: number;
  /** Streams that were read from the store. */
  readonly misses: number;
  /** Streams that are in memory now. */
  readonly streams: number;
}
