import {
  captureOf,
  holdKey,
  personStream,
  releaseOf,
  type AccountFundsHeld,
  type EventMetadata,
  type PersonEvent,
  type PersonState,
} from '@gongji/core';
import type { RecordedEvent } from '@gongji/event-store';
import { eventIdOf } from '../digest.ts';
import { stamped, type Stamp } from '../writer/stamp.ts';
import { folded, type LoadedStream } from '../writer/streams.ts';
import type { ProcessTools } from './run-process.ts';
import { streamWith } from './stream-with.ts';

/** The id of the event that captures or releases a hold: the same whoever closes it, so that it is closed once. */
export function closingIdOf(holdId: string): string {
  return eventIdOf(holdId, 0, 'closing');
}

type Tools = Pick<ProcessTools, 'store' | 'clock' | 'load' | 'advance' | 'forget'>;

const MOST_ATTEMPTS = 20;

/**
 * Closes a family account's hold, from the log alone: captured when the visit was settled, released when it was not. Right after any
 * crash and beside any other writer, however often it runs:
 *
 * - Whether the visit was settled is told by the settlement's event, whose id follows from the hold's command.
 * - Before a hold is released where others may write, `SettlementAbandoned` goes to the patient's stream: a writer that was only slow then
 *   meets a conflict, and decides anew.
 * - Capture and release have one id between them, and the owner's stream decides who was first. A hold that was closed stays so, although
 *   another one for the same visit may stand in its place.
 * - A capture is stamped as its settlement was, so that two who write it write the same bytes.
 *
 * Nor does it help to know that one has given up oneself: of two instances with one command, both may take the same hold for their own.
 */
export async function closeHold(tools: Tools, hold: RecordedEvent): Promise<void> {
  const { data } = folded(hold) as Extract<PersonEvent, { readonly type: 'AccountFundsHeld' }>;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const owner = await streamWith(tools, hold);
    if (!(await isOpen(tools, owner, hold, data))) return;
    const settlement = await settledOrAbandoned(tools, hold, data);
    if (settlement === undefined) continue;
    const [event, cause] =
      typeof settlement === 'string'
        ? [releaseOf(data, occurredOn(hold)), hold]
        : [captured(settlement, data, owner.state as PersonState), settlement];
    const recordedAt = cause === hold ? tools.clock().toISOString() : metadataOf(cause).recordedAt;
    const made = stamped(event, owner, { ...stampOf(cause), recordedAt, eventId: closingIdOf(hold.eventId) });
    const request = { stream: hold.stream, expectedRevision: owner.revision, events: [made.event] };
    const [result] = await tools.store.append([request]);
    if (result?.outcome === 'appended' && cause !== hold) {
      tools.advance(owner, { ...event, revision: Number(owner.revision + 1n) }, made.hash);
      return;
    }
    tools.forget(hold.stream); // another writer was there, or wrote this very release at another instant
  }
  throw new Error(
    `The hold ${hold.eventId} on ${hold.stream} could not be closed: other writers kept changing the stream`,
  );
}

/** Whether the owner's account still holds the money of this very hold, and not of a later one for the same visit. */
async function isOpen(
  tools: Tools,
  owner: LoadedStream,
  hold: RecordedEvent,
  { patientId, visitId }: AccountFundsHeld,
): Promise<boolean> {
  if (!(owner.state as PersonState).held.has(holdKey(patientId, visitId))) return false;
  if (owner.revision === hold.revision) return true;
  // Asked after the owner was read: a closing that comes later meets the revision that is expected.
  if ((await tools.store.findEvent(closingIdOf(hold.eventId))) === undefined) return true;
  tools.forget(hold.stream);
  return false;
}

/**
 * What became of the visit. 'none' only where it can no longer be settled from this hold.
 *
 * @returns undefined when the patient's stream changed meanwhile: the settlement may be there now.
 */
async function settledOrAbandoned(
  tools: Tools,
  hold: RecordedEvent,
  data: AccountFundsHeld,
): Promise<RecordedEvent | 'otherwise' | 'none' | undefined> {
  const found = await settlementOf(tools, hold, data);
  if (found !== 'none' || tools.store.exclusive) return found;
  const [region] = placeOf(hold.stream);
  const stream = personStream(region, data.patientId);
  tools.forget(stream);
  const patient = await tools.load(stream);
  // Looked for once more, now that the patient was read: a settlement that comes later meets the revision that is expected.
  const settled = await settlementOf(tools, hold, data);
  if (settled !== 'none') return settled;
  return (await abandon(tools, hold, data, patient)) ? 'none' : undefined;
}

/** The settlement that the hold was for; 'otherwise' when the visit was settled without this account; 'none' when it was not. */
async function settlementOf(
  { store }: Tools,
  hold: RecordedEvent,
  { visitId }: AccountFundsHeld,
): Promise<RecordedEvent | 'otherwise' | 'none'> {
  const found = await store.findEvent(eventIdOf(metadataOf(hold).commandId, 0));
  if (found === undefined) return 'none';
  const event = folded(found);
  const isPaid =
    event.type === 'VisitSettled' &&
    event.data.visitId === visitId &&
    // A hold that came after the settlement paid nothing: another instance had settled the visit from a hold of its own.
    found.position > hold.position &&
    hold.stream.endsWith(`.${event.data.accountOwner ?? ''}`);
  return isPaid ? found : 'otherwise';
}

function captured(settlement: RecordedEvent, hold: AccountFundsHeld, owner: PersonState): PersonEvent {
  const { data } = folded(settlement) as Extract<PersonEvent, { readonly type: 'VisitSettled' }>;
  return captureOf({ ...hold, amount: data.account }, owner, occurredOn(settlement));
}

/**
 * Makes sure that the settlement can no longer be written.
 *
 * @param patient as it was before the settlement was looked for and not found.
 * @returns false when the patient's stream changed meanwhile: the settlement may be there now.
 */
async function abandon(
  tools: Tools,
  hold: RecordedEvent,
  { visitId }: AccountFundsHeld,
  patient: LoadedStream,
): Promise<boolean> {
  const eventId = eventIdOf(hold.eventId, 1, 'closing');
  if ((await tools.store.findEvent(eventId)) !== undefined) return true;
  const [, ownerId] = placeOf(hold.stream);
  const event: PersonEvent = {
    type: 'SettlementAbandoned',
    occurredOn: occurredOn(hold),
    data: { visitId, accountOwner: ownerId },
  };
  const made = stamped(event, patient, { ...stampOf(hold), recordedAt: tools.clock().toISOString(), eventId });
  const { stream, revision } = patient;
  const [result] = await tools.store.append([{ stream, expectedRevision: revision, events: [made.event] }]);
  tools.forget(stream);
  return result?.outcome === 'appended';
}

/** Region and id of "insured-zibo.P1"; a region has no dot. */
export function placeOf(stream: string): readonly [region: string, personId: string] {
  const [start, dot] = [stream.indexOf('-') + 1, stream.indexOf('.')];
  return [stream.slice(start, dot), stream.slice(dot + 1)];
}

export function metadataOf(event: RecordedEvent): EventMetadata {
  return JSON.parse(event.metadata) as EventMetadata;
}

function occurredOn(event: RecordedEvent): string {
  return metadataOf(event).occurredOn;
}

/** Who asked for what, and what it rested on: as the event says that this one follows. */
export function stampOf(cause: RecordedEvent): Omit<Stamp, 'eventId' | 'recordedAt'> {
  const { commandId, commandHash, causationId, correlationId, actor, role, restedOn } = metadataOf(cause);
  return { commandId, commandHash, causationId, correlationId, actor, role, restedOn };
}
