import type { FoundSettlement, LedgerSide } from '@gongji/core';
import type { Ask } from '../framework/ask.ts';
import type { Known } from '../framework/known.ts';
import type { Page, PageOptions } from '../framework/page.ts';
import { ledgerPages, ledgerSideOf, type Scope, type SideAsked } from './ledger-side.ts';
import {
  reconciliationFigures,
  reconciliationItems,
  reconciliationsIn,
  type ItemFigures,
  type ItemsFilter,
  type ReconciliationFilter,
  type ReconciliationItemRow,
  type ReconciliationRow,
} from './query.ts';

/** What the read models say about reconciliations with institutions. */
export class ReconciliationViews {
  constructor(private readonly ask: Ask) {}

  /** What was settled at an institution in a span of days, as known at a position or now, and the settlements that are named. */
  side(asked: SideAsked): Promise<LedgerSide> {
    return this.ask((database) => ledgerSideOf(database, asked));
  }

  /** All of that, row by row, with claims; page by page, in no order that the keys have. */
  rows(scope: Scope, upTo: bigint): AsyncIterable<readonly FoundSettlement[]> {
    return ledgerPages(this.ask, scope, Number(upTo));
  }

  /** What institutions said that they settled, and what the ledger had. */
  recorded(region: string, options?: PageOptions & ReconciliationFilter): Promise<Page<ReconciliationRow>> {
    return this.ask((database) => reconciliationsIn(database, region, options));
  }

  /** What institutions and the ledger do not agree on, and how it ended. */
  items(region: string, options?: PageOptions & ItemsFilter): Promise<Page<ReconciliationItemRow>> {
    return this.ask((database) => reconciliationItems(database, region, options));
  }

  /** Those items by clearing type, kind and state. */
  figures(region: string, filter?: ItemsFilter): Promise<Known<readonly ItemFigures[]>> {
    return this.ask((database) => reconciliationFigures(database, region, filter));
  }
}
