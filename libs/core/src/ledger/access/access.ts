import type { Proposed } from '../event.ts';

/** Stream of what was handed out of a region's ledger. */
export function accessStream(region: string): string {
  return `access-${region}`;
}

// Events

/** Forms in which something can be handed out. */
export const EXPORT_FORMATS = ['xlsx', 'csv', 'html'] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/**
 * A report or a paper was handed out. Who asked stands in the metadata. The event is in the log before anything leaves the ledger, so
 * that no export is without it (DESIGN.md 1.8, 7).
 */
export interface ReportExported {
  /** Stands in the file too. */
  readonly exportId: string;
  /** Which report, such as "settlements". */
  readonly report: string;
  readonly format: ExportFormat;
  /** What it was narrowed down to, as it was asked for. */
  readonly filter: { readonly [name: string]: string };
  /** Rows of figures, without headings and totals. */
  readonly rows: number;
  /** Position of the log up to which the figures know. */
  readonly upTo: string;
  /** The newest seal of the region that covers no more than that; null where there is none. */
  readonly seal: SealedUpTo | null;
  /** SHA-256 of the file, as hex: a file that turns up somewhere can be told from any other. */
  readonly sha256: string;
}

/** What a seal covers. */
export interface SealedUpTo {
  readonly treeSize: number;
  readonly position: string;
  /** As hex. */
  readonly rootHash: string;
}

export type AccessEvent = Proposed<'ReportExported', ReportExported>;
