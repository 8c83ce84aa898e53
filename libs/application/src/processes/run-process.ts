import {
  deciding,
  personStream,
  processStream,
  type Json,
  type LedgerEvent,
  type Outcome,
  type PersonEvent,
  type PersonState,
  type ProcessEvent,
} from '@gongji/core';
import type { AppendRequest, EventStore, RecordedEvent } from '@gongji/event-store';
import { eventIdOf } from '../digest.ts';
import type { Policies } from '../policies.ts';
import type { LedgerViews } from '../views.ts';
import { restingOn, stamped, type Stamp } from '../writer/stamp.ts';
import type { FoldedEvent, LedgerState, StateOf } from '../writer/stream-kinds.ts';
import { folded, type LoadedStream } from '../writer/streams.ts';
import { consultedBy, regionWide, type RegionWide, type RegionWideCommand } from './region-wide.ts';

const MOST_ATTEMPTS = 20;

/** What a region-wide command needs of the ledger that runs it, which writes nothing else meanwhile. */
export interface ProcessTools {
  readonly store: EventStore;
  readonly policies: Policies;
  readonly views: LedgerViews;
  readonly clock: () => Date;
  readonly progress?: (message: string) => void;
  readonly groupSize: number;
  readonly load: (stream: string) => Promise<LoadedStream>;
  /** Brings what other writers wrote into the states in memory. */
  readonly takeIn: () => Promise<unknown>;
  /** The person's state from the stream's first event on, with every id whole. */
  readonly wholeState: (stream: string) => Promise<LedgerState>;
  readonly advance: (loaded: LoadedStream, event: FoldedEvent, hash: string) => void;
  readonly forget: (stream: string) => void;
}

/**
 * Runs a region-wide command that was never started: checks it as a whole, records that it started, writes each person's part, and
 * records its answer. A crash in between is finished by `finishProcess`.
 *
 * @returns the ProcessCompleted event, or the refusal; a refused command wrote nothing. Undefined when another instance started the same
 *   command meanwhile.
 */
export async function runProcess(
  tools: ProcessTools,
  command: RegionWideCommand,
  commandHash: string,
): Promise<Outcome<RecordedEvent> | undefined> {
  await tools.views.catchUp();
  const work = await workOf(tools, command);
  const checked = deciding(() => {
    work.check();
  });
  if (!checked.ok) return checked;
  if (work.tryFirst) {
    for await (const person of personsOf(tools, command.region)) {
      const state = await reachBack(tools, work, person);
      const outcome = deciding(() => work.decide(state));
      if (!outcome.ok) return outcome;
    }
  }
  const started: ProcessEvent = {
    type: 'ProcessStarted',
    occurredOn: occurredOn(command),
    data: { command: command as unknown as { readonly [field: string]: Json } },
  };
  if ((await appendOwn(tools, command, started, 0, commandHash)) === undefined) return undefined;
  return { ok: true, value: await complete(tools, work, commandHash) };
}

/** Goes on with a region-wide command where a crash stopped it. @returns its ProcessCompleted event. */
export async function finishProcess(tools: ProcessTools, region: string, commandId: string): Promise<RecordedEvent> {
  await tools.views.catchUp();
  const started = await tools.store.findEvent(eventIdOf(commandId, 0));
  if (started?.type !== 'ProcessStarted') throw new Error(`${commandId} of ${region} was never started`);
  const { data } = folded(started) as ProcessEvent & { readonly type: 'ProcessStarted' };
  const command = data.command as unknown as RegionWideCommand;
  const { commandHash } = JSON.parse(started.metadata) as { readonly commandHash: string };
  return complete(tools, await workOf(tools, command), commandHash);
}

function occurredOn(command: RegionWideCommand): string {
  return command.type === 'CreditMonth' ? `${command.month}-01` : `${String(command.year)}-12-31`;
}

async function workOf(tools: ProcessTools, command: RegionWideCommand): Promise<RegionWide> {
  const policy = tools.policies.of(command.region);
  if (policy === undefined) throw new Error(`no rules for the region ${command.region}`);
  const { parameters, fund } = consultedBy(command);
  const loaded = await tools.load(parameters);
  return regionWide(command, {
    policy,
    parameters: loaded.state as StateOf['policy'],
    parametersRevision: loaded.revision,
    yearClosed: ((await tools.load(fund)).state as StateOf['fund']).closed,
  });
}

async function* personsOf(tools: ProcessTools, region: string): AsyncIterable<LoadedStream> {
  for await (const page of tools.views.persons(region)) {
    for (const personId of page) yield await tools.load(personStream(region, personId));
  }
}

/** The person's state, with every id whole where the part may have been written before the last carry-over. */
async function reachBack(tools: ProcessTools, { usesId }: RegionWide, person: LoadedStream): Promise<PersonState> {
  const state = person.state as PersonState;
  if (usesId === undefined || !state.ids.mayBeEarlier(usesId)) return state;
  return (await tools.wholeState(person.stream)) as PersonState;
}

/** Writes every person's part that is not written yet, then the answer. */
async function complete(tools: ProcessTools, work: RegionWide, commandHash: string): Promise<RecordedEvent> {
  const { command } = work;
  let visited = 0;
  let group: Part[] = [];
  for await (const person of personsOf(tools, command.region)) {
    const part = await decidePart(tools, work, person, commandHash);
    if (part !== undefined) group.push(part);
    visited += 1;
    if (group.length < tools.groupSize) continue;
    await writeParts(tools, work, group, commandHash);
    group = [];
    tools.progress?.(`${command.type} ${command.commandId}: ${String(visited)} persons`);
  }
  await writeParts(tools, work, group, commandHash);
  const completed: ProcessEvent = {
    type: 'ProcessCompleted',
    occurredOn: occurredOn(command),
    data: { result: work.result() },
  };
  const written = await appendOwn(tools, command, completed, 1, commandHash);
  return written ?? metAnother(`${completed.type} of ${command.commandId}`);
}

function metAnother(what: string): never {
  throw new Error(`${what} could not be written: other writers kept changing the stream`);
}

/** A person's part that is still to be written. Counts the person where there is none. */
async function decidePart(
  tools: ProcessTools,
  work: RegionWide,
  person: LoadedStream,
  commandHash: string,
): Promise<Part | undefined> {
  const state = await reachBack(tools, work, person);
  // Everybody was tried before the start; whom another writer has changed since so that nothing can be decided, is passed over.
  const decided = deciding(() => work.decide(state));
  const event = decided.ok ? decided.value : undefined;
  if (event !== undefined) return { person, state, event, request: partOf(tools, work, person, event, commandHash) };
  work.count(state, await writtenBefore(tools, eventIdOf(work.command.commandId, 0, person.stream)));
  return undefined;
}

/** The part that an interrupted run of this very command wrote for the person. */
async function writtenBefore(tools: ProcessTools, eventId: string): Promise<PersonEvent | undefined> {
  const event = await tools.store.findEvent(eventId);
  return event === undefined ? undefined : (folded(event) as PersonEvent);
}

interface Part {
  readonly person: LoadedStream;
  readonly state: PersonState;
  readonly event: PersonEvent;
  readonly request: AppendRequest;
}

function stampOf(
  tools: ProcessTools,
  command: RegionWideCommand,
  about: Pick<Stamp, 'eventId' | 'commandHash'>,
  revisions: RegionWide['restedOn'] = {},
): Stamp {
  return {
    ...about,
    commandId: command.commandId,
    actor: command.actor ?? 'operator',
    role: 'agency',
    recordedAt: tools.clock().toISOString(),
    restedOn: restingOn(tools.policies.of(command.region), revisions),
  };
}

function partOf(
  tools: ProcessTools,
  work: RegionWide,
  person: LoadedStream,
  event: PersonEvent,
  commandHash: string,
): AppendRequest {
  const { command } = work;
  const eventId = eventIdOf(command.commandId, 0, person.stream);
  const stamp = stampOf(tools, command, { eventId, commandHash }, work.restedOn);
  const made = stamped(event, person, stamp);
  const expectedRevision = person.revision;
  tools.advance(person, { ...event, revision: Number(person.revision + 1n) }, made.hash);
  return { stream: person.stream, expectedRevision, events: [made.event] };
}

/** Writes parts and counts them; what meets another writer is decided anew. */
async function writeParts(
  tools: ProcessTools,
  work: RegionWide,
  parts: readonly Part[],
  commandHash: string,
): Promise<void> {
  let group = parts;
  for (let attempt = 0; group.length > 0; attempt += 1) {
    if (attempt === MOST_ATTEMPTS) metAnother(`Parts of ${work.command.commandId}`);
    const results = await tools.store.append(group.map(({ request }) => request));
    const again: Part[] = [];
    for (const [at, { person, state, event }] of group.entries()) {
      if (results[at]?.outcome === 'appended') {
        work.count(state, event);
        continue;
      }
      tools.forget(person.stream);
      const part = await decidePart(tools, work, await tools.load(person.stream), commandHash);
      if (part !== undefined) again.push(part);
    }
    group = again;
  }
}

/**
 * Writes an event of the command's own stream.
 *
 * @returns the event; undefined where another instance has started the same command before.
 */
async function appendOwn(
  tools: ProcessTools,
  command: RegionWideCommand,
  event: LedgerEvent & ProcessEvent,
  index: 0 | 1,
  commandHash: string,
): Promise<RecordedEvent | undefined> {
  const stream = processStream(command.region, command.commandId);
  const eventId = eventIdOf(command.commandId, index);
  const loaded = await tools.load(stream);
  const made = stamped(event, loaded, stampOf(tools, command, { eventId, commandHash }));
  const [result] = await tools.store.append([{ stream, expectedRevision: loaded.revision, events: [made.event] }]);
  if (result?.outcome === 'appended') tools.advance(loaded, { ...event, revision: index }, made.hash);
  else tools.forget(stream);
  // Both instances that complete a command write the same event; who starts it is only one of them.
  return result?.outcome === 'appended' || index === 1 ? tools.store.findEvent(eventId) : undefined;
}
