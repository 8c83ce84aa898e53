import type { EventMetadata } from '@gongji/core';

/** Metadata that were read by the look of their text. */
export interface UsualMetadata {
  readonly metadata: EventMetadata;
  /** The text without the member `hash`, which is what that one is a hash over; in canonical form. */
  readonly unsealed: string;
}

/** A string that JSON writes as it is: without escapes, and without what could be half a character. */
const PLAIN = String.raw`[^"\\\x00-\x1f\ud800-\udfff]*`;

/**
 * The metadata that every event has, in canonical form where the revisions are in order: each member's value, the revisions as a whole. To
 * look at the text takes a fraction of the time of reading it as any JSON and writing it anew.
 */
const METADATA = new RegExp(
  `^\\{"actor":"(${PLAIN})","causationId":"(${PLAIN})","commandHash":"(${PLAIN})","commandId":"(${PLAIN})",` +
    `"correlationId":"(${PLAIN})","hash":"([0-9a-f]{64})","occurredOn":"(${PLAIN})","previousHash":"(${PLAIN})",` +
    `"recordedAt":"(${PLAIN})","restedOn":\\{(?:"pack":"(${PLAIN})","packHash":"(${PLAIN})",)?` +
    `"revisions":\\{((?:"${PLAIN}":"${PLAIN}"(?:,"${PLAIN}":"${PLAIN}")*)?)\\}\\},` +
    `"role":"(${PLAIN})","schemaVersion":([1-9]\\d{0,8})\\}$`,
);

/** What comes before and behind the digest in the member `hash`, and all of it. */
const MEMBER = '"hash":"';
const MEMBER_LENGTH = MEMBER.length + 64 + '",'.length;

/** The groups of `METADATA`; the pack is missing where no rule was asked. */
type Groups = readonly [
  ...(readonly [text: string, actor: string, causationId: string, commandHash: string, commandId: string]),
  ...(readonly [correlationId: string, hash: string, occurredOn: string, previousHash: string, recordedAt: string]),
  ...(readonly [pack: string | undefined, packHash: string, revisions: string, role: string, schemaVersion: string]),
];

/**
 * What `JSON.parse` says of an event's metadata, where they are of the usual form: exactly the members that every event has, as canonical
 * JSON writes them. Undefined where they are not.
 */
export function usualMetadata(text: string): UsualMetadata | undefined {
  const match = METADATA.exec(text) as unknown as Groups | null;
  if (match === null) return undefined;
  const [, actor, causationId, commandHash, commandId, correlationId, hash, occurredOn, previousHash, ...more] = match;
  const [recordedAt, pack, packHash, members, role, schemaVersion] = more;
  const revisions = revisionsIn(members);
  if (revisions === undefined) return undefined;
  const restedOn = pack === undefined ? { revisions } : { pack, packHash, revisions };
  // No string before it holds a quote: the member's name stands nowhere else.
  const at = text.indexOf(MEMBER);
  return {
    metadata: {
      actor,
      causationId,
      commandHash,
      commandId,
      correlationId,
      hash,
      occurredOn,
      previousHash,
      recordedAt,
      restedOn,
      role,
      schemaVersion: Number(schemaVersion),
    },
    unsealed: text.slice(0, at) + text.slice(at + MEMBER_LENGTH),
  };
}

/** The members of `"a":"1","b":"2"`, no string of which holds a quote. Undefined where their names do not rise. */
function revisionsIn(members: string): { readonly [stream: string]: string } | undefined {
  const revisions: { [stream: string]: string } = {};
  let before = '';
  for (let from = 1; from < members.length;) {
    const until = members.indexOf('"', from);
    const name = members.slice(from, until);
    // A member of this name is no member like others: it would be the object's prototype.
    if ((from > 1 && name <= before) || name === '__proto__') return undefined;
    before = name;
    const end = members.indexOf('"', until + 3); // past `":"`
    revisions[name] = members.slice(until + 3, end);
    from = end + 3; // past `","`
  }
  return revisions;
}
