import type { AppendRequest, AppendResult, EventStore } from '@gongji/event-store';

/**
 * Appends with successive requests for one stream joined into one: all of it or nothing. Sent one by one, the second could be written
 * although the first met another writer, whose event would give the stream just the revision that the second expects.
 */
export async function joined(store: EventStore, requests: readonly AppendRequest[]): Promise<readonly AppendResult[]> {
  const runs: (readonly AppendRequest[])[] = [];
  for (const request of requests) {
    const run = runs.at(-1);
    if (run?.[0]?.stream === request.stream) runs[runs.length - 1] = [...run, request];
    else runs.push([request]);
  }
  const results = await store.append(runs.map((run) => ({ ...(run[0] as AppendRequest), events: eventsOf(run) })));
  return runs.flatMap((run, at) => resultsOf(run, results[at] as AppendResult));
}

function eventsOf(run: readonly AppendRequest[]): AppendRequest['events'] {
  return run.flatMap(({ events }) => events);
}

/** The events of one append follow one another in the log. */
function resultsOf(run: readonly AppendRequest[], last: AppendResult): readonly AppendResult[] {
  if (last.outcome === 'conflict') return run.map(() => last);
  return run.map(({ expectedRevision, events }) => {
    const revision = expectedRevision + BigInt(events.length);
    return { outcome: 'appended', revision, position: last.position - (last.revision - revision) };
  });
}
