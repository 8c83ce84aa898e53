import { StoreUnavailable } from '@gongji/event-store';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from './engine.ts';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;

/** How long a lost database is waited for before whoever asks is told. */
const PATIENCE_MS = 15_000;

/** Waits for a database that is away for a moment, a little longer each time. */
export class Patience {
  #pause = FIRST_PAUSE_MS;
  #since: number | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly longestMs = PATIENCE_MS,
  ) {}

  /**
   * Pauses after an error of the moment.
   *
   * @throws the error itself when it is none; StoreUnavailable when it has lasted too long.
   */
  async pause(error: unknown, signal?: AbortSignal): Promise<void> {
    if (!this.engine.isPassing(error)) throw error;
    const now = Date.now();
    this.#since ??= now;
    if (now - this.#since > this.longestMs) throw error instanceof StoreUnavailable ? error : unavailable(error);
    await sleep(this.#pause, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
  }

  /** Something succeeded: the next trouble is a new one. */
  rest(): void {
    this.#pause = FIRST_PAUSE_MS;
    this.#since = undefined;
  }
}

/** Runs something that can be repeated until it succeeds. */
export async function patiently<T>(engine: Engine, act: () => Promise<T>): Promise<T> {
  const patience = new Patience(engine);
  for (;;) {
    try {
      return await act();
    } catch (error) {
      await patience.pause(error);
    }
  }
}

function unavailable(error: unknown): StoreUnavailable {
  const why = error instanceof Error ? error.message : String(error);
  const message = `The database of the read models does not answer: ${why}.`;
  return new StoreUnavailable(message, 'unreachable', { cause: error });
}
