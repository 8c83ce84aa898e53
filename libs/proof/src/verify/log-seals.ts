import { Frontier, sealStream } from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import { hashBytes, hexOf } from '../bytes.ts';
import { openCheckpoint } from '../seals/checkpoint.ts';
import { NoteError, type Verifier } from '../seals/note.ts';
import { recordedSeal, type RecordedSeal } from '../seals/sealer.ts';
import type { TreeFiles } from '../seals/tree-files.ts';
import type { Problem } from './problem.ts';

/** A checkpoint that somebody kept outside the ledger: size and root that the log must have. */
export interface Kept {
  readonly size: number;
  /** As hex. */
  readonly root: string;
  /** Where it came from, for the report. */
  readonly source: string;
}

/** What the walk through the log needs to go on where it was stopped. */
export interface TreeSnapshot {
  readonly size: number;
  readonly subtrees: readonly string[];
  /** How many events the last seal that holds covers. */
  readonly sealed: number;
  /** Position of the first event that is not the tree files' leaf. */
  readonly differs: string | null;
}

/** All seals of the regions, in the order of the log. */
export async function sealsOf(store: EventStore, regions: readonly string[]): Promise<readonly RecordedSeal[]> {
  const seals: RecordedSeal[] = [];
  for (const region of regions) {
    for await (const page of store.readStream(sealStream(region), { direction: 'forwards' })) {
      seals.push(...page.map((event) => recordedSeal(event, region)));
    }
  }
  return seals.sort((a, b) => (a.sealedAt < b.sealedAt ? -1 : 1));
}

/** Leaves read from the tree files at once. */
const PAGE = 1024;

/** Builds the tree while the log goes by, and compares it with every seal and every kept checkpoint when it has their size. */
export class LogSeals {
  private readonly frontier: Frontier;
  private readonly bySize = new Map<number, { seals: RecordedSeal[]; kept: Kept[] }>();
  private confirmed: number;
  /** Position of the first event that is not the tree files' leaf. */
  private differs: bigint | undefined;
  private page: Buffer = Buffer.alloc(0);
  private pageStart = -PAGE;

  constructor(
    private readonly seals: readonly RecordedSeal[],
    kept: readonly Kept[],
    private readonly keys: readonly Verifier[],
    /** The tree beside the log: where it is the sealed one, it tells which leaf has changed. */
    private readonly tree: TreeFiles | undefined,
    from?: TreeSnapshot,
  ) {
    this.frontier =
      from === undefined
        ? Frontier.empty(hashBytes)
        : Frontier.of(
            from.size,
            from.subtrees.map((hex) => Buffer.from(hex, 'hex')),
            hashBytes,
          );
    this.confirmed = from?.sealed ?? 0;
    if (typeof from?.differs === 'string') this.differs = BigInt(from.differs);
    for (const seal of seals) this.due(seal.treeSize).seals.push(seal);
    for (const each of kept) this.due(each.size).kept.push(each);
  }

  private due(size: number): { seals: RecordedSeal[]; kept: Kept[] } {
    const known = this.bySize.get(size) ?? { seals: [], kept: [] };
    this.bySize.set(size, known);
    return known;
  }

  snapshot(): TreeSnapshot {
    return {
      size: this.frontier.size,
      subtrees: this.frontier.subtrees.map(hexOf),
      sealed: this.confirmed,
      differs: this.differs === undefined ? null : String(this.differs),
    };
  }

  /** Every signature, whatever the log holds. */
  signatures(): readonly Problem[] {
    return this.seals.flatMap((seal) => signatureProblem(seal, this.keys));
  }

  /** Takes the leaf of the next event in. */
  add(leaf: Uint8Array, position: bigint): readonly Problem[] {
    this.frontier.append(leaf);
    this.compareLeaf(leaf, position);
    const due = this.bySize.get(this.frontier.size);
    if (due === undefined) return [];
    const root = hexOf(this.frontier.root());
    const problems = due.seals.flatMap((seal) => this.sealProblem(seal, root, position));
    for (const each of due.kept) {
      if (each.root === root) continue;
      const message = `The first ${String(each.size)} events are not those of the checkpoint ${each.source}.`;
      problems.push({ kind: 'checkpoint', position: String(position), message });
    }
    return problems;
  }

  private sealProblem(seal: RecordedSeal, root: string, position: bigint): readonly Problem[] {
    if (seal.rootHash === root && seal.position === String(position) && seal.sealedAt > position) {
      this.confirmed = Math.max(this.confirmed, seal.treeSize);
      return [];
    }
    const changed = this.firstChanged(seal);
    const where =
      changed === undefined
        ? `among the events ${String(this.confirmed + 1)} to ${String(seal.treeSize)}`
        : `first at position ${String(changed)}`;
    const message = `The log up to ${seal.position} is not what ${sealStream(seal.region)} sealed: something has changed, ${where}.`;
    const differences = [{ field: 'rootHash', expected: seal.rootHash, found: root }];
    return [
      {
        kind: 'seal',
        position: String(changed ?? seal.sealedAt),
        stream: sealStream(seal.region),
        message,
        differences,
      },
    ];
  }

  /** The first event that is not the tree files' leaf, where those are the tree that was sealed. */
  private firstChanged(seal: RecordedSeal): bigint | undefined {
    const { tree, differs } = this;
    if (tree === undefined || differs === undefined || tree.size < seal.treeSize) return undefined;
    return hexOf(tree.head(seal.treeSize).root) === seal.rootHash ? differs : undefined;
  }

  private compareLeaf(leaf: Uint8Array, position: bigint): void {
    const { tree } = this;
    const index = this.frontier.size - 1;
    if (this.differs !== undefined || tree === undefined || index >= tree.size) return;
    if (index < this.pageStart || index >= this.pageStart + PAGE) {
      this.pageStart = index;
      this.page = tree.leavesFrom(index, Math.min(PAGE, tree.size - index));
    }
    const at = (index - this.pageStart) * leaf.length;
    if (Buffer.compare(leaf, this.page.subarray(at, at + leaf.length)) !== 0) this.differs = position;
  }

  /** What lies beyond the log's end. @param head position of the last event. */
  end(head: bigint): readonly Problem[] {
    const { size } = this.frontier;
    const short = (source: string, wanted: number, kind: 'seal' | 'checkpoint'): Problem => ({
      kind,
      position: String(head),
      message: `The log ends after ${String(size)} events; ${source} covers ${String(wanted)}.`,
    });
    return [...this.bySize].flatMap(([wanted, { seals, kept }]) =>
      wanted <= size
        ? []
        : [
            ...seals.map((seal) => short(`the seal at position ${String(seal.sealedAt)}`, wanted, 'seal')),
            ...kept.map(({ source }) => short(`the checkpoint ${source}`, wanted, 'checkpoint')),
          ],
    );
  }
}

/** A seal must be signed by a known key and say the same as its note. */
function signatureProblem(seal: RecordedSeal, keys: readonly Verifier[]): readonly Problem[] {
  const place = {
    kind: 'seal',
    position: String(seal.sealedAt),
    stream: sealStream(seal.region),
    type: 'LedgerSealed',
  } as const;
  try {
    const { size, root } = openCheckpoint(seal.checkpoint, keys);
    if (size === seal.treeSize && hexOf(root) === seal.rootHash) return [];
    return [{ ...place, message: 'The seal says another size or root than its signed note.' }];
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    return [{ ...place, message: `The seal does not hold: ${error.message}` }];
  }
}
