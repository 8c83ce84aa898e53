/** So often it is told how far something is. */
const TELL_EVERY_MS = 500;

/** Tells what is asked for then, when some time has gone by since it last did. */
export function nowAndThen<T>(tell: (snapshot: T) => void): (snapshot: () => T) => void {
  let told = Date.now();
  return (snapshot) => {
    if (Date.now() - told < TELL_EVERY_MS) return;
    told = Date.now();
    tell(snapshot());
  };
}
