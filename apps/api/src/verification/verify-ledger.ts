import { availableParallelism } from 'node:os';
import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { Policies } from '@gongji/application';
import type { EventStore } from '@gongji/event-store';
import { compareViews } from '@gongji/projections';
import {
  isPartSnapshot,
  reportOf,
  type Kept,
  type PartSnapshot,
  type Problem,
  type VerificationReport,
} from '@gongji/proof';
import type { LedgerPlace } from '../ledger-place.ts';
import { openStore } from '../open-store.ts';
import { partHands, type PartHand } from './part-hands.ts';

export interface VerificationOptions {
  readonly place: LedgerPlace;
  /** Texts of the public keys that are believed. */
  readonly keys: readonly string[];
  /** Checkpoints that were kept outside the ledger. */
  readonly kept?: readonly Kept[];
  /** Threads; default: one a core. */
  readonly workers?: number;
  /** A file that remembers how far the run is; an interrupted run goes on from it. Removed at the end. */
  readonly resume?: string;
  readonly progress?: (position: bigint, upTo: bigint) => void;
  readonly signal?: AbortSignal;
}

/** How far an interrupted run came. */
interface Resume {
  readonly upTo: string;
  readonly keys: readonly string[];
  readonly parts: readonly (PartSnapshot | null)[];
}

/** The run was ended by its signal; with a resume file it can go on later. */
export class VerificationStopped extends Error {
  override readonly name = 'VerificationStopped';
}

/**
 * Verifies a ledger: chains, seals, every decision and every view, on all cores. Nothing is written but the resume file.
 *
 * @throws VerificationStopped when the signal ended it.
 */
export async function verifyLedger(options: VerificationOptions): Promise<VerificationReport> {
  const { place, keys, signal, workers = availableParallelism() } = options;
  const earlier = await resumed(options);
  const store = await openStore(place, { readOnly: true });
  const hands = partHands(earlier?.parts.length ?? Math.max(1, workers)); // they get ready while the packs are read
  const views = viewProblems(place, store);
  const compared = views.catch(() => undefined); // a failure is told where the views are waited for
  try {
    const upTo = earlier === undefined ? await store.head() : BigInt(earlier.upTo);
    const parts = await runParts(hands, options, upTo, earlier);
    if (signal?.aborted === true) throw new VerificationStopped('The verification was stopped.');
    const report = reportOf(parts, upTo, keys, await views);
    if (options.resume !== undefined) await rm(options.resume, { force: true });
    return report;
  } finally {
    await Promise.all(hands.map((hand) => hand.end()));
    await store.close();
    await compared; // what still reads the log ends with it
  }
}

async function resumed({ resume, keys }: VerificationOptions): Promise<Resume | undefined> {
  if (resume === undefined || !existsSync(resume)) return undefined;
  const earlier = JSON.parse(await readFile(resume, 'utf8')) as Resume;
  const isOfThisProgram = earlier.parts.every((part) => part === null || isPartSnapshot(part));
  return isOfThisProgram && JSON.stringify(earlier.keys) === JSON.stringify(keys) ? earlier : undefined;
}

async function runParts(
  hands: readonly PartHand[],
  options: VerificationOptions,
  upTo: bigint,
  earlier: Resume | undefined,
): Promise<readonly PartSnapshot[]> {
  const { place, keys, kept = [], signal = new AbortController().signal } = options;
  const latest: (PartSnapshot | null)[] = hands.map((_, index) => earlier?.parts[index] ?? null);
  const remembering = new Remembering(options, upTo, latest);
  const policies = await Policies.load();
  const parts = hands.map((hand, index): Promise<PartSnapshot> => {
    const from = latest[index];
    const part = { index, of: hands.length };
    const work = {
      place,
      part,
      upTo: String(upTo),
      keys,
      kept,
      ...(from === null || from === undefined ? {} : { from }),
    };
    return hand.run(work, policies, signal, (snapshot) => {
      latest[index] = snapshot;
      remembering.tell();
    });
  });
  const done = await Promise.all(parts);
  await remembering.end(done);
  return done;
}

/** Tells progress and keeps the resume file. */
class Remembering {
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly options: VerificationOptions,
    private readonly upTo: bigint,
    private readonly latest: readonly (PartSnapshot | null)[],
  ) {}

  tell(): void {
    const positions = this.latest.map((snapshot) => Number(snapshot?.position ?? 0));
    this.options.progress?.(BigInt(Math.min(...positions)), this.upTo);
    this.writing = this.writing.then(() => this.write(this.latest));
  }

  async end(done: readonly PartSnapshot[]): Promise<void> {
    this.options.progress?.(this.upTo, this.upTo);
    await this.writing;
    await this.write(done);
  }

  /** As a whole or not at all: a run that is killed while it writes finds the file of before. */
  private async write(parts: readonly (PartSnapshot | null)[]): Promise<void> {
    const { resume, keys } = this.options;
    if (resume === undefined) return;
    const state: Resume = { upTo: String(this.upTo), keys, parts };
    await writeFile(`${resume}.new`, JSON.stringify(state));
    await rename(`${resume}.new`, resume);
  }
}

async function viewProblems({ folder, views = folder }: LedgerPlace, store: EventStore): Promise<readonly Problem[]> {
  const differences = await compareViews(views, store, await store.head());
  return differences.map(({ view, table, key, expected, found }) => ({
    kind: 'view' as const,
    position: null,
    message: `The view ${view} is not what the log says: table ${table}, row ${key}.`,
    differences: [{ field: `${table} ${key}`, expected, found }],
  }));
}
