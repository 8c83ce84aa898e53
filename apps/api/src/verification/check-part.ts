import type { Policies } from '@gongji/application/deciding';
import { verifyPart, type PartSnapshot } from '@gongji/proof';
import type { HandedPack } from '../handed-packs.ts';
import type { LedgerPlace } from '../ledger-place.ts';
import { openStore } from '../open-store.ts';
import { nowAndThen } from './now-and-then.ts';

/** One part of a verification, as it is handed to a thread. */
export interface PartWork {
  readonly place: LedgerPlace;
  readonly part: { readonly index: number; readonly of: number };
  readonly upTo: string;
  readonly from?: PartSnapshot;
}

/** What a thread is given. */
export interface ThreadWork {
  readonly work: PartWork;
  readonly packs: readonly HandedPack[];
}

/** Opens the log for reading and checks one part of it. */
export async function checkPart(
  { place, part, upTo, from }: PartWork,
  policies: Policies,
  signal: AbortSignal,
  tell: (snapshot: PartSnapshot) => void,
): Promise<PartSnapshot> {
  const store = await openStore(place, { readOnly: true });
  try {
    return await verifyPart({
      store,
      policies,
      part,
      upTo: BigInt(upTo),
      signal,
      ...(from === undefined ? {} : { from }),
      progress: nowAndThen(tell),
    });
  } finally {
    await store.close();
  }
}
