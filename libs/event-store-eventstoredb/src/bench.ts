import { randomUUID } from 'node:crypto';
import { NO_STREAM, type AppendToStreamOptions, type BinaryEventData } from '@eventstore/db-client';
import type { RecordedEvent } from '@gongji/event-store';
import { readAddress } from './address.ts';
import { Connection } from './connection.ts';
import { toEventData } from './form.ts';

/** An event to append; its revision in its stream follows from the order. */
export type BenchEvent = Pick<RecordedEvent, 'stream' | 'eventId' | 'type' | 'data' | 'metadata'>;

/** What appending took. */
export interface AppendTime {
  readonly seconds: number;
  /** Of the processor, in this process: the client's, without the server's. */
  readonly userSeconds: number;
}

interface Append {
  readonly name: string;
  readonly data: BinaryEventData;
  readonly options: AppendToStreamOptions;
}

/**
 * What the client itself needs for these events: the same bytes, each by an append of its own with its exact expectation, to as many
 * streams that are new, so many in flight at any moment and nothing else. It is what the ledger's rate on a server is measured
 * against, so everything that is not appending (bytes, revisions, the connection) is ready before the clock starts.
 *
 * @param url of a server; the streams stay there.
 * @throws what the client throws, at the first append that fails.
 */
export async function measureAppendRate(
  url: string,
  events: readonly BenchEvent[],
  inFlight: number,
): Promise<AppendTime> {
  const appends = toAppends(events);
  const connection = Connection.take(readAddress(url));
  const send = ({ name, data, options }: Append): Promise<unknown> =>
    connection.client.appendToStream(name, data, options);
  try {
    await Promise.all(toAppends(events.slice(0, 1)).map(send)); // the first append on a connection opens it
    const [start, cpu] = [process.hrtime.bigint(), process.cpuUsage()];
    const left = appends.values();
    const sendOnAndOn = async (): Promise<void> => {
      for (const append of left) await send(append);
    };
    await Promise.all(Array.from({ length: inFlight }, sendOnAndOn));
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    return { seconds, userSeconds: process.cpuUsage(cpu).user / 1e6 };
  } finally {
    await connection.release();
  }
}

function toAppends(events: readonly BenchEvent[]): readonly Append[] {
  const prefix = `bare${randomUUID().replaceAll('-', '')}`;
  const revisions = new Map<string, bigint>();
  return events.map((event) => {
    const last = revisions.get(event.stream);
    revisions.set(event.stream, last === undefined ? 0n : last + 1n);
    const options = { expectedRevision: last ?? NO_STREAM, requiresLeader: true } as const;
    return { name: `${prefix}.${event.stream}`, data: toEventData(event), options };
  });
}
