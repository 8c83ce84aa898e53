/** How much is measured. */
export interface Sizes {
  readonly throughput: { readonly people: number; readonly settlements: number; readonly rounds: number };
  readonly history: { readonly people: number; readonly years: number; readonly rounds: number };
  /** Events of the long log, from which views are built. */
  readonly views: { readonly events: number };
  /** Events of the long log that PostgreSQL takes in; the rows that are written for them are held in memory. */
  readonly postgres: { readonly events: number; readonly rounds: number };
  /** A ledger that is sealed, verified and simulated, and the events of the long log in which proofs are made. */
  readonly proofs: { readonly people: number; readonly settlements: number; readonly events: number };
  /** On a server, where there is one. */
  readonly eventstoredb: { readonly people: number; readonly settlements: number; readonly rounds: number };
  readonly memory: { readonly people: number; readonly commands: readonly [small: number, large: number] };
}

export const FULL: Sizes = {
  throughput: { people: 20_000, settlements: 200_000, rounds: 3 },
  history: { people: 1_000, years: 10, rounds: 15 },
  views: { events: 1_000_000 },
  postgres: { events: 100_000, rounds: 5 },
  proofs: { people: 10_000, settlements: 100_000, events: 1_000_000 },
  eventstoredb: { people: 10_000, settlements: 100_000, rounds: 3 },
  memory: { people: 20_000, commands: [100_000, 1_000_000] },
};

/** To see in a minute or two that everything works; the figures are rough. */
export const QUICK: Sizes = {
  throughput: { people: 2_000, settlements: 20_000, rounds: 3 },
  history: { people: 100, years: 10, rounds: 9 },
  views: { events: 50_000 },
  postgres: { events: 20_000, rounds: 3 },
  // Long enough that the threads of a verification and a simulation work longer than they take to get ready.
  proofs: { people: 3_000, settlements: 30_000, events: 50_000 },
  eventstoredb: { people: 2_000, settlements: 20_000, rounds: 3 },
  memory: { people: 2_000, commands: [10_000, 100_000] },
};
