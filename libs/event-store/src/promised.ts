/** The outcome of synchronous work as a promise; what it throws becomes the rejection. */
export function promised<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(work());
  });
}
