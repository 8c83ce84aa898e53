import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';

type Client = InstanceType<typeof streamsService.StreamsClient>;
type BatchAppend = (this: Client, ...args: Parameters<Client['batchAppend']>) => ReturnType<Client['batchAppend']>;

let isPassedOver = false;

/**
 * Lets the client pass over an answer for an append that it no longer knows. It keeps the appends in flight of the whole
 * process in one table and clears it when any one stream of appends breaks; an answer that another stream gives
 * after that meets a missing entry, and the TypeError, thrown where nobody can catch it, would end the process. What was cleared is rejected
 * and sent again by `Appends`, so that such an answer tells nothing that is needed.
 */
export function passOverLateAnswers(): void {
  if (isPassedOver) return;
  isPassedOver = true;
  const client = streamsService.StreamsClient.prototype as { batchAppend: BatchAppend };
  const { batchAppend } = client;
  client.batchAppend = function (...args) {
    const stream = batchAppend.apply(this, args);
    const on = stream.on.bind(stream) as (event: string, listener: (...given: unknown[]) => void) => typeof stream;
    const guarded: typeof on = (event, listener) => on(event, event === 'data' ? unlessUnknown(listener) : listener);
    return Object.assign(stream, { on: guarded });
  };
}

function unlessUnknown(listener: (...given: unknown[]) => void): typeof listener {
  return (...given) => {
    try {
      listener(...given);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  };
}
