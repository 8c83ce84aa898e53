import type { AppendRequest, AppendResult } from '@gongji/event-store';
import type { WriterSettings } from './connection.ts';
import { codeOf } from './errors.ts';

/** What a thread that commits is started with. */
export interface ThreadData {
  readonly folder: string;
  readonly settings: WriterSettings;
}

/** Calls of `append`, each a number of requests; a request is its stream, expected revision and number of events, and four texts an event. */
export type PackedCalls = readonly (readonly (string | bigint | number)[])[];

/** What the engine failed with, as far as it can be told to another thread. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** What became of a group. */
export type Answer = { readonly results: Float64Array } | { readonly failure: Failure };

export type FromThread = 'ready' | Answer;

/** Flat lists of texts: what costs the way to another thread is the objects, not the bytes. */
export function packedCalls(calls: readonly (readonly AppendRequest[])[]): PackedCalls {
  return calls.map((requests) => {
    const flat: (string | bigint | number)[] = [];
    for (const { stream, expectedRevision, events } of requests) {
      flat.push(stream, expectedRevision, events.length);
      for (const { eventId, type, data, metadata } of events) flat.push(eventId, type, data, metadata);
    }
    return flat;
  });
}

/** The calls that were packed. */
export function unpacked(calls: PackedCalls): AppendRequest[][] {
  return calls.map((flat) => {
    const requests: AppendRequest[] = [];
    for (let at = 0; at < flat.length;) {
      const [stream, expectedRevision, count] = flat.slice(at, at + 3) as [string, bigint, number];
      at += 3;
      const events = Array.from({ length: count }, (_, index) => {
        const from = at + index * 4;
        const [eventId, type, data, metadata] = flat.slice(from, from + 4) as [string, string, string, string];
        return { eventId, type, data, metadata };
      });
      at += count * 4;
      requests.push({ stream, expectedRevision, events });
    }
    return requests;
  });
}

/** Results in the order of the requests: a revision and a position each, the position 0 where it is a conflict. Both are below 2^53 here. */
export function packed(results: readonly (readonly AppendResult[])[]): Float64Array {
  return Float64Array.from(
    results.flat().flatMap((result) => {
      if (result.outcome === 'conflict') return [Number(result.actualRevision), 0];
      return [Number(result.revision), Number(result.position)];
    }),
  );
}

/** The results of these calls. */
export function unpackedResults(calls: readonly (readonly AppendRequest[])[], numbers: Float64Array): AppendResult[][] {
  let at = 0;
  return calls.map((requests) =>
    requests.map(() => {
      const revision = BigInt(numbers[at] as number);
      const position = BigInt(numbers[at + 1] as number);
      at += 2;
      return position === 0n
        ? { outcome: 'conflict', actualRevision: revision }
        : { outcome: 'appended', revision, position };
    }),
  );
}

/** The engine's error, to be told to another thread. */
export function toFailure(error: unknown): Failure {
  return { code: codeOf(error), message: error instanceof Error ? error.message : String(error) };
}

/** The error that was told. */
export function failed({ failure }: { readonly failure: Failure }): Error {
  return Object.assign(new Error(failure.message), { code: failure.code });
}
