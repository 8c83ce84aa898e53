import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Policies } from '@gongji/application';
import type { EventStore } from '@gongji/event-store';
import {
  LogSeals,
  readVerifier,
  sealsOf,
  TreeFiles,
  verifySeals,
  type Kept,
  type SealsSnapshot,
  type TreeSnapshot,
} from '@gongji/proof';
import { nowAndThen } from './now-and-then.ts';

/** What the log's seals are compared with. */
export interface SealsWork {
  readonly store: EventStore;
  /** The ledger's folder: the tree is beside the log. */
  readonly folder: string;
  readonly upTo: bigint;
  /** Texts of the public keys that are believed. */
  readonly keys: readonly string[];
  readonly kept: readonly Kept[];
  readonly from: SealsSnapshot | null;
}

/** Checks the seals beside the parts: it needs the events' hashes alone, and takes a fraction of the time of a part. */
export async function checkSeals(
  { store, folder, upTo, keys, kept, from }: SealsWork,
  policies: Policies,
  signal: AbortSignal,
  tell: (snapshot: SealsSnapshot) => void,
): Promise<SealsSnapshot> {
  const treeFolder = join(folder, 'tree');
  const tree = existsSync(treeFolder) ? new TreeFiles(treeFolder, { readOnly: true }) : undefined;
  try {
    const seals = await sealsOf(store, policies.regions());
    const verifiers = keys.map(readVerifier);
    return await verifySeals({
      store,
      seals: (at?: TreeSnapshot) => new LogSeals(seals, kept, verifiers, tree, at),
      upTo,
      signal,
      ...(from === null ? {} : { from }),
      progress: nowAndThen(tell),
    });
  } finally {
    tree?.close();
  }
}
