import type { Readable } from 'node:stream';
import {
  BACKWARDS,
  START,
  streamNameFilter,
  type AllStreamSubscription,
  type EventStoreDBClient,
  type ReadPosition,
  type ResolvedEvent,
  type StreamingRead,
} from '@eventstore/db-client';
import { within } from './failures.ts';
import type { Resolved } from './form.ts';

/** As long as a timer can be: who calls has a limit of its own. */
const NO_LIMIT_MS = 2 ** 31 - 1;

/** The client's stream of a read or a subscription. */
export type Source = StreamingRead<ResolvedEvent> | AllStreamSubscription;

/**
 * What a stream of the client gives, in pages; nothing is asked of the server beyond the page and the stream's own
 * buffer while the consumer is busy with a page.
 *
 * @param want the size of the next page; the last one may be smaller.
 * @param search is told how to say that the server is at it all the same: then nothing is given up.
 * @throws what the stream fails with, or NoAnswer when nothing comes for so long.
 */
export async function* pagesOf(
  client: Source,
  want: () => number,
  limitMs: number,
  search?: { goesOn: () => void },
): AsyncGenerator<Resolved[]> {
  const source = client as unknown as Readable; // which it is; its own overloads of "on" fit nothing else
  let failure: { readonly error: unknown } | undefined;
  let ended = false;
  let wake = (): void => undefined;
  if (search !== undefined) search.goesOn = () => wake();
  source.on('error', (error: unknown) => {
    failure ??= { error };
    wake();
  });
  source.on('readable', () => {
    wake();
  });
  source.on('end', () => {
    ended = true;
    wake();
  });
  try {
    for (let page: Resolved[] = []; ;) {
      const item = source.read() as Resolved | null;
      if (item !== null) {
        page.push(item);
        if (page.length < want()) continue;
        yield page;
        page = [];
      } else if (failure !== undefined) throw failure.error;
      else if (ended) {
        if (page.length > 0) yield page;
        return;
      } else await within(limitMs, new Promise<void>((resolve) => (wake = resolve)));
    }
  } finally {
    if (!ended) leave(client);
  }
}

/** Which part of a ledger's events is wanted. */
export interface Part {
  /** Of the names of the ledger's streams. */
  readonly prefix: string;
  /** Where on the server the part begins; undefined where the ledger has no event that is known. */
  readonly place: bigint | undefined;
  /** True where the event at that place was taken before, false where it is the first that is wanted. */
  readonly isTaken: boolean;
  /** How many events wait at most for the consumer. */
  readonly size: number;
}

/**
 * The events of one ledger among all that the server has, as `pagesOf` gives them. While the server looks through what is not ours, it says
 * from time to time how far it is: however long that takes, it is no silence.
 */
export async function* pagesOfLedger(
  client: EventStoreDBClient,
  { prefix, place, isTaken, size }: Part,
  want: () => number,
  limitMs: number,
): AsyncGenerator<Resolved[]> {
  const fromPosition = isTaken ? toPosition(place) : await within(limitMs, placeBefore(client, place));
  const search = { goesOn: (): void => undefined };
  const checkpointReached = (): void => search.goesOn();
  const filter = streamNameFilter({ prefixes: [prefix], maxSearchWindow: 2_048, checkpointReached });
  yield* pagesOf(client.subscribeToAll({ fromPosition, filter }, { highWaterMark: size }), want, limitMs, search);
}

/** The last place before an event: what others wrote before a ledger began need not be looked through. */
async function placeBefore(client: EventStoreDBClient, place: bigint | undefined): Promise<ReadPosition> {
  if (place === undefined) return START;
  const fromPosition = toPosition(place);
  const options = { direction: BACKWARDS, fromPosition, maxCount: 1, requiresLeader: true } as const;
  const [before] = await readWhole(client.readAll(options));
  const commit = before?.event?.position?.commit ?? before?.commitPosition;
  return commit === undefined || commit >= place ? START : toPosition(commit);
}

function toPosition(place: bigint | undefined): ReadPosition {
  return place === undefined ? START : { commit: place, prepare: place };
}

/** Leaves a stream before its end: the client ends the call at the server only when it is told. */
function leave(source: Source): void {
  const ended = 'cancel' in source ? source.cancel() : source.unsubscribe();
  ended.catch(() => undefined);
  source.resume();
}

/**
 * A read of a few events, as a whole. It is taken to its end always: a stream that is left half-read stays in the
 * client's list of what is open.
 */
export async function readWhole(client: Source): Promise<Resolved[]> {
  const events: Resolved[] = [];
  for await (const page of pagesOf(client, () => Number.MAX_SAFE_INTEGER, NO_LIMIT_MS)) events.push(...page);
  return events;
}
