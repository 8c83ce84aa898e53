import messages from '@eventstore/db-client/generated/streams_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { BinaryEventData } from '@eventstore/db-client';
import { describe, expect, test } from '@jest/globals';
import { EventMessage } from './quick-reads.ts';
import { readAnswer, toRequest } from './wire.ts';

const ID = '0f0e0d0c-0b0a-8908-8706-050403020100';

function happened(type: string, data: Uint8Array): BinaryEventData {
  return { id: ID, type, contentType: 'application/octet-stream', data, metadata: undefined };
}

function uuid(make: (id: InstanceType<typeof shared.UUID>) => void): InstanceType<typeof shared.UUID> {
  const id = new shared.UUID();
  make(id);
  return id;
}

function structured(most: string, least: string): InstanceType<typeof shared.UUID> {
  const halves = new shared.UUID.Structured();
  halves.setMostSignificantBits(most);
  halves.setLeastSignificantBits(least);
  return uuid((id) => id.setStructured(halves));
}

describe('a request says to the generated classes what it was made of', () => {
  test.each<readonly [title: string, revision: bigint | undefined, events: readonly BinaryEventData[]]>([
    ['a new stream', undefined, [happened('Happened', Buffer.from('{}'))]],
    ['revision 0', 0n, [happened('Happened', Buffer.alloc(0))]],
    ['a revision beyond 2^53', 2n ** 63n - 2n, [happened('Happened', Buffer.from('{}'))]],
    ['several events', 127n, [1, 127, 128, 16_384, 300_000].map((size) => happened('发生', Buffer.alloc(size, 'x')))],
  ])('%s', (_title, expectedRevision, events) => {
    const deadline = new Date(1_700_000_000_123);
    const correlation = [2 ** 53 - 1, 300] as const;
    const bytes = toRequest({ correlation, stream: '流.s-1', expectedRevision, deadline, events });
    const request = messages.BatchAppendReq.deserializeBinary(bytes);
    const options = request.getOptions()!;
    expect(request.getCorrelationId()?.getStructured()?.toObject()).toEqual({
      mostSignificantBits: String(2 ** 53 - 1),
      leastSignificantBits: '300',
    });
    expect(Buffer.from(options.getStreamIdentifier()!.getStreamName_asU8()).toString()).toBe('流.s-1');
    expect(options.hasNoStream() ? undefined : BigInt(options.getStreamPosition())).toBe(expectedRevision);
    expect(options.getDeadline()?.toDate()).toEqual(deadline);
    expect(request.getIsFinal()).toBe(true);
    expect(
      request.getProposedMessagesList().map((message) => ({
        id: message.getId()?.getString(),
        metadata: Object.fromEntries(message.getMetadataMap().toArray()),
        custom: message.getCustomMetadata_asU8().length,
        data: Buffer.from(message.getData_asU8()),
      })),
    ).toEqual(
      events.map(({ type, contentType, data }) => ({
        id: ID,
        metadata: { type, 'content-type': contentType },
        custom: 0,
        data: Buffer.from(data),
      })),
    );
  });
});

describe('an answer', () => {
  function answered(id: InstanceType<typeof shared.UUID>, commit?: string): Uint8Array {
    const success = new messages.BatchAppendResp.Success();
    success.setCurrentRevision('18446744073709551614');
    if (commit !== undefined) {
      const position = new shared.AllStreamPosition();
      position.setCommitPosition(commit);
      position.setPreparePosition('7');
      success.setPosition(position);
    }
    const answer = new messages.BatchAppendResp();
    answer.setCorrelationId(id);
    answer.setSuccess(success);
    return answer.serializeBinary();
  }

  test.each([
    ['with an id in two halves', structured('9007199254740991', '300'), '4711', { correlation: 300, commit: 4711n }],
    [
      'with an id as a text',
      uuid((id) => id.setString('001fffff-ffff-ffff-0000-00000000012c')),
      '0',
      { correlation: 300, commit: 0n },
    ],
    ['with a place beyond 2^53', structured('1', '1'), String(2n ** 63n), { correlation: 1, commit: 2n ** 63n }],
    ['without a place', structured('1', '5'), undefined, { correlation: 5, commit: undefined }],
  ])('%s', (_title, id, commit, expected) => {
    expect(readAnswer(answered(id, commit))).toEqual(expected);
  });

  test('that is an error is left to the generated classes', () => {
    const answer = new messages.BatchAppendResp();
    answer.setCorrelationId(structured('1', '9'));
    expect(readAnswer(answer.serializeBinary())).toEqual({ correlation: 9, commit: undefined });
  });
});

describe('an event that is read', () => {
  function recorded(): InstanceType<typeof messages.ReadResp.ReadEvent.RecordedEvent> {
    const record = new messages.ReadResp.ReadEvent.RecordedEvent();
    const stream = new shared.StreamIdentifier();
    stream.setStreamName(Buffer.from('流.s-1').toString('base64'));
    record.setId(uuid((id) => id.setString(ID)));
    record.setStreamIdentifier(stream);
    record.setStreamRevision(String(2n ** 62n + 1n));
    record.setPreparePosition('16384');
    record.setCommitPosition('127');
    record.getMetadataMap().set('created', '638000000000000000').set('type', '发生');
    record.getMetadataMap().set('content-type', 'application/octet-stream');
    record.setData(Buffer.from('{"a":"张"}').toString('base64'));
    return record;
  }

  function read(change: (message: InstanceType<typeof messages.ReadResp.ReadEvent>) => void): EventMessage | undefined {
    const event = new messages.ReadResp.ReadEvent();
    event.setEvent(recorded());
    change(event);
    const message = new messages.ReadResp();
    message.setEvent(event);
    return EventMessage.read(Buffer.from(message.serializeBinary()));
  }

  test('says what the generated classes say', () => {
    const event = read((message) => message.setCommitPosition('127'))!;
    const record = event.getEvent()!;
    expect({ has: event.hasCommitPosition(), commit: event.getCommitPosition(), link: event.hasLink() }).toEqual({
      has: true,
      commit: 127n,
      link: false,
    });
    expect([record.getId().getString(), Buffer.from(record.getStreamName()).toString()]).toEqual([ID, '流.s-1']);
    expect([record.getStreamRevision(), record.getPreparePosition(), record.getCommitPosition()]).toEqual([
      2n ** 62n + 1n,
      16_384n,
      127n,
    ]);
    expect(Object.fromEntries(record.getMetadataMap())).toEqual({
      type: '发生',
      'content-type': 'application/octet-stream',
    });
    expect(Buffer.from(record.getData_asU8()).toString()).toBe('{"a":"张"}');
    expect(record.getCustomMetadata_asU8()).toHaveLength(0);
  });

  test.each<readonly [title: string, change: Parameters<typeof read>[0]]>([
    ['a link', (message) => message.setLink(recorded())],
    ['no event', (message) => message.clearEvent()],
    ['an id in two halves', (message) => message.getEvent()!.setId(structured('1', '2'))],
    ['no stream', (message) => message.getEvent()!.clearStreamIdentifier()],
  ])('is left to them where it is %s', (_title, change) => {
    expect(read(change)).toBeUndefined();
  });

  test('is left to them where the message is something else', () => {
    const message = new messages.ReadResp();
    message.setFirstStreamPosition('3');
    expect(EventMessage.read(Buffer.from(message.serializeBinary()))).toBeUndefined();
  });
});
