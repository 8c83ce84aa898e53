import { availableParallelism } from 'node:os';
import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { Policies } from '@gongji/application';
import type { EventStore } from '@gongji/event-store';
import { compareViews } from '@gongji/projections';
import {
  isPartSnapshot,
  reportOf,
  type Checked,
  type Kept,
  type PartSnapshot,
  type Problem,
  type SealsSnapshot,
  type VerificationReport,
} from '@gongji/proof';
import type { LedgerPlace } from '../ledger-place.ts';
import { openStore } from '../open-store.ts';
import { checkSeals } from './check-seals.ts';
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

/** How far each of those is that check side by side; null for one that has told nothing yet. */
interface Latest {
  readonly parts: (PartSnapshot | null)[];
  seals: SealsSnapshot | null;
}

/** How far an interrupted run came. */
interface Resume extends Latest {
  readonly upTo: string;
  readonly keys: readonly string[];
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
    const checked = await check(hands, store, options, upTo, earlier);
    if (signal?.aborted === true) throw new VerificationStopped('The verification was stopped.');
    const report = reportOf(checked, upTo, keys, await views);
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

/** The parts by whoever does them, the seals here: there is nothing else to do but to compare the views. */
async function check(
  hands: readonly PartHand[],
  store: EventStore,
  options: VerificationOptions,
  upTo: bigint,
  earlier: Resume | undefined,
): Promise<Checked> {
  const { place, keys, kept = [], signal = new AbortController().signal } = options;
  const latest: Latest = {
    parts: hands.map((_, index) => earlier?.parts[index] ?? null),
    seals: earlier?.seals ?? null,
  };
  const remembering = new Remembering(options, upTo, latest);
  const policies = await Policies.load();
  const failed = new AbortController();
  const seals = checkSeals(
    { store, folder: place.folder, upTo, keys, kept, from: latest.seals },
    policies,
    AbortSignal.any([signal, failed.signal]),
    (snapshot) => {
      latest.seals = snapshot;
      remembering.tell();
    },
  );
  const parts = hands.map((hand, index): Promise<PartSnapshot> => {
    const from = latest.parts[index] ?? null;
    const part = { index, of: hands.length };
    const work = { place, part, upTo: String(upTo), ...(from === null ? {} : { from }) };
    return hand.run(work, policies, signal, (snapshot) => {
      latest.parts[index] = snapshot;
      remembering.tell();
    });
  });
  try {
    const done = await Promise.all([Promise.all(parts), seals]);
    const checked = { parts: done[0], seals: done[1] };
    await remembering.end(checked);
    return checked;
  } catch (error) {
    failed.abort();
    await seals.catch(() => undefined); // the first failure is the one that is told
    throw error;
  }
}

/** Tells progress and keeps the resume file. */
class Remembering {
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly options: VerificationOptions,
    private readonly upTo: bigint,
    private readonly latest: Latest,
  ) {}

  tell(): void {
    const { parts, seals } = this.latest;
    const positions = [...parts, seals].map((snapshot) => Number(snapshot?.position ?? 0));
    this.options.progress?.(BigInt(Math.min(...positions)), this.upTo);
    this.writing = this.writing.then(() => this.write(this.latest));
  }

  async end(done: Checked): Promise<void> {
    this.options.progress?.(this.upTo, this.upTo);
    await this.writing;
    await this.write(done);
  }

  /** As a whole or not at all: a run that is killed while it writes finds the file of before. */
  private async write({ parts, seals }: Latest | Checked): Promise<void> {
    const { resume, keys } = this.options;
    if (resume === undefined) return;
    const state: Resume = { upTo: String(this.upTo), keys, parts: [...parts], seals };
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
