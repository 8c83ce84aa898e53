/** What a node does wrong, until it is told otherwise. */
export interface Faults {
  /** So many appends are written and answered with the server's "timeout". */
  timeoutsAfterWriting: number;
  /** So many appends are not written and answered as a starting server answers. */
  notReady: number;
  /** Another node leads: who insists on the leader is sent there. */
  leader: { readonly host: string; readonly port: number } | undefined;
  /** Every event of a read waits so long. */
  slowReadsMs: number;
  /** A subscription that begins looks through so many stretches without a match, each so long, and says so after each. */
  search: { readonly stretches: number; readonly everyMs: number };
  /** Raised, it lets the subscriptions that are open give nothing more, without a word. */
  silence: number;
  /** While this is true, answers of appends are held back until `giveHeldAnswers`. */
  holdsAnswers: boolean;
  /** Counts the events that were given to readers. */
  given: number;
  /** Counts the appends that were asked for. */
  asked: number;
  /** The place after which the last subscription began; below zero at the beginning. */
  begunAfter: bigint;
}

export function noFaults(): Faults {
  return {
    timeoutsAfterWriting: 0,
    notReady: 0,
    leader: undefined,
    slowReadsMs: 0,
    search: { stretches: 0, everyMs: 0 },
    silence: 0,
    holdsAnswers: false,
    given: 0,
    asked: 0,
    begunAfter: -1n,
  };
}
