export { Problem } from '../http/problem.ts';
export { readQuery } from '../http/query.ts';
export { makeExport, type ExportAsked, type MadeExport } from './make-export.ts';
export { FILE_FORMATS, REPORT_NAMES, REPORTS, type ReportName } from './reports.ts';
