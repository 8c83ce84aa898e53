import {
  evolve,
  folded,
  initialState,
  kindOf,
  STARTING_POINT,
  type FoldedEvent,
  type LedgerState,
} from '@gongji/application/deciding';
import type { EventStore, RecordedEvent } from '@gongji/event-store';
import type { Soon } from './soon.ts';

/** A stream as it was before some event. */
export interface PastState {
  state: LedgerState;
  /** Of the last event taken in; -1 when there is none. */
  revision: number;
  hash: string | undefined;
}

/** How many streams are remembered at most: twice this, some hundred megabytes of persons. */
const GENERATION = 20_000;

/** Every state that a short stream ever had: the first before any event, and after each event its position. */
interface Register {
  readonly states: readonly LedgerState[];
  readonly positions: readonly bigint[];
  /** Where an event could not be read, and why: nothing after it is known. */
  readonly unreadable?: { readonly position: bigint; readonly error: Error };
}

/** Streams that are short and asked for again and again. */
const SHORT: ReadonlySet<string> = new Set(['institution', 'policy', 'fund']);

/** How many register streams (institutions, parameters) are remembered with all their states. */
const REGISTERS = 20_000;

/**
 * States as they were at earlier moments of the log. What was used of late is remembered, everything else is read again, so that memory
 * grows neither with the log nor with the number of persons.
 */
export class History {
  private young = new Map<string, PastState>();
  private old = new Map<string, PastState>();
  private readonly registers = new Map<string, Register>();

  constructor(private readonly store: EventStore) {}

  /** A stream right before a revision; the caller takes the next event into what it gets. */
  before(stream: string, revision: number): Soon<PastState> {
    const young = this.young.get(stream);
    if (young?.revision === revision - 1) return young;
    const old = this.old.get(stream);
    if (old?.revision === revision - 1) return this.remember(stream, old);
    return this.read(stream, revision).then((past) => this.remember(stream, past));
  }

  private remember(stream: string, past: PastState): PastState {
    if (this.young.size >= GENERATION) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(stream, past);
    return past;
  }

  private async read(stream: string, revision: number): Promise<PastState> {
    const none = { state: initialState(kindOf(stream)), revision: -1, hash: undefined };
    if (revision === 0) return none;
    const events: RecordedEvent[] = [];
    const options = { direction: 'backwards', from: BigInt(revision - 1), until: STARTING_POINT } as const;
    for await (const page of this.store.readStream(stream, options)) events.push(...page);
    return foldedState(stream, events.reverse());
  }

  /** A stream as it was when the log was written up to a position, that position not included. */
  asOf(stream: string, position: bigint): Soon<LedgerState> {
    const known = this.registers.get(stream);
    if (known !== undefined) return registeredAsOf(known, position);
    if (!SHORT.has(kindOf(stream))) return this.foldedAsOf(stream, position);
    return this.readRegister(stream).then((register) => registeredAsOf(register, position));
  }

  private async foldedAsOf(stream: string, position: bigint): Promise<LedgerState> {
    const events: RecordedEvent[] = [];
    for await (const page of this.store.readStream(stream, { direction: 'backwards' })) {
      const earlier = page.filter((event) => event.position < position);
      const start = earlier.findIndex(({ type }) => type === STARTING_POINT);
      events.push(...(start < 0 ? earlier : earlier.slice(0, start + 1)));
      if (start >= 0) break;
    }
    return foldedState(stream, events.reverse()).state;
  }

  /** A person from the first event on, with every id whole. Not remembered: it grows with the years. */
  async whole(stream: string, beforeRevision: number): Promise<LedgerState> {
    let state = initialState(kindOf(stream));
    if (beforeRevision === 0) return state;
    for await (const page of this.store.readStream(stream, { direction: 'forwards', maxCount: beforeRevision })) {
      for (const event of page) state = evolve(stream, state, folded(event), true);
    }
    return state;
  }

  async eventAt(stream: string, revision: number): Promise<FoldedEvent | undefined> {
    const options = { direction: 'forwards', from: BigInt(revision), maxCount: 1 } as const;
    for await (const [event] of this.store.readStream(stream, options)) {
      if (event !== undefined) return folded(event);
    }
    return undefined;
  }

  /** An institution or a region's parameters as they were at a revision; -1 for before the first event. */
  register(stream: string, revision: number): Soon<LedgerState> {
    const known = this.registers.get(stream);
    if (known !== undefined && known.states.length > revision + 1) return known.states[revision + 1];
    return this.readRegister(stream).then(({ states, unreadable }) => {
      if (states.length > revision + 1) return states[revision + 1];
      throw unreadable?.error ?? new Error(`${stream} has no revision ${String(revision)}`);
    });
  }

  private async readRegister(stream: string): Promise<Register> {
    const register = await registerOf(stream, this.store);
    if (this.registers.size >= REGISTERS) this.registers.clear();
    this.registers.set(stream, register);
    return register;
  }
}

function registeredAsOf({ states, positions, unreadable }: Register, position: bigint): LedgerState {
  if (unreadable !== undefined && unreadable.position < position) throw unreadable.error;
  return states[countBelow(positions, position)];
}

/** How many of the rising positions are below one. */
function countBelow(positions: readonly bigint[], position: bigint): number {
  let [from, until] = [0, positions.length];
  while (from < until) {
    const middle = (from + until) >>> 1;
    if ((positions[middle] as bigint) < position) from = middle + 1;
    else until = middle;
  }
  return from;
}

async function registerOf(stream: string, store: EventStore): Promise<Register> {
  const states: LedgerState[] = [initialState(kindOf(stream))];
  const positions: bigint[] = [];
  for await (const page of store.readStream(stream, { direction: 'forwards' })) {
    for (const event of page) {
      try {
        states.push(evolve(stream, states.at(-1), folded(event)));
      } catch (error) {
        const failure = error instanceof Error ? error : new Error(String(error));
        return { states, positions, unreadable: { position: event.position, error: failure } };
      }
      positions.push(event.position);
    }
  }
  return { states, positions };
}

function foldedState(stream: string, events: readonly RecordedEvent[]): PastState {
  let state = initialState(kindOf(stream));
  for (const event of events) state = evolve(stream, state, folded(event));
  const last = events.at(-1);
  if (last === undefined) return { state, revision: -1, hash: undefined };
  const { hash } = JSON.parse(last.metadata) as { readonly hash: string };
  return { state, revision: Number(last.revision), hash };
}
