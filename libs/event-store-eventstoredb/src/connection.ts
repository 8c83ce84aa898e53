import { setTimeout as after } from 'node:timers/promises';
import { EventStoreDBClient } from '@eventstore/db-client';
import type { Address } from './address.ts';
import { Batches } from './batches.ts';
import { readEventsQuickly } from './quick-reads.ts';
import { passOverLateAnswers } from './late-answers.ts';

/** How long closing waits for the client to end its streams, in milliseconds. */
const DISPOSAL_MS = 2_000;

interface Shared {
  client: EventStoreDBClient;
  batches: Batches;
  users: number;
}

/**
 * The clients of this process, one for each address. The client keeps its appends in flight in a table that all clients
 * of a process share, and clears the whole table when one of them is disposed: so there is one, disposed last.
 */
const clients = new Map<string, Shared>();

/** One store's hold on the client that it shares with the other stores of the same address. */
export class Connection {
  #released = false;

  private constructor(
    private readonly url: string,
    private readonly shared: Shared,
  ) {}

  static take({ url }: Address): Connection {
    let shared = clients.get(url);
    if (shared === undefined) {
      const client = newClient(url);
      shared = { client, batches: new Batches(client), users: 0 };
      clients.set(url, shared);
    }
    shared.users += 1;
    return new Connection(url, shared);
  }

  get client(): EventStoreDBClient {
    return this.shared.client;
  }

  get batches(): Batches {
    return this.shared.batches;
  }

  /**
   * To be told of every failure: the client gets over a lost connection by itself, but a search of the cluster that
   * failed it keeps for good.
   */
  failed(error: unknown): void {
    if (error instanceof Error && error.message.startsWith('Failed to discover')) {
      this.shared.client = newClient(this.url);
      this.shared.batches = new Batches(this.shared.client);
    }
  }

  async release(): Promise<void> {
    if (this.#released) return;
    this.#released = true;
    this.shared.users -= 1;
    if (this.shared.users > 0) return;
    clients.delete(this.url);
    await Promise.race([this.shared.client.dispose(), after(DISPOSAL_MS, undefined, { ref: false })]);
  }
}

function newClient(url: string): EventStoreDBClient {
  passOverLateAnswers();
  readEventsQuickly();
  const { warn } = console;
  console.warn = () => undefined; // it advises against a keep-alive below ten seconds, which is meant here
  try {
    return EventStoreDBClient.connectionString(url);
  } finally {
    console.warn = warn;
  }
}
