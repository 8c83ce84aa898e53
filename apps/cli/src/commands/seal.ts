import { join } from 'node:path';
import { openStore } from '@gongji/api';
import { Policies } from '@gongji/application';
import { sealLedger, TreeFiles } from '@gongji/proof';
import { keyFolderOf, type KeyOptions } from './key.ts';

export interface SealOptions extends KeyOptions {
  /** The region to seal for; default: every region of the log. */
  readonly region?: string;
}

/** Folder of the Merkle tree beside the log. */
export function treeFolderOf(store: string): string {
  return join(store, 'tree');
}

/**
 * `gongji seal`: seals the log up to its head for each of its regions, or for one, and prints the signed checkpoints: what a third party
 * keeps.
 *
 * @returns the exit status: 0; 2 for a region that nobody knows.
 */
export async function seal(options: SealOptions): Promise<number> {
  const known = (await Policies.load()).regions();
  if (options.region !== undefined && !known.includes(options.region)) {
    process.stderr.write(`没有这个地区 · no region ${options.region}; there are ${known.join(', ')}\n`);
    return 2;
  }
  const regions = options.region === undefined ? known : [options.region];
  const signer = await keyFolderOf(options).signer();
  const store = await openStore(options.place);
  const tree = new TreeFiles(treeFolderOf(options.place.folder));
  try {
    const seals = await sealLedger({ store, tree, signer, regions, clock: () => new Date() });
    process.stdout.write(seals.map(({ checkpoint }) => checkpoint).join('\n'));
    for (const { region, treeSize, sealedAt } of seals) {
      process.stderr.write(`已加封 · sealed ${region}: ${String(treeSize)} events, seal at ${String(sealedAt)}\n`);
    }
    return 0;
  } finally {
    tree.close();
    await store.close();
  }
}
