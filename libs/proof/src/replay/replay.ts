import { evolve, kindOf, type LedgerState } from '@gongji/application/deciding';
import {
  snapshotOf,
  type Json,
  type LedgerEvent,
  type ParametersState,
  type PersonState,
  type PlainDate,
} from '@gongji/core';
import type { EventStore, Pages, RecordedEvent } from '@gongji/event-store';
import { History } from '../again/history.ts';
import { knownEvent, type KnownEvent } from '../again/known-event.ts';
import { regionOf } from '../seals/sealer.ts';
import { differencesOf, type Difference } from '../verify/problem.ts';

/** Which events are shown. What is left out is not narrowed down; an event must fit everything that is said. */
export interface ReplayFilter {
  readonly region?: string;
  readonly types?: readonly string[];
  /** Business dates, both included. */
  readonly from?: PlainDate;
  readonly to?: PlainDate;
  readonly actor?: string;
}

export interface ReplayOptions extends ReplayFilter {
  /** One person, institution or other stream; default: the whole log. */
  readonly stream?: string;
  /** Position of the log after which to begin; default: 0n. */
  readonly after?: bigint;
  /** Position up to which to go, included; default: the head when the replay begins. */
  readonly upTo?: bigint;
}

/** An event with who and when, and its stream before and after. Plain JSON. */
export interface ReplayedEvent {
  readonly position: string;
  readonly stream: string;
  readonly revision: string;
  readonly type: LedgerEvent['type'];
  /** The business date. */
  readonly occurredOn: PlainDate;
  /** When the ledger learnt of it. */
  readonly recordedAt: string;
  readonly actor: string;
  readonly role: string;
  readonly commandId: string;
  readonly hash: string;
  /** The rules that decided: "zibo-2022/1" and their content hash; null where none was asked. */
  readonly rules: { readonly pack: string; readonly packHash: string } | null;
  readonly data: Json;
  /** Null where the thing does not exist yet; of a region's parameters those that the event names; of a process or a seal always null. */
  readonly before: Json;
  readonly after: Json;
  /** What the event changed in the state. */
  readonly changes: readonly Difference[];
}

/**
 * Steps through a stream or the whole log in the log's order. Streams: holds a page of events, and the states of streams seen of late.
 */
export async function* replay(store: EventStore, options: ReplayOptions = {}): AsyncIterable<ReplayedEvent> {
  const upTo = options.upTo ?? (await store.head());
  const { after = 0n, stream } = options;
  const history = new History(store);
  for await (const page of pagesOf(store, stream, after, upTo)) {
    for (const recorded of page) {
      if (recorded.position > upTo) return;
      if (!isCandidate(recorded, options)) continue;
      const event = knownEvent(recorded);
      if (recorded.position <= after || !isShown(event, options)) {
        if (stream !== undefined) await advance(history, event);
        continue;
      }
      yield await shown(history, event);
    }
  }
}

/** A stream is read from its beginning, so that its states are folded once. */
function pagesOf(store: EventStore, stream: string | undefined, after: bigint, upTo: bigint): Pages {
  return stream === undefined ? store.readAll({ after, upTo }) : store.readStream(stream, { direction: 'forwards' });
}

/** What can be said without reading the event; a stream's events are all needed for its state. */
function isCandidate({ stream, type }: RecordedEvent, options: ReplayOptions): boolean {
  if (options.stream !== undefined) return true;
  if (options.region !== undefined && regionOf(stream) !== options.region) return false;
  return options.types?.includes(type) ?? true;
}

function isShown({ fact, metadata, stream }: KnownEvent, { region, types, from, to, actor }: ReplayFilter): boolean {
  return (
    (region === undefined || regionOf(stream) === region) &&
    (types?.includes(fact.type) ?? true) &&
    (from === undefined || fact.occurredOn >= from) &&
    (to === undefined || fact.occurredOn <= to) &&
    (actor === undefined || metadata.actor === actor)
  );
}

/** Takes an event into its stream's state. */
async function advance(history: History, { stream, revision, fact, metadata }: KnownEvent): Promise<LedgerState> {
  const past = await history.before(stream, revision);
  past.state = evolve(stream, past.state, fact);
  past.revision = revision;
  past.hash = metadata.hash;
  return past.state;
}

async function shown(history: History, event: KnownEvent): Promise<ReplayedEvent> {
  const { position, stream, revision, fact, metadata } = event;
  const { actor, role, commandId, hash, recordedAt, restedOn } = metadata;
  const before = stateOf(fact, stream, (await history.before(stream, revision)).state);
  const after = stateOf(fact, stream, await advance(history, event));
  const { pack, packHash } = restedOn;
  return {
    position: String(position),
    stream,
    revision: String(revision),
    type: fact.type,
    occurredOn: fact.occurredOn,
    recordedAt,
    actor,
    role,
    commandId,
    hash,
    rules: pack === undefined || packHash === undefined ? null : { pack, packHash },
    data: fact.data as unknown as Json,
    before,
    after,
    changes: differencesOf(before ?? undefined, after ?? undefined, '').map((each) => ({
      ...each,
      field: each.field.replace(/^\./, ''),
    })),
  };
}

/** A state as plain JSON. */
function stateOf(fact: LedgerEvent, stream: string, state: LedgerState): Json {
  if (state === undefined) return null;
  switch (kindOf(stream)) {
    case 'insured': {
      const { ids: _ids, ...shownOf } = snapshotOf(state as PersonState);
      return shownOf as unknown as Json;
    }
    case 'policy':
      return fact.type === 'ParametersPublished' ? parametersOf(fact.data, state as ParametersState) : null;
    default:
      return state as unknown as Json;
  }
}

/** The values of the published names on the day from which they hold. */
function parametersOf(
  {
    values,
    effectiveFrom,
  }: { readonly values: { readonly [name: string]: string }; readonly effectiveFrom: PlainDate },
  state: ParametersState,
): Json {
  const known = Object.keys(values).map((name) => [name, state.valueOf(name, effectiveFrom) ?? null] as const);
  return Object.fromEntries(known);
}
