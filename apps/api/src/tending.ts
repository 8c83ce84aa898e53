import { setTimeout as delay } from 'node:timers/promises';
import type { Ledger } from '@gongji/application';

const TEND_EVERY_MS = 10_000;

/** Finishes, while the service runs, what other instances on the same store left half done. Resolves after the signal. */
export async function tend(ledger: Ledger, closing: AbortSignal): Promise<void> {
  while (!closing.aborted) {
    await delay(TEND_EVERY_MS, undefined, { signal: closing, ref: false }).catch(() => undefined);
    if (!closing.aborted) await ledger.tend();
  }
}
