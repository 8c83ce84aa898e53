import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { WriteFile } from './file.ts';
import type { Cell, Column } from './report.ts';
import { Totals } from './totals.ts';

/** So that Excel takes the file for UTF-8, and shows Chinese. */
const BYTE_ORDER_MARK = '\ufeff';

/** What a spreadsheet would take for a formula, in the full width as well. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/u;

/**
 * Writes a report as CSV (RFC 4180): headings, rows, totals, and then a line for each thing that the file says of itself. All lines have
 * the same number of fields.
 */
export const writeCsv: WriteFile = async (path, report, about) => {
  const totals = new Totals(report);
  const { columns } = report;
  const padded = (cells: readonly Cell[]): string =>
    csvLine([...cells, ...columns.slice(cells.length).map(() => null)]);
  async function* pieces(): AsyncIterable<string> {
    yield BYTE_ORDER_MARK + padded(columns.map(({ heading }) => heading));
    for await (const page of report.pages) {
      yield page.map((row) => csvLine(row.cells, columns)).join('');
      for (const row of page) totals.add(row);
    }
    yield csvLine(totals.row(), columns);
    for (const line of about(totals.rows, totals.row())) yield padded(line);
  }
  await pipeline(Readable.from(pieces()), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  return totals.rows;
};

/**
 * A line of CSV. Text that a spreadsheet would take for a formula has an apostrophe before it; amounts and counts are numbers and stay
 * as they are.
 *
 * @param columns where they are left out, all is text.
 */
export function csvLine(cells: readonly Cell[], columns: readonly Pick<Column, 'kind'>[] = []): string {
  return `${cells.map((cell, at) => field(cell, columns[at]?.kind ?? 'text')).join(',')}\r\n`;
}

function field(cell: Cell, kind: Column['kind']): string {
  if (cell === null) return '';
  const written = kind === 'text' && FORMULA.test(String(cell)) ? `'${String(cell)}` : String(cell);
  return /[",\r\n]/.test(written) ? `"${written.replaceAll('"', '""')}"` : written;
}
