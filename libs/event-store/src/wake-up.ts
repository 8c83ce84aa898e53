/** Wakes whoever waits for something new, without polling: one call of `wake` ends every wait that had begun before. */
export class WakeUp {
  readonly #waiting = new Set<() => void>();

  wake(): void {
    for (const go of [...this.#waiting]) go();
  }

  /** Resolves at the next `wake`, or as soon as the signal is aborted. */
  wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        this.#waiting.delete(go);
        signal.removeEventListener('abort', go);
        resolve();
      };
      if (signal.aborted) {
        go();
        return;
      }
      this.#waiting.add(go);
      signal.addEventListener('abort', go);
    });
  }
}
