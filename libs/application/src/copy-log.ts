import type { AppendRequest, EventStore, NewEvent, RecordedEvent } from '@gongji/event-store';
import { compareLogs, LogsDiffer } from './compare-logs.ts';

/** The log cannot be copied there; the message says why, and nothing was written that is not the source's. */
export class CannotCopy extends Error {
  override readonly name = 'CannotCopy';
}

/** In UTF-16 units; EventStoreDB takes a megabyte of UTF-8 in one append. */
const LONGEST_APPEND = 200_000;

export interface CopyProgress {
  /** `compare`: what the target holds already; `copy`; `verify`: what was copied, read back. */
  readonly phase: 'compare' | 'copy' | 'verify';
  readonly position: bigint;
  readonly upTo: bigint;
}

export interface Copied {
  /** Events that the target held before. */
  readonly already: bigint;
  readonly copied: bigint;
}

/**
 * Copies a log into another store, event by event and in order, up to the source's head at this moment; then reads both and compares them. What
 * the target holds already must be the beginning of the source: so an interrupted copy goes on where it was, and a later one
 * brings what was written since. Events keep their ids, places and hashes; an append that is repeated writes nothing twice.
 *
 * @throws CannotCopy when the source is empty, the target holds something else, or somebody else writes to it.
 * @throws LogsDiffer when what was copied does not come back as it was.
 */
export async function copyLog(
  source: EventStore,
  target: EventStore,
  progress: (progress: CopyProgress) => void = () => undefined,
): Promise<Copied> {
  const [upTo, already] = [await source.head(), await target.head()];
  if (upTo === 0n) throw new CannotCopy('The source holds no event.');
  if (already > upTo) {
    const counts = `${String(already)} events, the source ${String(upTo)}`;
    throw new CannotCopy(`The target is no beginning of the source: it holds ${counts}.`);
  }
  const told =
    (phase: CopyProgress['phase']) =>
    (position: bigint, end: bigint): void => {
      progress({ phase, position, upTo: end });
    };
  await compareBeginning(source, target, told('compare'));
  for await (const page of source.readAll({ after: already, upTo })) {
    await appendPage(target, page);
    told('copy')((page.at(-1) as RecordedEvent).position, upTo);
  }
  const head = await compareLogs(source, target, { after: already, progress: told('verify') });
  if (head !== upTo) throw somebodyElse(head);
  return { already, copied: upTo - already };
}

async function compareBeginning(
  source: EventStore,
  target: EventStore,
  progress: (position: bigint, upTo: bigint) => void,
): Promise<void> {
  try {
    await compareLogs(source, target, { progress });
  } catch (error) {
    if (!(error instanceof LogsDiffer)) throw error;
    throw new CannotCopy(`The target is no beginning of the source: ${error.message}`, { cause: error });
  }
}

/**
 * One call a page where a call is a transaction. Elsewhere each append waits for the one before: around a lost connection several in flight
 * could change places, and what is in the wrong place can never be moved.
 */
async function appendPage(target: EventStore, page: readonly RecordedEvent[]): Promise<void> {
  const runs = runsOf(page);
  const calls = target.atomicCalls ? [runs] : runs.map((run) => [run]);
  for (const call of calls) {
    const results = await target.append(call.map(toRequest));
    for (const [at, run] of call.entries()) {
      const last = run.at(-1) as RecordedEvent;
      const result = results[at];
      if (result?.outcome !== 'appended' || result.position !== last.position) throw somebodyElse(last.position);
    }
  }
}

/** Neighbours in the log that are neighbours in their stream: they go into one append, unless it would get large. */
function runsOf(page: readonly RecordedEvent[]): readonly (readonly RecordedEvent[])[] {
  const runs: RecordedEvent[][] = [];
  let length = 0;
  for (const event of page) {
    const run = runs.at(-1);
    const size = event.data.length + event.metadata.length;
    if (run?.[0]?.stream === event.stream && length + size <= LONGEST_APPEND) {
      run.push(event);
      length += size;
    } else {
      runs.push([event]);
      length = size;
    }
  }
  return runs;
}

function toRequest(run: readonly RecordedEvent[]): AppendRequest {
  const { stream, revision } = run[0] as RecordedEvent;
  const events = run.map(({ eventId, type, data, metadata }): NewEvent => ({ eventId, type, data, metadata }));
  return { stream, expectedRevision: revision - 1n, events };
}

function somebodyElse(position: bigint): CannotCopy {
  const message = `The target did not take the event at position ${String(position)}: somebody else writes to it.`;
  return new CannotCopy(message);
}
