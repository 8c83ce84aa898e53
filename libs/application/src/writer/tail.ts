import { CHAIN_START, type EventMetadata, type PlainDate } from '@gongji/core';
import { NO_STREAM, type EventStore } from '@gongji/event-store';

/** The last revision and hash of a stream: where an event goes that no command decides, such as a seal. */
export async function tailOf(
  store: EventStore,
  stream: string,
): Promise<{ readonly stream: string; readonly revision: bigint; readonly hash: string }> {
  for await (const [last] of store.readStream(stream, { direction: 'backwards', maxCount: 1 })) {
    if (last === undefined) break;
    const { hash } = JSON.parse(last.metadata) as Pick<EventMetadata, 'hash'>;
    return { stream, revision: last.revision, hash };
  }
  return { stream, revision: NO_STREAM, hash: CHAIN_START };
}

const CHINA_OFFSET_MS = 8 * 3_600_000;

/** China has one time, eight hours ahead of UTC. */
export function dayInChina(instant: Date): PlainDate {
  return new Date(instant.getTime() + CHINA_OFFSET_MS).toISOString().slice(0, 10);
}
