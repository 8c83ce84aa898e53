import type { AppendRequest, EventStore, RecordedEvent } from '@gongji/event-store';

const PERSON = /^insured-([^.]+)\./;

/**
 * Writes a log of any length: a small one, then copies of it in which only the persons are others. It is long for whoever reads it and builds
 * views from it; its hashes are those of the small one, so it does not verify.
 *
 * @returns how many events it holds: at least so many as were asked for.
 */
export async function writeLongLog(small: EventStore, long: EventStore, events: number): Promise<number> {
  for (let copy = 0; (await long.head()) < BigInt(events); copy += 1) {
    for await (const page of small.readAll()) {
      const requests = page.filter(({ stream }) => copy === 0 || PERSON.test(stream)).map((each) => copied(each, copy));
      const results = await long.append(requests);
      if (results.some(({ outcome }) => outcome !== 'appended')) throw new Error('a copied event was not taken');
    }
  }
  return Number(await long.head());
}

function copied({ stream, revision, eventId, type, data, metadata }: RecordedEvent, copy: number): AppendRequest {
  const id = copy === 0 ? eventId : `${copy.toString(16).padStart(8, '0')}${eventId.slice(8)}`;
  return {
    stream: copy === 0 ? stream : stream.replace(PERSON, `insured-$1.${String(copy)}-`),
    expectedRevision: revision - 1n,
    events: [{ eventId: id, type, data, metadata }],
  };
}
