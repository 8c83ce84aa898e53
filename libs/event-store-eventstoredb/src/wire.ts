import type { BinaryEventData } from '@eventstore/db-client';
import { Fields, Writer } from './protobuf.ts';

/*
 * The two messages of appending, field by field as in the server's streams.proto and shared.proto. The client's generated classes make
 * an object of every field, and write each event twice.
 */

/** What is to be appended to one stream. */
export interface AppendMessage {
  /** The two halves of the id by which the answer is known again, each a whole number below 2^53. */
  readonly correlation: readonly [most: number, least: number];
  readonly stream: string;
  /** Undefined for a stream that shall not exist yet. */
  readonly expectedRevision: bigint | undefined;
  readonly deadline: Date;
  readonly events: readonly BinaryEventData[];
}

/** Bytes of a message beside its texts and data, and of each event in it, at most. */
const FRAME = 128;

/** A `BatchAppendReq` that holds all its events. */
export function toRequest({ correlation, stream, expectedRevision, deadline, events }: AppendMessage): Buffer {
  const sizes = events.map(({ id, type, data }) => FRAME + 3 * (id.length + type.length) + data.length);
  const writer = new Writer(sizes.reduce((sum, size) => sum + size, FRAME + 3 * stream.length));
  const correlationId = writer.open(1);
  const structured = writer.open(1);
  writer.number(1, correlation[0]).number(2, correlation[1]);
  writer.close(structured).close(correlationId);
  const options = writer.open(2);
  const identifier = writer.open(1);
  writer.text(3, stream).close(identifier);
  if (expectedRevision === undefined) writer.close(writer.open(3));
  else writer.number(2, expectedRevision);
  const due = writer.open(6);
  writer.number(1, Math.floor(deadline.getTime() / 1_000)).number(2, (deadline.getTime() % 1_000) * 1_000_000);
  writer.close(due).close(options);
  for (const event of events) writeEvent(writer, event);
  return writer.number(4, 1).written();
}

function writeEvent(writer: Writer, { id, type, contentType, data }: BinaryEventData): void {
  const event = writer.open(3);
  const eventId = writer.open(1);
  writer.text(2, id).close(eventId);
  for (const [key, value] of [['type', type] as const, ['content-type', contentType] as const]) {
    const entry = writer.open(2);
    writer.text(1, key).text(2, value).close(entry);
  }
  writer.bytes(4, data).close(event);
}

/** What a `BatchAppendResp` says. */
export interface AppendAnswer {
  /** The second half of the request's id. */
  readonly correlation: number;
  /** Undefined where the answer is not just that it was written: the client's own class is to read it. */
  readonly commit: bigint | undefined;
}

/** Reads a `BatchAppendResp`. */
export function readAnswer(bytes: Uint8Array): AppendAnswer {
  let correlation = -1;
  let commit: bigint | undefined;
  for (const answer = new Fields(bytes); answer.next();) {
    if (answer.field === 1) correlation = leastOf(answer.nested());
    if (answer.field === 3) commit = commitOf(answer.nested());
  }
  return { correlation, commit };
}

/** The server gives an id back in two numbers or as a text, whichever it likes. */
function leastOf(id: Fields): number {
  while (id.next()) {
    if (id.field === 2) return Number.parseInt(id.text().replaceAll('-', '').slice(-13), 16);
    if (id.field !== 1) continue;
    const halves = id.nested();
    while (halves.next()) if (halves.field === 2) return Number(halves.value());
    return 0;
  }
  return -1;
}

function commitOf(success: Fields): bigint | undefined {
  while (success.next()) {
    if (success.field !== 3) continue;
    const position = success.nested();
    while (position.next()) if (position.field === 1) return position.value();
    return 0n;
  }
  return undefined;
}
