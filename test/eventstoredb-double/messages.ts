import anyMessages from 'google-protobuf/google/protobuf/any_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import type { Message } from 'google-protobuf';
import type { BatchAppendReq, BatchAppendResp, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { StoredEvent, Expectation, Outcome, ProposedEvent } from './log.ts';
import { shared, status, streams } from './protocol.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

export function nameOf(identifier: { getStreamName_asU8(): Uint8Array } | undefined): string {
  return identifier === undefined ? '' : text(identifier.getStreamName_asU8());
}

export function identifierOf(stream: string): InstanceType<typeof shared.StreamIdentifier> {
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream, 'utf8').toString('base64'));
  return identifier;
}

export function proposedOf(message: BatchAppendReq.ProposedMessage): ProposedEvent {
  return {
    id: message.getId()?.getString() ?? '',
    metadata: new Map(message.getMetadataMap().toArray()),
    customMetadata: message.getCustomMetadata_asU8(),
    data: message.getData_asU8(),
  };
}

export function expectationOf(options: BatchAppendReq.Options): Expectation {
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasAny()) return 'any';
  if (options.hasStreamExists()) return 'exists';
  return BigInt(options.getStreamPosition());
}

export function eventMessage({ commit, stream, revision, id, metadata, customMetadata, data }: StoredEvent): ReadResp {
  const event = new streams.ReadResp.ReadEvent.RecordedEvent();
  const uuid = new shared.UUID();
  uuid.setString(id);
  event.setId(uuid);
  event.setStreamIdentifier(identifierOf(stream));
  event.setStreamRevision(String(revision));
  event.setCommitPosition(String(commit));
  event.setPreparePosition(String(commit));
  for (const [key, value] of metadata) event.getMetadataMap().set(key, value);
  event.getMetadataMap().set('created', '638000000000000000');
  event.setCustomMetadata(customMetadata);
  event.setData(data);
  const read = new streams.ReadResp.ReadEvent();
  read.setEvent(event);
  read.setCommitPosition(String(commit));
  const message = new streams.ReadResp();
  message.setEvent(read);
  return message;
}

export function notFoundMessage(stream: string): ReadResp {
  const notFound = new streams.ReadResp.StreamNotFound();
  notFound.setStreamIdentifier(identifierOf(stream));
  const message = new streams.ReadResp();
  message.setStreamNotFound(notFound);
  return message;
}

export function confirmationMessage(id: string): ReadResp {
  const confirmation = new streams.ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId(id);
  const message = new streams.ReadResp();
  message.setConfirmation(confirmation);
  return message;
}

/** @param commit undefined for a log in which nothing matched: the server then says -1, in 64 bits without a sign. */
export function checkpointMessage(commit: bigint | undefined): ReadResp {
  const checkpoint = new streams.ReadResp.Checkpoint();
  const place = String(commit ?? 2n ** 64n - 1n);
  checkpoint.setCommitPosition(place);
  checkpoint.setPreparePosition(place);
  const message = new streams.ReadResp();
  message.setCheckpoint(checkpoint);
  return message;
}

export function caughtUpMessage(): ReadResp {
  const message = new streams.ReadResp();
  message.setCaughtUp(new streams.ReadResp.CaughtUp());
  return message;
}

/** An answer of the batched append. */
export function answerMessage(
  request: BatchAppendReq,
  stream: string,
  expected: Expectation,
  outcome: Outcome,
): BatchAppendResp {
  const message = new streams.BatchAppendResp();
  message.setCorrelationId(request.getCorrelationId());
  message.setStreamIdentifier(identifierOf(stream));
  if (outcome.kind === 'written') {
    const success = new streams.BatchAppendResp.Success();
    const position = new shared.AllStreamPosition();
    position.setCommitPosition(String(outcome.commit));
    position.setPreparePosition(String(outcome.commit));
    success.setCurrentRevision(String(outcome.revision));
    success.setPosition(position);
    message.setSuccess(success);
  } else if (outcome.kind === 'conflict') {
    const wrong = new shared.WrongExpectedVersion();
    if (outcome.current === undefined) wrong.setCurrentNoStream(new empty.Empty());
    else wrong.setCurrentStreamRevision(String(outcome.current));
    if (expected === 'no-stream') wrong.setExpectedNoStream(new empty.Empty());
    else if (typeof expected === 'bigint') wrong.setExpectedStreamPosition(String(expected));
    message.setError(errorOf(wrong, 'WrongExpectedVersion'));
  } else {
    const large = new shared.MaximumAppendSizeExceeded();
    large.setMaxappendsize(1024 * 1024);
    message.setError(errorOf(large, 'MaximumAppendSizeExceeded'));
  }
  return message;
}

/** The answer of a server that wrote, or did not, but not in time. */
export function timeoutMessage(request: BatchAppendReq, stream: string): BatchAppendResp {
  const message = new streams.BatchAppendResp();
  message.setCorrelationId(request.getCorrelationId());
  message.setStreamIdentifier(identifierOf(stream));
  message.setError(errorOf(new shared.Timeout(), 'Timeout'));
  return message;
}

/** The answer of a server that is starting: an error without a known type. */
export function notReadyMessage(request: BatchAppendReq, stream: string): BatchAppendResp {
  const message = new streams.BatchAppendResp();
  message.setCorrelationId(request.getCorrelationId());
  message.setStreamIdentifier(identifierOf(stream));
  const error = errorOf(new shared.Unknown(), 'Empty');
  error.setMessage('Server Is Not Ready');
  message.setError(error);
  return message;
}

function errorOf(details: Message, type: string): InstanceType<typeof status.Status> {
  const any = new anyMessages.Any();
  any.pack(details.serializeBinary(), `event_store.client.${type}`);
  const error = new status.Status();
  error.setDetails(any);
  error.setMessage(type);
  return error;
}
