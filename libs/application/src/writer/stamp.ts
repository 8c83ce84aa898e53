import {
  canonical,
  EVENT_VERSIONS,
  seal,
  Spelled,
  type Json,
  type LedgerEvent,
  type Policy,
  type RestedOn,
} from '@gongji/core';
import type { NewEvent } from '@gongji/event-store';
import { sha256 } from '../digest.ts';
import type { LoadedStream } from './streams.ts';

/** Who asked for what, and what the decision rested on: everything that an event's metadata say beside the hashes. */
export interface Stamp {
  readonly eventId: string;
  readonly commandId: string;
  readonly commandHash: string;
  /** Default: the command itself. */
  readonly causationId?: string;
  readonly correlationId?: string;
  readonly actor: string;
  readonly role: string;
  /** An instant in UTC. */
  readonly recordedAt: string;
  readonly restedOn: RestedOn;
}

/** What a decision rested on: the rules, and the revisions of the streams that were consulted. */
export function restingOn(policy: Policy | undefined, revisions: { readonly [stream: string]: string }): RestedOn {
  return { ...(policy === undefined ? {} : { pack: policy.id, packHash: policy.hash }), revisions };
}

/** Makes a proposed event ready for the store: canonical text, hashed after the stream's last event. */
export function stamped(
  event: LedgerEvent,
  target: LoadedStream,
  stamp: Stamp,
): { readonly event: NewEvent; readonly hash: string } {
  const data = canonical(event.data as unknown as Json);
  const { eventId, commandId } = stamp;
  const { hash, metadata } = seal(
    {
      stream: target.stream,
      revision: target.revision + 1n,
      eventId,
      type: event.type,
      data,
      metadata: {
        actor: stamp.actor,
        causationId: stamp.causationId ?? commandId,
        commandHash: stamp.commandHash,
        commandId,
        correlationId: stamp.correlationId ?? commandId,
        occurredOn: event.occurredOn,
        previousHash: target.hash,
        recordedAt: stamp.recordedAt,
        restedOn: spelled(stamp.restedOn),
        role: stamp.role,
        schemaVersion: EVENT_VERSIONS.of(event.type),
      },
    },
    sha256,
  );
  return { event: { eventId, type: event.type, data, metadata }, hash };
}

/** Settlements at one institution rest on the same for a long time (resting.ts). */
const SPELLED = new WeakMap<RestedOn, Spelled>();

function spelled(restedOn: RestedOn): Spelled {
  const known = SPELLED.get(restedOn);
  if (known !== undefined) return known;
  const made = Spelled.of(restedOn as Json);
  SPELLED.set(restedOn, made);
  return made;
}
