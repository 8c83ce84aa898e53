import { NO_STREAM, type AppendRequest, type NewEvent } from './event-store.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Refuses what no engine could give back byte for byte, before anything of the call is written.
 *
 * Every adapter calls it first, so that a mistake shows in the fast tests and not only in production.
 *
 * @throws TypeError with the stream and what is wrong: a mistake of the program, not an outcome.
 */
export function checkRequests(requests: readonly AppendRequest[]): void {
  for (const { stream, expectedRevision, events } of requests) {
    if (stream === '' || !isStorable(stream))
      throw new TypeError(`The stream name ${JSON.stringify(stream)} is unusable.`);
    // An append that expects null never settles on EventStoreDB.
    if (typeof (expectedRevision as unknown) !== 'bigint')
      throw new TypeError(`The revision ${String(expectedRevision)} expected of ${stream} is no bigint.`);
    if (expectedRevision < NO_STREAM)
      throw new TypeError(`The revision ${expectedRevision} expected of ${stream} is below -1.`);
    if (events.length === 0) throw new TypeError(`A request for ${stream} has no events.`);
    for (const event of events) checkEvent(stream, event);
  }
}

function checkEvent(stream: string, { eventId, type, data, metadata }: NewEvent): void {
  if (!UUID.test(eventId)) {
    throw new TypeError(`The event id ${JSON.stringify(eventId)} for ${stream} is not a UUID in lower case.`);
  }
  if (!isStorable(type) || !isStorable(data) || !isStorable(metadata)) {
    throw new TypeError(`The event ${eventId} for ${stream} holds a NUL character or half a surrogate pair.`);
  }
}

/** Half a surrogate pair has no UTF-8 form, and a raw NUL ends a text early in some engines; JSON escapes both. */
function isStorable(text: string): boolean {
  return (text as string & { isWellFormed(): boolean }).isWellFormed() && !text.includes('\0');
}
