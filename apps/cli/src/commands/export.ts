import { copyFile, rename } from 'node:fs/promises';
import { extname } from 'node:path';
import { openLedger } from '@gongji/api';
import { makeExport, Problem, readQuery, REPORT_NAMES, REPORTS, type ReportName } from '@gongji/api/exports';
import { NotKnownYet } from '@gongji/event-store';
import { chartFileIn, placeIn, type PlaceTexts } from '../place-options.ts';

export interface ExportOptions extends PlaceTexts {
  readonly region: string;
  readonly out: string;
  readonly format?: string;
  readonly chart?: string;
  /** What is asked of the report, as the service takes it. */
  readonly [asked: string]: string | undefined;
}

/**
 * `gongji export`: writes a report into a file, after it was recorded that it is handed out.
 *
 * @returns the exit status: 0, or 2 for what cannot be asked.
 */
export async function exportReport(name: string, options: ExportOptions): Promise<number> {
  const { region, out, store, views, chart, format = extname(out).slice(1).toLowerCase(), ...asked } = options;
  if (!isReport(name)) {
    process.stderr.write(`没有这个报表 · no report ${name}; there are ${REPORT_NAMES.join(', ')}\n`);
    return 2;
  }
  const place = placeIn({ ...(store === undefined ? {} : { store }), ...(views === undefined ? {} : { views }) });
  try {
    const query = readQuery(REPORTS[name].form, { ...asked, format });
    const open = await openLedger(place, { chart: chartFileIn({ chart }) });
    try {
      await open.views.catchUp();
      const made = await makeExport(open, { region, report: name, query });
      await placed(made.path, out).finally(() => made.discard());
      const { rows, upTo, exportId } = made.exported;
      process.stderr.write(`已导出 · exported ${String(rows)} rows as of position ${upTo}, recorded as ${exportId}\n`);
    } finally {
      await open.close();
    }
    return 0;
  } catch (error) {
    if (!(error instanceof Problem || error instanceof NotKnownYet)) throw error;
    process.stderr.write(`不能导出 · cannot be exported: ${error.message}\n`);
    return 2;
  }
}

/** Puts a file where it is wanted: there, it is whole or it is not. */
async function placed(path: string, out: string): Promise<void> {
  await copyFile(path, `${out}.part`);
  await rename(`${out}.part`, out);
}

function isReport(name: string): name is ReportName {
  return (REPORT_NAMES as readonly string[]).includes(name);
}
