import {
  OPEN_YEAR,
  personStream,
  type ApproveClaim,
  type ClaimEvent,
  type ClaimState,
  type PersonEvent,
  type PersonState,
} from '@gongji/core';
import { NO_STREAM, type EventStore, type RecordedEvent } from '@gongji/event-store';
import { decide, type Write, type Writes } from '../decide-command.ts';
import { eventIdOf } from '../digest.ts';
import { isConsulted, streamsOf } from '../streams-of.ts';
import type { StampOf, Written } from '../writer/in-order.ts';
import { restingOn, stamped } from '../writer/stamp.ts';
import { kindOf, type LedgerState, type StateOf, type StreamKind } from '../writer/stream-kinds.ts';
import { folded, type LoadedStream } from '../writer/streams.ts';
import { metadataOf, placeOf, stampOf as stampAs } from './close-hold.ts';
import type { ProcessTools } from './run-process.ts';
import { streamWith } from './stream-with.ts';

const MOST_ATTEMPTS = 20;

/**
 * Writes a claim's submission, approval or rejection where the store has no transaction for two streams: the claim's event first, which
 * only one instance can write and which holds all that was told, then the patient's, which follows from it (`finishClaim`).
 *
 * @returns the event that answers; undefined when another writer was first: the command is then decided anew.
 */
export async function writeClaim(
  tools: ProcessTools,
  { writes }: Writes,
  stampOf: StampOf,
): Promise<Written | undefined> {
  const { stream, event } = writes[1] as Write;
  const target = await tools.load(stream);
  if (target.revision !== NO_STREAM) await finishClaim(tools, await submissionOf(tools.store, stream));
  const made = stamped(event, target, stampOf(1, target, undefined));
  const [result] = await tools.store.append([{ stream, expectedRevision: target.revision, events: [made.event] }]);
  if (result?.outcome !== 'appended') {
    for (const write of writes) tools.forget(write.stream);
    return undefined;
  }
  tools.advance(target, { ...event, revision: Number(result.revision) }, made.hash);
  const sequel = await finishClaim(tools, { ...made.event, stream, ...result });
  return sequel === undefined ? undefined : { event: folded(sequel), position: sequel.position };
}

/** The event id of a claim's event that a command wrote: its second one. */
export function claimEventIdOf(commandId: string): string {
  return eventIdOf(commandId, 2);
}

async function submissionOf(store: EventStore, stream: string): Promise<RecordedEvent> {
  for await (const [first] of store.readStream(stream, { direction: 'forwards', maxCount: 1 })) {
    if (first !== undefined) return first;
  }
  throw new Error(`${stream} has no submission`);
}

/**
 * Writes the patient's event that follows from a claim's, from the log alone; however often it runs, and beside whomever, it is written
 * once.
 *
 * @returns the patient's event; undefined where the submission had to be undone, because its visitId was used meanwhile.
 */
export async function finishClaim(tools: ProcessTools, cause: RecordedEvent): Promise<RecordedEvent | undefined> {
  const { commandId, recordedAt } = metadataOf(cause);
  const eventId = eventIdOf(commandId, 0);
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const claim = (await streamWith(tools, cause)).state as ClaimState;
    const stream = personStream(placeOf(cause.stream)[0], claim.submitted.visit.personId);
    const person = await tools.load(stream);
    // Asked after the person was read: the same event of another instance that comes later meets the revision that is expected.
    const known = await tools.store.findEvent(eventId);
    if (known !== undefined) return known;
    if (cause.type === 'ClaimSubmitted' && claim.status !== 'open') return undefined; // it was undone
    const sequel = await sequelOf(tools, cause, claim, person);
    if (sequel === undefined) return undo(tools, cause, claim);
    const made = stamped(sequel.event, person, { ...stampAs(cause), ...sequel.stamp, recordedAt, eventId });
    const [result] = await tools.store.append([{ stream, expectedRevision: person.revision, events: [made.event] }]);
    if (result?.outcome === 'appended') {
      tools.advance(person, { ...sequel.event, revision: Number(result.revision) }, made.hash);
      return { ...made.event, stream, ...result };
    }
    tools.forget(stream);
  }
  throw new Error(`What follows from ${cause.type} of ${cause.stream} could not be written: others kept writing`);
}

interface Sequel {
  readonly event: PersonEvent;
  readonly stamp?: { readonly restedOn: ReturnType<typeof restingOn> };
}

/** What follows for the patient; undefined for a submission whose visitId was used meanwhile. */
async function sequelOf(
  tools: ProcessTools,
  cause: RecordedEvent,
  claim: ClaimState,
  person: LoadedStream,
): Promise<Sequel | undefined> {
  const fact = folded(cause) as ClaimEvent;
  const { occurredOn } = fact;
  const [, claimId] = placeOf(cause.stream);
  const { visitId } = claim.submitted.visit;
  if (fact.type === 'ClaimApproved') return approved(tools, cause, claim, person);
  if (fact.type === 'ClaimRejected') {
    return { event: { type: 'ReimbursementDeclined', occurredOn, data: { claimId, visitId } } };
  }
  const key = `visit:${visitId}`;
  let { ids } = person.state as PersonState;
  if (ids.mayBeEarlier(key)) ({ ids } = (await tools.wholeState(person.stream)) as PersonState);
  if (ids.has(key)) return undefined;
  return { event: { type: 'ReimbursementRequested', occurredOn, data: { claimId, visitId } } };
}

/** The settlement of an approved claim, on the patient as it is now. The approval stands: its year was open then. */
async function approved(
  tools: ProcessTools,
  cause: RecordedEvent,
  claim: ClaimState,
  person: LoadedStream,
): Promise<Sequel> {
  const { commandId, actor } = metadataOf(cause);
  const [region, claimId] = placeOf(cause.stream);
  const fact = folded(cause) as Extract<ClaimEvent, { readonly type: 'ClaimApproved' }>;
  const { override } = fact.data;
  const about = { type: 'ApproveClaim', commandId, region, claimId, date: fact.occurredOn, actor } as const;
  const command: ApproveClaim = { ...about, ...(override === undefined ? {} : { override }) };
  const states = new Map<string, LedgerState>([[cause.stream, { ...claim, status: 'open' }]]);
  const revisions: { [stream: string]: string } = {};
  const peek = (stream: string): LedgerState => states.get(stream);
  for (let known = 0; known < states.size;) {
    known = states.size;
    for (const stream of streamsOf(command, peek)) {
      if (states.has(stream)) continue;
      const loaded = await tools.load(stream);
      states.set(stream, kindOf(stream) === 'fund' ? OPEN_YEAR : loaded.state);
      if (isConsulted(stream)) revisions[stream] = String(loaded.revision);
    }
  }
  const outcome = decide({
    command,
    policies: tools.policies,
    person: person.state as PersonState,
    states: { state: <K extends StreamKind>(stream: string) => states.get(stream) as StateOf[K] },
    reversed: undefined,
    viewed: {},
    actor,
  });
  if (!outcome.ok) throw new Error(`The approved claim ${claimId} cannot be settled: ${outcome.refusal.message}`);
  const { event } = outcome.value.writes[0] as Write;
  return { event: event as PersonEvent, stamp: { restedOn: restingOn(tools.policies.of(region), revisions) } };
}

async function undo(tools: ProcessTools, cause: RecordedEvent, { submitted }: ClaimState): Promise<undefined> {
  const { commandId, actor, recordedAt, occurredOn } = metadataOf(cause);
  const reason = `The visitId ${submitted.visit.visitId} was used meanwhile.`;
  const event: ClaimEvent = { type: 'ClaimRejected', occurredOn, data: { rejectedBy: actor, reason } };
  const claim = await streamWith(tools, cause);
  const made = stamped(event, claim, { ...stampAs(cause), recordedAt, eventId: undoingIdOf(commandId) });
  await tools.store.append([{ stream: cause.stream, expectedRevision: cause.revision, events: [made.event] }]);
  tools.forget(cause.stream);
}

/** The id of the event that undoes a submission. */
export function undoingIdOf(commandId: string): string {
  return eventIdOf(commandId, 2, 'closing');
}
