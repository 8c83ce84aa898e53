import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sealStream } from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import { hexOf } from '../bytes.ts';
import { SealedLogChanged, type RecordedSeal } from '../seals/sealer.ts';
import { TreeFiles } from '../seals/tree-files.ts';

/** A tree that holds what a seal covers. */
export interface SealedTree {
  readonly tree: TreeFiles;
  readonly close: () => void;
}

/**
 * The tree beside the log, where it holds what the seal covers; otherwise one made from the log in a folder for the moment. The ledger's own
 * folder is only read.
 *
 * @param folder of the tree beside the log; it need not exist.
 * @throws SealedLogChanged when the log is not the one that was sealed.
 */
export async function sealedTree(store: EventStore, folder: string, seal: RecordedSeal): Promise<SealedTree> {
  const beside = existsSync(folder) ? new TreeFiles(folder, { readOnly: true }) : undefined;
  if (beside !== undefined && holds(beside, seal)) {
    return {
      tree: beside,
      close: () => {
        beside.close();
      },
    };
  }
  beside?.close();
  const made = mkdtempSync(join(tmpdir(), 'gongji-tree-'));
  const tree = new TreeFiles(made);
  const close = (): void => {
    tree.close();
    rmSync(made, { recursive: true, force: true });
  };
  await tree.catchUp(store, BigInt(seal.position));
  if (holds(tree, seal)) return { tree, close };
  close();
  const { treeSize, region } = seal;
  throw new SealedLogChanged(`The log does not begin with the ${treeSize} events that ${sealStream(region)} sealed.`);
}

function holds(tree: TreeFiles, { treeSize, rootHash }: RecordedSeal): boolean {
  return treeSize <= tree.size && hexOf(tree.head(treeSize).root) === rootHash;
}
