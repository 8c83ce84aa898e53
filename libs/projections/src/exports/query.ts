import type { ExportFormat, PlainDate, ReportExported } from '@gongji/core';
import type { Kysely } from 'kysely';
import type { ViewTables } from '../database.ts';
import { pageBounds, pageOf, type Page, type PageOptions } from '../framework/page.ts';

/** What was handed out: the event, with who asked and when. */
export interface RecordedExport extends ReportExported {
  readonly position: string;
  readonly date: PlainDate;
  readonly recordedAt: string;
  readonly actor: string;
}

export interface ExportsOptions extends PageOptions {
  /** Days, both included. */
  readonly from?: PlainDate;
  readonly to?: PlainDate;
  readonly report?: string;
  readonly actor?: string;
}

/** What was handed out of a region's ledger, in the order of the log. */
export async function exportsIn(
  database: Kysely<ViewTables>,
  region: string,
  options: ExportsOptions = {},
): Promise<Page<RecordedExport>> {
  const { after, limit } = pageBounds(options);
  const { from, to, report, actor } = options;
  let rows = database.selectFrom('exports').selectAll().where('region', '=', region).where('position', '>', after);
  if (from !== undefined) rows = rows.where('day', '>=', from);
  if (to !== undefined) rows = rows.where('day', '<=', to);
  if (report !== undefined) rows = rows.where('report', '=', report);
  if (actor !== undefined) rows = rows.where('actor', '=', actor);
  return pageOf(await rows.orderBy('position').limit(limit).execute(), options, (row) => ({
    position: String(row.position),
    exportId: row.export_id,
    date: row.day,
    recordedAt: row.recorded_at,
    actor: row.actor,
    report: row.report,
    format: row.format as ExportFormat,
    filter: JSON.parse(row.filter) as ReportExported['filter'],
    rows: Number(row.rows),
    upTo: String(row.up_to),
    seal: row.seal === null ? null : (JSON.parse(row.seal) as ReportExported['seal']),
    sha256: row.sha256,
  }));
}
