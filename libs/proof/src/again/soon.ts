/**
 * A value that is there already, or the promise of one. Nearly all that a decision asks for is in memory, and waiting for a promise takes
 * longer than looking there.
 */
export type Soon<T> = T | Promise<T>;

/** Goes on with a value, at once where it is there. */
export function soon<T, U>(value: Soon<T>, next: (value: T) => Soon<U>): Soon<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}
