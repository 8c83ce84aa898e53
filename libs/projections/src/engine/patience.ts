import { StoreUnavailable } from '@gongji/event-store';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from './engine.ts';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;

/** How long a lost database is waited for before whoever asks is told. */
const PATIENCE_MS = 15_000;

/** Told of an error when trouble begins, and of nothing when it is over. */
export type Told = (trouble: unknown) => void;

/** Waits for a database that is away for a moment, a little longer each time. */
export class Patience {
  #pause = FIRST_PAUSE_MS;
  #since: number | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly longestMs = PATIENCE_MS,
    private readonly told: Told = () => undefined,
  ) {}

  /**
   * Pauses after an error of the moment.
   *
   * @throws the error itself when it is none; StoreUnavailable when it has lasted too long.
   */
  async pause(error: unknown, signal?: AbortSignal): Promise<void> {
    if (!this.isWaitedFor(error)) throw error;
    const now = Date.now();
    if (this.#since === undefined) this.told(error);
    this.#since ??= now;
    if (now - this.#since > this.longestMs) throw error instanceof StoreUnavailable ? error : unavailable(error);
    await sleep(this.#pause, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
  }

  protected isWaitedFor(error: unknown): boolean {
    return this.engine.isPassing(error);
  }

  /** Something succeeded: the next trouble is a new one. */
  rest(): void {
    this.#pause = FIRST_PAUSE_MS;
    if (this.#since !== undefined) this.told(undefined);
    this.#since = undefined;
  }
}

/** Nobody waits for the work: it is tried again until whoever looks after the machine has mended what can be mended while it runs. */
export class Endurance extends Patience {
  constructor(engine: Engine, told?: Told) {
    super(engine, Infinity, told);
  }

  protected override isWaitedFor(error: unknown): boolean {
    return super.isWaitedFor(error) || (error instanceof StoreUnavailable && MENDED_MEANWHILE.has(error.reason));
  }
}

const MENDED_MEANWHILE: ReadonlySet<StoreUnavailable['reason']> = new Set([
  'full',
  'read-only',
  'unreachable',
  'failed',
]);

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
