import { sha256 } from '@gongji/application/deciding';
import { chainText, fits, type EventMetadata } from '@gongji/core';
import type { RecordedEvent } from '@gongji/event-store';

/** A string that JSON writes as it is: without escapes, and without what could be half a character. */
const PLAIN = String.raw`"[^"\\\x00-\x1f\ud800-\udfff]*"`;

/**
 * The metadata that every event has, in canonical form where the revisions are in order: before the hash, the hash, after it, and in that
 * the revisions. To look at the text takes a third of the time of writing it anew.
 */
const METADATA = new RegExp(
  `^(\\{"actor":${PLAIN},"causationId":${PLAIN},"commandHash":${PLAIN},"commandId":${PLAIN},"correlationId":${PLAIN},)` +
    `"hash":"([0-9a-f]{64})",` +
    `("occurredOn":${PLAIN},"previousHash":${PLAIN},"recordedAt":${PLAIN},` +
    `"restedOn":\\{(?:"pack":${PLAIN},"packHash":${PLAIN},)?"revisions":\\{((?:${PLAIN}:${PLAIN}(?:,${PLAIN}:${PLAIN})*)?)\\}\\},` +
    `"role":${PLAIN},"schemaVersion":[1-9]\\d{0,8}\\})$`,
);

/**
 * True when a stored event carries the hash of its own content and place: `fits` of the core, which is asked where the metadata are not of
 * the usual form.
 */
export function carriesOwnHash(stored: RecordedEvent, { previousHash }: EventMetadata): boolean {
  const [, before, hash, after, revisions] = METADATA.exec(stored.metadata) ?? [];
  if (before === undefined || after === undefined || !isInOrder(revisions ?? '')) {
    return fits(stored, previousHash, sha256);
  }
  return hash === sha256(chainText({ ...placeOf(stored), metadata: before + after }));
}

function placeOf({
  stream,
  revision,
  eventId,
  type,
  data,
}: RecordedEvent): Omit<RecordedEvent, 'position' | 'metadata'> {
  return { stream, revision, eventId, type, data };
}

/** Whether the names in `"a":"1","b":"2"` rise; no string in it holds a quote. */
function isInOrder(members: string): boolean {
  let before = '';
  for (let from = 1; from < members.length;) {
    const until = members.indexOf('"', from);
    const name = members.slice(from, until);
    if (from > 1 && name <= before) return false;
    before = name;
    from = members.indexOf('"', until + 3) + 3; // past `":"`, the value, `","`
  }
  return true;
}
