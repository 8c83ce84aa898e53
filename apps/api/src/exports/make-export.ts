import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DEFAULT_ACTOR, recordExport } from '@gongji/application';
import { capitalsOf, type ReportExported } from '@gongji/core';
import { provenanceAt, type Provenance } from '../papers/provenance.ts';
import { writeCsv } from './csv.ts';
import type { About, WriteFile } from './file.ts';
import type { Cell, ExportSources, Report } from './report.ts';
import { REPORTS, type ExportQuery, type FileFormat, type ReportName } from './reports.ts';
import { writeXlsx } from './xlsx.ts';

/** Who writes a format, and as what it is handed out. */
const FORMATS: { readonly [format in FileFormat]: { readonly write: WriteFile; readonly type: string } } = {
  xlsx: { write: writeXlsx, type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  csv: { write: writeCsv, type: 'text/csv; charset=utf-8; header=present' },
};

export const FILE_TYPES = Object.values(FORMATS).map(({ type }) => type);

export interface ExportAsked {
  readonly region: string;
  readonly report: ReportName;
  readonly query: ExportQuery;
}

/** A file that was made and recorded, and may be handed out. */
export interface MadeExport {
  readonly exported: ReportExported;
  /** Of the record in the log. */
  readonly position: string;
  /** Where the file is; whoever takes it removes it. */
  readonly path: string;
  readonly size: number;
  readonly name: string;
  readonly type: string;
  /** Removes the file and its folder; what was opened before can still be read. */
  discard(): Promise<void>;
}

/**
 * Makes a report's file, and records in the log that it is handed out. Only then does anybody get it: an export that was not recorded
 * is thrown away.
 *
 * @throws Problem for a region that nobody knows; StoreUnavailable when it cannot be recorded.
 */
export async function makeExport(
  sources: ExportSources,
  asked: ExportAsked,
  clock = () => new Date(),
): Promise<MadeExport> {
  const { region, report: name, query } = asked;
  const { format, actor = DEFAULT_ACTOR, minPosition: _min, ...filter } = query;
  const report = await REPORTS[name].make(sources, region, query);
  const provenance = await provenanceAt(sources.store, region, report.upTo);
  const folder = await mkdtemp(join(tmpdir(), 'gongji-export-'));
  const discard = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const exportId = randomUUID();
    const file = `${region}-${name}-${report.upTo}.${format}`;
    const path = join(folder, file);
    const about = (rows: number, totals: readonly Cell[]): About =>
      aboutOf(report, { region, exportId, actor, filter, rows, totals, provenance });
    const rows = await FORMATS[format].write(path, report, about);
    const made = { exportId, report: name, format, filter: told(filter), rows, upTo: report.upTo };
    const exported = { ...made, seal: provenance.seal, sha256: await hashOf(path) };
    const position = await recordExport(sources.store, { region, actor, now: clock(), exported });
    const { size } = await stat(path);
    return { exported, position: String(position), path, size, name: file, type: FORMATS[format].type, discard };
  } catch (error) {
    await discard();
    throw error;
  }
}

/** What was asked, without what was left out. */
function told(filter: object): { readonly [name: string]: string } {
  const entries = Object.entries(filter) as readonly [string, string | undefined][];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

interface AboutFigures {
  readonly region: string;
  readonly exportId: string;
  readonly actor: string;
  readonly filter: object;
  readonly rows: number;
  readonly totals: readonly Cell[];
  readonly provenance: Provenance;
}

/** On what the figures rest, so that the same can be asked for again and held against the seal. */
function aboutOf(report: Report, { region, exportId, actor, filter, rows, totals, provenance }: AboutFigures): About {
  const { position, seal } = provenance;
  const asked = Object.entries(told(filter)).map(([name, value]) => `${name}=${value}`);
  return [
    ['报表', report.title],
    ['统筹地区', region],
    ['筛选条件', asked.length === 0 ? '无' : asked.join('；')],
    ['行数', String(rows)],
    ['金额单位', '元'],
    ...inCapitals(report, totals),
    ['导出编号', exportId],
    ['导出人', actor],
    ['账本位置', position],
    ['最近加封', seal === null ? '截至该位置尚未加封' : `截至位置${seal.position}，含${String(seal.treeSize)}条记录`],
    ['加封根哈希', seal === null ? '—' : seal.rootHash],
  ];
}

/** The total of what is owed or paid, in capitals as on a voucher. */
function inCapitals({ columns, inCapitals: heading }: Report, totals: readonly Cell[]): About {
  const total = totals[columns.findIndex((column) => column.heading === heading)];
  return total === undefined ? [] : [[`${String(heading)}合计（大写）`, `人民币${capitalsOf(String(total))}`]];
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
