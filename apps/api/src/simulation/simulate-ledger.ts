import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Policies } from '@gongji/application/deciding';
import type { Policy } from '@gongji/core';
import {
  added,
  familiesOf,
  NOTHING,
  simulationReport,
  type Changes,
  type Family,
  type FoundPeople,
  type Period,
  type SimulationReport,
  type Stretch,
  type Sums,
} from '@gongji/proof';
import { handedPacks } from '../handed-packs.ts';
import type { LedgerPlace } from '../ledger-place.ts';
import { openStore } from '../open-store.ts';
import { workingThread } from '../working-thread.ts';
import { FamilySimulation, rulesFor, type SimulationWork, type ThreadMessage } from './simulate-families.ts';

export interface SimulationOptions {
  readonly place: LedgerPlace;
  readonly region: string;
  readonly changes: Changes;
  /** Default: as long as the pack is in force. */
  readonly period?: Partial<Period>;
  /** Threads; default: one a core. */
  readonly workers?: number;
  readonly progress?: (persons: number, of: number) => void;
  readonly signal?: AbortSignal;
}

/** The run was ended by its signal. */
export class SimulationStopped extends Error {
  override readonly name = 'SimulationStopped';
}

/** So many people are handed to a thread at once: it is told to stop and tells how far it is after each batch. */
const BATCH = 200;

/**
 * Decides the history of a region again under other rules, on all cores. Nothing is written.
 *
 * @throws NotSimulable for what does not fit the region; SimulationStopped when the signal ended it.
 */
export async function simulateLedger(options: SimulationOptions): Promise<SimulationReport> {
  const { place, region, changes, period = {} } = options;
  const store = await openStore(place, { readOnly: true });
  const hands = handsFor(options); // threads get ready while the packs are read
  try {
    const upTo = await store.head();
    const work = { place, region, changes, period, upTo: String(upTo) };
    // A parameter may be one that another region's document asks for: then it is refused by another name.
    const policies = await Policies.load(changes.parameters.length === 0 ? [region] : undefined);
    const rules = await rulesFor(work, policies, store);
    await Promise.all(hands.map((hand) => hand.begin(work, policies)));
    const sums = await run(hands, await familiesIn(hands, upTo), options);
    const { id, hash } = rules.other.of(region) as Policy;
    return simulationReport({ region, period: rules.period, upTo, changes, pack: { id, hash } }, sums);
  } finally {
    await Promise.all(hands.map((hand) => hand.close()));
    await store.close();
  }
}

/** A thread, or on the sources, which threads of Node 20 cannot load, this one. */
interface Hand {
  begin(work: SimulationWork, policies: Policies): Promise<void>;
  people(stretch: Stretch): Promise<FoundPeople>;
  simulate(families: readonly Family[]): Promise<Sums>;
  close(): Promise<unknown>;
}

function handsFor({ workers = availableParallelism() }: SimulationOptions): readonly Hand[] {
  const isSource = import.meta.url.endsWith('.ts');
  return isSource ? [new Here()] : Array.from({ length: Math.max(1, workers) }, () => new Thread());
}

/** In this thread. */
class Here implements Hand {
  private simulation: FamilySimulation | undefined;

  async begin(work: SimulationWork, policies: Policies): Promise<void> {
    this.simulation = await FamilySimulation.open(work, policies);
  }

  people(stretch: Stretch): Promise<FoundPeople> {
    return (this.simulation as FamilySimulation).people(stretch);
  }

  simulate(families: readonly Family[]): Promise<Sums> {
    return (this.simulation as FamilySimulation).simulate(families);
  }

  async close(): Promise<void> {
    await this.simulation?.close();
  }
}

/** Each hand looks a stretch of the log through: it takes a tenth of the time of all the rest, and twice that where one does it alone. */
async function familiesIn(hands: readonly Hand[], upTo: bigint): Promise<readonly Family[]> {
  const cut = (at: number): bigint => (upTo * BigInt(at)) / BigInt(hands.length);
  return familiesOf(await Promise.all(hands.map((hand, at) => hand.people({ after: cut(at), upTo: cut(at + 1) }))));
}

async function run(hands: readonly Hand[], families: readonly Family[], options: SimulationOptions): Promise<Sums> {
  const { progress, signal } = options;
  const of = families.reduce((sum, family) => sum + family.length, 0);
  const batches = batchesOf(families);
  let sums = NOTHING;
  const handle = async (hand: Hand): Promise<void> => {
    try {
      for (let batch = batches.next(); batch.done !== true; batch = batches.next()) {
        const made = await hand.simulate(batch.value);
        if (signal?.aborted === true) throw new SimulationStopped('The simulation was stopped.');
        sums = added(sums, made);
        progress?.(sums.persons, of);
      }
    } finally {
      batches.return(undefined); // where one fails, the others need not go on
    }
  };
  const ends = await Promise.allSettled(hands.map(handle));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return sums;
}

function* batchesOf(families: readonly Family[]): Generator<readonly Family[], undefined> {
  let batch: Family[] = [];
  let persons = 0;
  for (const family of families) {
    batch.push(family);
    persons += family.length;
    if (persons < BATCH) continue;
    yield batch;
    [batch, persons] = [[], 0];
  }
  if (batch.length > 0) yield batch;
  return undefined;
}

/**
 * A thread of its own. Its failure goes to whoever waits at that moment: raced with one promise of failure, the sums of every batch would
 * stay in memory until the run's end.
 */
class Thread implements Hand {
  private readonly worker = workingThread(new URL('worker.js', import.meta.url));
  private readonly ended: Promise<unknown>;
  private failure: Error | undefined;
  private waiting: { readonly resolve: (found: unknown) => void; readonly reject: (error: Error) => void } | undefined;

  constructor() {
    this.ended = once(this.worker, 'exit').catch(() => undefined);
    this.worker.on('message', (found: unknown) => this.waiting?.resolve(found));
    this.worker.on('error', (error: Error) => {
      this.fail(error);
    });
    this.worker.on('exit', (code) => {
      this.fail(new Error(`a thread of the simulation ended with ${String(code)}`));
    });
  }

  begin(work: SimulationWork, policies: Policies): Promise<void> {
    this.send({ work, packs: handedPacks(policies) });
    return Promise.resolve();
  }

  people(stretch: Stretch): Promise<FoundPeople> {
    return this.ask<FoundPeople>(stretch);
  }

  simulate(families: readonly Family[]): Promise<Sums> {
    return this.ask<Sums>(families);
  }

  async close(): Promise<void> {
    this.send(null);
    await this.ended;
  }

  private send(message: ThreadMessage): void {
    this.worker.postMessage(message);
  }

  /** The answer is of the kind that is asked for (worker.ts). */
  private ask<T>(message: Stretch | readonly Family[]): Promise<T> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve: resolve as (found: unknown) => void, reject };
      if (this.failure === undefined) this.send(message);
      else reject(this.failure);
    });
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.waiting?.reject(error);
  }
}
