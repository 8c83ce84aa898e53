import { Ledger, Policies, runCommands, type Answer } from '@gongji/application';
import { MemoryEventStore, type EventStore } from '@gongji/event-store';
import { Views } from '@gongji/projections';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TestLedgerOptions {
  /** The rule books; by default those that travel with the program. */
  readonly policies?: Policies;
  /** Default: one in memory. */
  readonly store?: EventStore;
}

/** A ledger on a store, with the real views in a folder that goes away with it. */
export interface TestLedger {
  readonly ledger: Ledger;
  readonly store: EventStore;
  readonly views: Views;
  /** Carries commands out as a command file would, and gives one answer a command. */
  answers(commands: readonly unknown[]): Promise<readonly Answer[]>;
  /** The same for the bytes of a command file. */
  run(file: AsyncIterable<Uint8Array>): Promise<readonly Answer[]>;
  close(): Promise<void>;
}

let loaded: Promise<Policies> | undefined;

/** The rule books that travel with the program, read once for all tests of a file. */
export function policies(): Promise<Policies> {
  return (loaded ??= Policies.load());
}

export async function openTestLedger(options: TestLedgerOptions = {}): Promise<TestLedger> {
  const folder = await mkdtemp(join(tmpdir(), 'gongji-test-'));
  const store = options.store ?? new MemoryEventStore();
  const views = await Views.open(folder, store);
  const ledger = await Ledger.open({
    store,
    views,
    policies: options.policies ?? (await policies()),
    clock: tickingClock(),
  });
  const run = async (file: AsyncIterable<Uint8Array>) => {
    const answers: Answer[] = [];
    await runCommands(file, ledger, (answer) => {
      answers.push(JSON.parse(answer) as Answer);
    });
    return answers;
  };
  return {
    ledger,
    store,
    views,
    run,
    answers: (commands) => run(linesOf(commands)),
    close: async () => {
      await ledger.idle();
      await views.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Runs commands on a ledger of their own. */
export async function answersOf(commands: readonly unknown[], options?: TestLedgerOptions): Promise<readonly Answer[]> {
  const ledger = await openTestLedger(options);
  try {
    return await ledger.answers(commands);
  } finally {
    await ledger.close();
  }
}

async function* linesOf(commands: readonly unknown[]): AsyncIterable<Uint8Array> {
  yield Buffer.from(commands.map((command) => `${JSON.stringify(command)}\n`).join(''));
}

/** A clock that is one second later each time it is asked: only metadata are stamped with it. */
function tickingClock(): () => Date {
  let now = Date.parse('2025-01-01T00:00:00Z');
  return () => new Date((now += 1000));
}
