import { sha256 } from '@gongji/application/deciding';
import { chainText, fits } from '@gongji/core';
import type { LogEvent } from './log-event.ts';

/**
 * True when a stored event carries the hash of its own content and place: `fits` of the core, which is asked where the metadata are not of
 * the usual form.
 */
export function carriesOwnHash({ stored, usual, metadata }: LogEvent): boolean {
  if (usual === undefined) return fits(stored, metadata.previousHash, sha256);
  const { stream, revision, eventId, type, data } = stored;
  return metadata.hash === sha256(chainText({ stream, revision, eventId, type, data, metadata: usual.unsealed }));
}
