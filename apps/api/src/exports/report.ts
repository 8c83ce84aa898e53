import type { Policies } from '@gongji/application';
import type { Chart } from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import type { Views } from '@gongji/projections';

/** Where exports get their figures: the same as questions. */
export interface ExportSources {
  readonly views: Views;
  readonly policies: Policies;
  readonly chart: Chart;
  readonly store: EventStore;
}

/** A column of a report. Amounts are text in yuan with two decimals; amounts and counts are added up unless they say otherwise. */
export interface Column {
  /** In Chinese: what stands above it. */
  readonly heading: string;
  readonly kind: 'text' | 'amount' | 'count';
  /** A balance, a share, a number of different persons: adding it up would mean nothing. */
  readonly isNotSummed?: boolean;
}

/** Null is an empty cell. */
export type Cell = string | number | null;

export interface ReportRow {
  readonly cells: readonly Cell[];
  /** Taken back: it is shown, and does not count in the totals. */
  readonly isVoid?: boolean;
}

/** A report that is being made. */
export interface Report {
  /** In Chinese. */
  readonly title: string;
  readonly columns: readonly Column[];
  /** Position of the log up to which its figures know. */
  readonly upTo: string;
  /** Page by page, so that memory does not grow with the report. */
  readonly pages: AsyncIterable<readonly ReportRow[]>;
  /** Heading of the column whose total is also told in capitals (大写): what is owed or paid. */
  readonly inCapitals?: string;
  /** Totals that are no sums of their column, by the column's place. */
  readonly ownTotals?: { readonly [column: number]: Cell };
}

export function text(heading: string): Column {
  return { heading, kind: 'text' };
}

export function amount(heading: string): Column {
  return { heading, kind: 'amount' };
}

export function count(heading: string): Column {
  return { heading, kind: 'count' };
}

/** A column that is not added up. */
export function unsummed(column: Column): Column {
  return { ...column, isNotSummed: true };
}

/** Rows that are at hand, as the one page of a report. */
export async function* onePage(rows: readonly (readonly Cell[])[]): AsyncIterable<readonly ReportRow[]> {
  yield rows.map((cells) => ({ cells }));
}
