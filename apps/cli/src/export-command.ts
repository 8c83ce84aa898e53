import type { Command } from 'commander';
import type { ExportOptions } from './commands/export.ts';
import { addPlaceOptions, chartOption } from './place-options.ts';

/** Adds `gongji export`. @param done gets the exit status. */
export function addExportCommand(program: Command, done: (status: number) => void): void {
  addPlaceOptions(program.command('export'))
    .description('导出 · write a report as Excel or CSV; that it is handed out is recorded in the log')
    .argument(
      '<report>',
      'settlements, institutions, payables, payments, contracts, assessments, statements, journal, general-ledger, trial-balance, fund-statistics or care-statistics',
    )
    .requiredOption('--region <region>', 'whose figures')
    .requiredOption('--out <file>', 'the file to be written')
    .option('--format <format>', 'xlsx or csv; default: what the file is named')
    .option('--month <month>', 'month of the visit, or of the journal')
    .option('--from <from>', 'first day or month')
    .option('--to <to>', 'last day or month')
    .option('--period <period>', 'a month or a year, for the trial balance')
    .option('--year <year>', 'for the general ledger')
    .option('--book-account <id>', 'a book account, for journal and general ledger')
    .option('--institution <id>', 'one institution')
    .option('--person <id>', 'one person')
    .option('--programme <programme>', 'one programme')
    .option('--area <division>', 'institutions in one administrative division, for settlements and institutions')
    .option('--clearing-type <type>', '11 medical institutions or 41 pharmacies, for settlements and institutions')
    .option('--by <group>', 'month, institution, agency, tier, status, age-band or programme, for care-statistics')
    .option('--agency <id>', 'care at institutions of one agency')
    .option('--tier <tier>', 'care of one tier')
    .option('--status <status>', 'care of on-job, flexible or retired persons')
    .option('--age-band <band>', 'care of one age band')
    .option('--as-of <date>', 'what has its business date up to this day, for the books and the statistics')
    .option('--known-at <moment>', 'as known at a position of the log or an instant, for the books and the statistics')
    .addOption(chartOption())
    .option('--actor <actor>', 'who exports; the log keeps it')
    .action(async (report: string, options: ExportOptions) => {
      const { exportReport } = await import('./commands/export.ts');
      done(await exportReport(report, options));
    });
}
