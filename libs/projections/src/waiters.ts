interface Waiter {
  readonly position: bigint;
  readonly resolve: () => void;
}

/** Those who wait until a position is reached. */
export class Waiters {
  #all: Waiter[] = [];

  /** Resolves when the position was reached; rejects when the signal is aborted. */
  add(position: bigint, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.#all = this.#all.filter((each) => each !== waiter);
        reject(signal?.reason as Error);
      };
      const waiter: Waiter = {
        position,
        resolve: () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      if (signal?.aborted === true) return abort();
      signal?.addEventListener('abort', abort, { once: true });
      this.#all.push(waiter);
    });
  }

  wake(reached: bigint): void {
    const woken = this.#all.filter(({ position }) => position <= reached);
    if (woken.length === 0) return;
    this.#all = this.#all.filter(({ position }) => position > reached);
    for (const { resolve } of woken) resolve();
  }
}
