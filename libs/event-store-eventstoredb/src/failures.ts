import { setTimeout as after } from 'node:timers/promises';
import { ErrorType } from '@eventstore/db-client';
import { StoreUnavailable } from '@gongji/event-store';

/** How long a store bears with a server that does not answer, in milliseconds. */
export interface Limits {
  /** One attempt: beyond the keep-alive, which finds a dead connection first. */
  readonly attemptMs: number;
  /** All attempts of one operation together; after that it fails with `unreachable`. */
  readonly patienceMs: number;
  /** An event that was written, or is seen at the log's end, must come through the subscription in this time. */
  readonly stallMs: number;
  /** How often an idle subscription is compared with the log's end. */
  readonly watchMs: number;
}

export const DEFAULT_LIMITS: Limits = { attemptMs: 10_000, patienceMs: 60_000, stallMs: 2_000, watchMs: 5_000 };

/** An attempt got no answer in its time. The client's own deadlines do not end reads, nor appends that hang. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** The answer of a promise, unless it takes too long; what then becomes of the promise is nobody's concern. */
export function within<T>(limitMs: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new NoAnswer(`no answer within ${limitMs} ms`));
    }, limitMs);
    const over = (): void => {
      clearTimeout(timer);
    };
    promise.then(over, over);
    promise.then(resolve, reject);
  });
}

/** What will be no better a moment later. */
const LASTING: readonly unknown[] = [
  ...[ErrorType.ACCESS_DENIED, ErrorType.STREAM_DELETED, ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED],
  ...[ErrorType.WRONG_EXPECTED_VERSION, ErrorType.STREAM_NOT_FOUND, ErrorType.INVALID_TRANSACTION],
  ...[ErrorType.INVALID_ARGUMENT, ErrorType.UNSUPPORTED],
];

export function typeOf(error: unknown): unknown {
  return (error as { readonly type?: unknown } | null | undefined)?.type;
}

/** True for a failure after which the same attempt may succeed: the rest of what the client and the network throw. */
export function isPassing(error: unknown): boolean {
  return !(error instanceof StoreUnavailable) && !LASTING.includes(typeOf(error));
}

/** A failure as the port knows it: one sentence that names the server, the original as its cause. */
export function toStoreUnavailable(error: unknown, shown: string): StoreUnavailable {
  if (error instanceof StoreUnavailable) return error;
  const cause = { cause: error };
  switch (typeOf(error)) {
    case ErrorType.ACCESS_DENIED:
      return new StoreUnavailable(`EventStoreDB at ${shown} refuses this user.`, 'failed', cause);
    case ErrorType.STREAM_DELETED:
      return new StoreUnavailable(
        `A stream of the ledger was deleted from EventStoreDB at ${shown}.`,
        'damaged',
        cause,
      );
    case ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED:
      return new StoreUnavailable(`EventStoreDB at ${shown} takes no append of this size.`, 'failed', cause);
  }
  const why = error instanceof Error && error.message !== '' ? error.message : String(typeOf(error) ?? error);
  const message = `EventStoreDB at ${shown} does not answer: ${why.replace(/\.$/, '')}.`;
  return new StoreUnavailable(message, isPassing(error) ? 'unreachable' : 'failed', cause);
}

export interface Trial {
  readonly limits: Limits;
  readonly shown: string;
  /** Aborted when the store closes. */
  readonly closing: AbortSignal;
  /** Is told of every failure. */
  readonly failed: (error: unknown) => void;
}

/** Decides after a failure whether to try again, and waits before it; forgets when told that something succeeded. */
export class Patience {
  #since: number | undefined;
  #failures = 0;

  constructor(private readonly trial: Trial) {}

  succeeded(): void {
    this.#since = undefined;
    this.#failures = 0;
  }

  /** @throws StoreUnavailable when trying again is no use, or was for too long. */
  async after(error: unknown): Promise<void> {
    const { limits, shown, closing, failed } = this.trial;
    failed(error);
    if (closing.aborted) throw new StoreUnavailable(`The event log at ${shown} is closed.`, 'closed');
    if (!isPassing(error)) throw toStoreUnavailable(error, shown);
    this.#since ??= performance.now();
    const waitMs = Math.min(1_000, 25 * 2 ** this.#failures);
    if (performance.now() + waitMs - this.#since > limits.patienceMs) throw toStoreUnavailable(error, shown);
    this.#failures += 1;
    await after(waitMs, undefined, { signal: closing }).catch(() => undefined);
  }
}

/** Tries until it succeeds. Only for what may be done twice. @throws StoreUnavailable */
export function persistently<T>(trial: Trial, attempt: () => Promise<T>): Promise<T> {
  return repeatedly(trial, () => within(trial.limits.attemptMs, attempt()));
}

/** The same for attempts that have a limit of their own. */
export async function repeatedly<T>(trial: Trial, attempt: () => Promise<T>): Promise<T> {
  const patience = new Patience(trial);
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      await patience.after(error);
    }
  }
}
