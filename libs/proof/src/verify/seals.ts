import type { EventStore, RecordedMetadata } from '@gongji/event-store';
import { leafOf } from '../seals/tree-files.ts';
import { Findings, type FindingsSnapshot } from './findings.ts';
import type { LogSeals, TreeSnapshot } from './log-seals.ts';
import type { Problem } from './problem.ts';

/** What goes through the whole log, and of every event looks at no more than its place and its hash. */
export interface SealsOptions {
  readonly store: EventStore;
  readonly seals: (from?: TreeSnapshot) => LogSeals;
  readonly upTo: bigint;
  /** Where an earlier run was stopped. */
  readonly from?: SealsSnapshot;
  /** Told after every page. */
  readonly progress?: (snapshot: () => SealsSnapshot) => void;
  readonly signal?: AbortSignal;
}

/** How far the seals and kept checkpoints were compared, what was found, and what is needed to go on. Plain JSON. */
export interface SealsSnapshot extends FindingsSnapshot {
  readonly position: string;
  readonly tree: TreeSnapshot;
}

/** Checks that no position is missing, and every seal. @returns what it found; as far as it came where the signal ended it. */
export async function verifySeals(options: SealsOptions): Promise<SealsSnapshot> {
  const { store, upTo, from, progress, signal } = options;
  const walk = new SealWalk(options);
  for await (const page of store.readMetadata({ after: BigInt(from?.position ?? '0'), upTo, pageSize: 1000 })) {
    for (const event of page) walk.take(event);
    progress?.(() => walk.snapshot());
    if (signal?.aborted === true) return walk.snapshot();
  }
  walk.finish();
  return walk.snapshot();
}

class SealWalk {
  private position: bigint;
  private readonly findings: Findings;
  private readonly seals: LogSeals;

  constructor({ seals, from }: SealsOptions) {
    this.position = BigInt(from?.position ?? '0');
    this.findings = new Findings(from ?? { problems: [], problemCount: 0 });
    this.seals = seals(from?.tree);
    if (from === undefined) this.findings.report(this.seals.signatures());
  }

  snapshot(): SealsSnapshot {
    const { position, seals, findings } = this;
    return { position: String(position), tree: seals.snapshot(), ...findings.snapshot() };
  }

  take(event: RecordedMetadata): void {
    if (event.position !== this.position + 1n) this.findings.report([gap(event, this.position)]);
    this.position = event.position;
    const leaf = readableLeaf(event);
    if (leaf !== undefined) this.findings.report(this.seals.add(leaf, event.position));
  }

  finish(): void {
    this.findings.report(this.seals.end(this.position));
  }
}

/** Where there is none, the part whose event it is tells it; no seal over it holds. */
function readableLeaf({ metadata }: RecordedMetadata): Uint8Array | undefined {
  try {
    return leafOf(metadata);
  } catch {
    return undefined;
  }
}

function gap({ position }: RecordedMetadata, before: bigint): Problem {
  const message = `After position ${String(before)} comes ${String(position)}: what lay between is missing.`;
  return { kind: 'position', position: String(before + 1n), message };
}
