import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import ExcelJS from 'exceljs';
import type { WriteFile } from './file.ts';
import type { Cell, Column, Report } from './report.ts';
import { Totals } from './totals.ts';

type WorkbookWriter = ExcelJS.stream.xlsx.WorkbookWriter;

/** A sheet holds 1,048,576 rows; headings and totals want some. */
const MOST_ROWS = 1_048_000;

/** Rows that are written at once: whoever is served by the same process waits for so many, some ten milliseconds. */
const ROWS_A_TURN = 100;

/** Longest text of a cell in Excel. */
const LONGEST_TEXT = 32_767;

/** Control characters that XML cannot hold. */
const NO_XML = /[^\P{Cc}\t\n\r]/gu;

/** Amounts with the thousands apart; negative ones in red, as in the books (红字). */
const FORMATS: { readonly [kind in Column['kind']]: string } = {
  text: '@',
  amount: '#,##0.00;[Red]-#,##0.00',
  count: '#,##0',
};

/**
 * Writes a report as a workbook: a sheet of headings, rows and totals, further ones where a sheet is full, and at the end a sheet of what
 * the file says of itself. Text is never a formula, whatever it begins with: a cell of text says that it is.
 */
export const writeXlsx: WriteFile = async (path, report, about) => {
  const totals = new Totals(report);
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path, useStyles: true, useSharedStrings: false });
  let sheet = sheetOf(workbook, report, 1);
  let [number, rows] = [1, 0];
  for await (const page of report.pages) {
    if (rows + page.length > MOST_ROWS) {
      sheet.commit();
      number += 1;
      rows = 0;
      sheet = sheetOf(workbook, report, number);
    }
    for (const [at, row] of page.entries()) {
      addRow(sheet, row.cells, report.columns);
      totals.add(row);
      if (at % ROWS_A_TURN === 0) await drained(sheet);
    }
    rows += page.length;
  }
  addRow(sheet, totals.row(), report.columns, true);
  sheet.commit();
  addAbout(workbook, about(totals.rows, totals.row()));
  await workbook.commit();
  return totals.rows;
};

function sheetOf(workbook: WorkbookWriter, { title, columns }: Report, number: number): ExcelJS.Worksheet {
  const name = number === 1 ? title : `${title} ${String(number)}`;
  const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = columns.map(({ heading, kind }) => ({
    width: Math.max(kind === 'text' ? 16 : 14, heading.length * 2 + 2),
    style: { numFmt: FORMATS[kind] },
  }));
  const headings = sheet.addRow(columns.map(({ heading }) => heading));
  headings.font = { bold: true };
  headings.commit();
  return sheet;
}

function addRow(sheet: ExcelJS.Worksheet, cells: readonly Cell[], columns: readonly Column[], isBold = false): void {
  const row = sheet.addRow(cells.map((cell, at) => valueOf(cell, columns[at]?.kind ?? 'text')));
  if (isBold) row.font = { bold: true };
  row.commit();
}

/** A number has fifteen digits in Excel: as many as an amount of the ledger may have. */
function valueOf(cell: Cell, kind: Column['kind']): string | number | null {
  if (cell === null) return null;
  return kind === 'text' || !Number.isFinite(Number(cell)) ? cellText(String(cell)) : Number(cell);
}

function cellText(text: string): string {
  return text.replace(NO_XML, '\ufffd').slice(0, LONGEST_TEXT);
}

function addAbout(workbook: WorkbookWriter, about: readonly (readonly [string, string])[]): void {
  const sheet = workbook.addWorksheet('说明');
  sheet.columns = [{ width: 20 }, { width: 70 }];
  for (const line of about) sheet.addRow(line.map(cellText)).commit();
  sheet.commit();
}

/** What the library keeps of a sheet until the archive has taken it: pieces, and what waits in the streams to which it pipes. */
interface SheetStream {
  readonly stream?: {
    readonly buffers?: readonly unknown[];
    readonly pipes?: readonly { readonly _writableState?: { readonly length?: number } }[];
  };
}

const MOST_WAITING_BYTES = 1024 * 1024;
const MOST_WAITING_PIECES = 16;

/**
 * The library writes without waiting for who compresses: whoever makes rows must wait, or the whole report is in memory. Its streams are
 * of an old kind, which tells only in its state how much waits.
 */
async function drained(sheet: ExcelJS.Worksheet): Promise<void> {
  const { stream } = sheet as unknown as SheetStream;
  const waits = (): boolean => {
    const waiting = (stream?.pipes ?? []).map(({ _writableState }) => _writableState?.length ?? 0);
    return Math.max(0, ...waiting) > MOST_WAITING_BYTES || (stream?.buffers ?? []).length > MOST_WAITING_PIECES;
  };
  await nextTurn();
  while (waits()) await pause(1);
}
