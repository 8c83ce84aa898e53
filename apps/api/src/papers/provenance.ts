import type { SealedUpTo } from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import { lastSeal } from '@gongji/proof';

/** On what something that was handed out rests: so that it can be asked for again, and held against what was sealed. */
export interface Provenance {
  /** Position of the log up to which it knows. */
  readonly position: string;
  /** The newest seal of the region that covers no more than that; null where there is none. */
  readonly seal: SealedUpTo | null;
  /** Under which it is recorded that it was handed out. */
  readonly exportId?: string;
}

/** What a position of the log rests on. */
export async function provenanceAt(store: EventStore, region: string, position: string): Promise<Provenance> {
  const seal = await lastSeal(store, region, Number(position));
  if (seal === undefined) return { position, seal: null };
  const { treeSize, rootHash } = seal;
  return { position, seal: { treeSize, position: seal.position, rootHash } };
}
