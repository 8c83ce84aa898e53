/**
 * Does some work with a signal that is aborted when any of others is, or after some time, whichever comes first.
 *
 * `AbortSignal.any` with `AbortSignal.timeout` says the same, but Node 20 collects the timeout as garbage and then never aborts: a
 * question with a limit waited for ever.
 *
 * @param limitMs after so many milliseconds it is aborted; the timer keeps no process alive.
 */
export async function withEndingSignal<T>(
  others: readonly AbortSignal[],
  limitMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const end = (): void => {
    controller.abort();
  };
  const timer = setTimeout(end, limitMs).unref();
  for (const other of others) {
    if (other.aborted) end();
    other.addEventListener('abort', end, { once: true });
  }
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    for (const other of others) other.removeEventListener('abort', end);
  }
}
