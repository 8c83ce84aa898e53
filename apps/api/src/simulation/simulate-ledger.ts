import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Policies } from '@gongji/application';
import type { Policy } from '@gongji/core';
import {
  added,
  familiesOf,
  NOTHING,
  simulationReport,
  type Changes,
  type Family,
  type Period,
  type SimulationReport,
  type Sums,
} from '@gongji/proof';
import { handedPacks } from '../handed-packs.ts';
import type { LedgerPlace } from '../ledger-place.ts';
import { openStore } from '../open-store.ts';
import { FamilySimulation, rulesFor, type SimulationWork, type ThreadWork } from './simulate-families.ts';

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
  try {
    const upTo = await store.head();
    const work = { place, region, changes, period, upTo: String(upTo) };
    const policies = await Policies.load();
    const rules = await rulesFor(work, policies, store);
    const hands = await handsFor(work, policies, options); // threads get ready while the families are found
    const families = await familiesOf(store, region, upTo).catch(async (error: unknown) => {
      await Promise.all(hands.map((hand) => hand.close()));
      throw error;
    });
    const sums = await run(hands, families, options);
    const { id, hash } = rules.other.of(region) as Policy;
    return simulationReport({ region, period: rules.period, upTo, changes, pack: { id, hash } }, sums);
  } finally {
    await store.close();
  }
}

/** A thread, or on the sources, which threads of Node 20 cannot load, this one. */
interface Hand {
  simulate(families: readonly Family[]): Promise<Sums>;
  close(): Promise<void>;
}

async function handsFor(
  work: SimulationWork,
  policies: Policies,
  { workers = availableParallelism() }: SimulationOptions,
): Promise<readonly Hand[]> {
  const isSource = import.meta.url.endsWith('.ts');
  if (isSource) return [await FamilySimulation.open(work, policies)];
  return threads({ work, packs: handedPacks(policies) }, Math.max(1, workers));
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
      await hand.close();
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

function threads(work: ThreadWork, count: number): readonly Hand[] {
  return Array.from({ length: count }, () => new Thread(work));
}

/**
 * A thread of its own. Its failure goes to whoever waits at that moment: raced with one promise of failure, the sums of every batch would
 * stay in memory until the run's end.
 */
class Thread implements Hand {
  private readonly worker: Worker;
  private readonly ended: Promise<unknown>;
  private failure: Error | undefined;
  private waiting: { readonly resolve: (sums: Sums) => void; readonly reject: (error: Error) => void } | undefined;

  constructor(work: ThreadWork) {
    this.worker = new Worker(new URL('worker.js', import.meta.url), { workerData: work });
    this.ended = once(this.worker, 'exit').catch(() => undefined);
    this.worker.on('message', (sums: Sums) => this.waiting?.resolve(sums));
    this.worker.on('error', (error: Error) => {
      this.fail(error);
    });
    this.worker.on('exit', (code) => {
      this.fail(new Error(`a thread of the simulation ended with ${String(code)}`));
    });
  }

  simulate(families: readonly Family[]): Promise<Sums> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      if (this.failure === undefined) this.worker.postMessage(families);
      else reject(this.failure);
    });
  }

  async close(): Promise<void> {
    this.worker.postMessage(null);
    await this.ended;
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.waiting?.reject(error);
  }
}
