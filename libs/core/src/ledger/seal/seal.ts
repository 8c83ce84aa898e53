import type { Proposed } from '../event.ts';

/** Stream of the seals that a region's agency set on the log. */
export function sealStream(region: string): string {
  return `seal-${region}`;
}

// Events

/** The agency put its signature under the Merkle tree over the whole log up to a position (DESIGN.md 8). */
export interface LedgerSealed {
  /** How many events the tree holds: all from the log's first on. */
  readonly treeSize: number;
  /** Position of the last of them. */
  readonly position: string;
  /** Root of the tree (RFC 9162), as hex. */
  readonly rootHash: string;
  /** The same as a signed note (C2SP tlog-checkpoint), which a third party can keep and check. */
  readonly checkpoint: string;
}

export type SealEvent = Proposed<'LedgerSealed', LedgerSealed>;
