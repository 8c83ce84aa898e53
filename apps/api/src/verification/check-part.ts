import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Policies } from '@gongji/application/deciding';
import {
  LogSeals,
  readVerifier,
  sealsOf,
  TreeFiles,
  verifyPart,
  type Kept,
  type PartSnapshot,
  type TreeSnapshot,
} from '@gongji/proof';
import type { HandedPack } from '../handed-packs.ts';
import type { LedgerPlace } from '../ledger-place.ts';
import { openStore } from '../open-store.ts';

/** One part of a verification, as it is handed to a thread. */
export interface PartWork {
  readonly place: LedgerPlace;
  readonly part: { readonly index: number; readonly of: number };
  readonly upTo: string;
  /** Texts of the public keys that are believed. */
  readonly keys: readonly string[];
  readonly kept: readonly Kept[];
  readonly from?: PartSnapshot;
}

/** What a thread is given. */
export interface ThreadWork {
  readonly work: PartWork;
  readonly packs: readonly HandedPack[];
}

/** So often a part tells how far it is. */
const TELL_EVERY_MS = 500;

/** Opens the log for reading and checks one part of it. */
export async function checkPart(
  work: PartWork,
  policies: Policies,
  signal: AbortSignal,
  tell: (snapshot: PartSnapshot) => void,
): Promise<PartSnapshot> {
  const { place, part, from } = work;
  const store = await openStore(place, { readOnly: true });
  const treeFolder = join(place.folder, 'tree');
  const tree = part.index === 0 && existsSync(treeFolder) ? new TreeFiles(treeFolder, { readOnly: true }) : undefined;
  try {
    const seals = part.index === 0 ? await sealsOf(store, policies.regions()) : [];
    const keys = work.keys.map(readVerifier);
    let told = Date.now();
    return await verifyPart({
      store,
      policies,
      part,
      upTo: BigInt(work.upTo),
      signal,
      ...(from === undefined ? {} : { from }),
      ...(part.index === 0 ? { seals: (at?: TreeSnapshot) => new LogSeals(seals, work.kept, keys, tree, at) } : {}),
      progress: (snapshot) => {
        if (Date.now() - told < TELL_EVERY_MS) return;
        told = Date.now();
        tell(snapshot());
      },
    });
  } finally {
    tree?.close();
    await store.close();
  }
}
