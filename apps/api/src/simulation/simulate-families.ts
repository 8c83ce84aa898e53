import { Policies } from '@gongji/application/deciding';
import { parametersStream, type ParametersState } from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import {
  History,
  peopleIn,
  rulesOf,
  Simulator,
  type Changes,
  type Family,
  type FoundPeople,
  type Period,
  type Rules,
  type Stretch,
  type Sums,
} from '@gongji/proof';
import type { HandedPack } from '../handed-packs.ts';
import type { LedgerPlace } from '../ledger-place.ts';
import { openStore } from '../open-store.ts';

/** What every thread of a simulation knows. */
export interface SimulationWork {
  readonly place: LedgerPlace;
  readonly region: string;
  readonly changes: Changes;
  readonly period: Partial<Period>;
  /** Position of the log up to which history counts. */
  readonly upTo: string;
}

/** What a thread is given. */
export interface ThreadWork {
  readonly work: SimulationWork;
  readonly packs: readonly HandedPack[];
}

/** What a thread is sent; null ends it. */
export type ThreadMessage = ThreadWork | Stretch | readonly Family[] | null;

/** The rules of a simulation, with the parameters that the log has. @throws NotSimulable */
export async function rulesFor(work: SimulationWork, policies: Policies, store: EventStore): Promise<Rules> {
  const stream = parametersStream(work.region);
  const published = (await new History(store).asOf(stream, BigInt(work.upTo) + 1n)) as ParametersState;
  return rulesOf(policies, work.region, work.changes, work.period, published);
}

/** Tells whether a simulation could begin. @throws NotSimulable */
export async function checkSimulation(work: Omit<SimulationWork, 'upTo'>): Promise<void> {
  const store = await openStore(work.place, { readOnly: true });
  try {
    await rulesFor({ ...work, upTo: String(await store.head()) }, await Policies.load(), store);
  } finally {
    await store.close();
  }
}

/** A log opened for reading, looked through for its people, and families of it simulated one batch after the other. */
export class FamilySimulation {
  private constructor(
    private readonly store: EventStore,
    private readonly region: string,
    private readonly simulator: Simulator,
  ) {}

  static async open(work: SimulationWork, policies: Policies): Promise<FamilySimulation> {
    const store = await openStore(work.place, { readOnly: true });
    try {
      const rules = await rulesFor(work, policies, store);
      return new FamilySimulation(store, work.region, new Simulator(store, rules, BigInt(work.upTo)));
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  people(stretch: Stretch): Promise<FoundPeople> {
    return peopleIn(this.store, this.region, stretch);
  }

  simulate(families: readonly Family[]): Promise<Sums> {
    return this.simulator.simulate(families);
  }

  close(): Promise<void> {
    return this.store.close();
  }
}
