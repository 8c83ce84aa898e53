import { join } from 'node:path';
import { Policies } from '@gongji/application';
import { SqliteEventStore } from '@gongji/event-store-sqlite';
import { sealLedger, TreeFiles } from '@gongji/proof';
import { keyFolderOf } from './key.ts';

/** Folder of the Merkle tree beside the log. */
export function treeFolderOf(store: string): string {
  return join(store, 'tree');
}

/**
 * `gongji seal`: seals the log up to its head for each of its regions, or for one, and prints the signed checkpoints: what a third party
 * keeps.
 */
export async function seal(options: {
  readonly store: string;
  readonly keys?: string;
  readonly region?: string;
}): Promise<number> {
  const signer = await keyFolderOf(options.store, options.keys).signer();
  const regions = options.region === undefined ? (await Policies.load()).regions() : [options.region];
  const store = await SqliteEventStore.open(options.store);
  const tree = new TreeFiles(treeFolderOf(options.store));
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
