import type { BinaryEventData, EventStoreDBClient } from '@eventstore/db-client';
import unpacking from '@eventstore/db-client/dist/streams/appendToStream/unpackError.js';
import utilities from '@eventstore/db-client/dist/utils/index.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import messages from '@eventstore/db-client/generated/streams_pb.js';
import { readAnswer, toRequest, type AppendAnswer } from './wire.ts';

type Streams = InstanceType<typeof streamsService.StreamsClient>;
type Arguments = Parameters<Streams['batchAppend']>;
type Batch = ReturnType<typeof open>;

/** What the client has for its own calls: it finds the node, keeps the channel and gives up a broken one. */
interface Inside {
  readonly GRPCStreamCreator: (
    service: typeof streamsService.StreamsClient,
    name: string,
    creator: (streams: Streams) => Batch,
    cache: WeakMap<Streams, Batch>,
  ) => () => Promise<Batch>;
  readonly callArguments: (options: object, callOptions: object) => Arguments;
  readonly createDeadline: () => Date;
  readonly supports: (method: unknown) => Promise<boolean>;
}

interface Answer extends AppendAnswer {
  readonly bytes: Buffer;
}

interface Pending {
  readonly stream: string;
  readonly resolve: (commit: bigint | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Larger appends are left to the client, which cuts them into messages of this size. */
const LARGEST = 3 * 1024 * 1024 - 64 * 1024;

const CLOSED = 'the connection was closed';
const METHOD = streamsService.StreamsService.batchAppend.path;

/**
 * Appends over the client's channel by the same call as its own, with the messages written and read by `wire.ts`: the client takes
 * as long for them as a settlement takes to be decided. Appends in flight are known by the connection that they went out on, so that one that
 * breaks rejects its own and no others.
 */
export class Batches {
  readonly #open = new WeakMap<Streams, Batch>();
  readonly #pending = new WeakMap<Batch, Map<number, Pending>>();
  readonly #half = Math.floor(Math.random() * Number.MAX_SAFE_INTEGER);
  #count = 0;

  constructor(private readonly client: EventStoreDBClient) {}

  /**
   * @param expectedRevision undefined for a stream that shall not exist yet.
   * @returns place on the server.
   * @throws what the client throws.
   */
  async append(
    stream: string,
    events: BinaryEventData[],
    expectedRevision: bigint | undefined,
  ): Promise<bigint | undefined> {
    const inside = this.client as unknown as Inside;
    const isSmall = events.reduce((sum, { data }) => sum + data.length, 0) < LARGEST;
    if (!isSmall || !(await inside.supports(streamsService.StreamsService.batchAppend))) {
      const options = { expectedRevision: expectedRevision ?? 'no_stream', requiresLeader: true } as const;
      return (await this.client.appendToStream(stream, events, options)).position?.commit;
    }
    const creator = (streams: Streams): Batch => this.#begin(streams, inside);
    const batch = await inside.GRPCStreamCreator(streamsService.StreamsClient, 'appendToStream', creator, this.#open)();
    const least = (this.#count += 1);
    const correlation = [this.#half, least] as const;
    const deadline = inside.createDeadline();
    const pending = this.#pending.get(batch);
    if (pending === undefined) throw new Error(CLOSED);
    return new Promise((resolve, reject) => {
      pending.set(least, { stream, resolve, reject });
      batch.write(toRequest({ correlation, stream, expectedRevision, deadline, events }));
    });
  }

  #begin(streams: Streams, inside: Inside): Batch {
    const batch = open(streams, inside.callArguments({ requiresLeader: true }, { deadline: Infinity }));
    const pending = new Map<number, Pending>();
    const over = (error: unknown): void => {
      this.#pending.delete(batch);
      for (const { reject } of pending.values()) reject(error);
      pending.clear();
    };
    this.#pending.set(batch, pending);
    batch.on('data', ({ correlation, commit, bytes }: Answer) => {
      const asked = pending.get(correlation);
      if (asked === undefined) return;
      pending.delete(correlation);
      if (commit !== undefined) asked.resolve(commit);
      else settle(asked, bytes);
    });
    batch.on('error', (error: Error) => {
      over(utilities.convertToCommandError(error));
    });
    for (const event of ['end', 'close']) batch.on(event, () => over(new Error(CLOSED)));
    return batch;
  }
}

function open(streams: Streams, [metadata, options]: Arguments) {
  return streams.makeBidiStreamRequest(METHOD, asIs, answered, metadata as never, options as never);
}

function asIs(bytes: Buffer): Buffer {
  return bytes;
}

function answered(bytes: Buffer): Answer {
  return { ...readAnswer(bytes), bytes };
}

/** An answer that is not just a place. */
function settle({ stream, resolve, reject }: Pending, bytes: Buffer): void {
  try {
    const error = messages.BatchAppendResp.deserializeBinary(bytes).getError();
    if (error === undefined) resolve(undefined);
    else reject(unpacking.unpackToCommandError(error, stream));
  } catch (error) {
    reject(error); // it says nothing that the client understands
  }
}
