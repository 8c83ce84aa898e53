import { join } from 'node:path';
import { setUpEngine } from '@gongji/api/engine';
import { CannotListen, VERSION, WrongSetting } from '@gongji/api';
import { CannotCopy } from '@gongji/application';
import { StoreUnavailable } from '@gongji/event-store';
import { NoteError, SealedLogChanged } from '@gongji/proof';
import { Command, CommanderError } from 'commander';
import type { BenchOptions } from './commands/bench.ts';
import { addBackupCommands } from './backup-commands.ts';
import { addExportCommand } from './export-command.ts';
import { whole } from './numbers.ts';
import { addPackCommands } from './pack-commands.ts';
import { addPlaceOptions, placeIn, type PlaceTexts } from './place-options.ts';
import { addPrintCommand } from './print-command.ts';
import { addProofCommands } from './proof-commands.ts';
import { addRebuildCommand } from './rebuild-command.ts';
import { addReconcileCommand } from './reconcile-command.ts';
import { addReplayCommand } from './replay-command.ts';
import { addReviewCommand } from './review-command.ts';
import { addServeCommand } from './serve-command.ts';
import { addSimulateCommand } from './simulate-command.ts';

/** The folder of the embedded store where none is named. */
const DEFAULT_FOLDER = join('data', 'ledger');

/** Runs the command line and gives the exit status: 0 done, 1 the store failed, 2 wrong input. */
export async function main(argv: readonly string[]): Promise<number> {
  setUpEngine();
  let status = 0;
  const ends = (ended: number): void => {
    status = ended;
  };
  const program = new Command('gongji')
    .description('共济 Gongji: the fund ledger of employee basic medical insurance')
    .version(VERSION)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true });
  addPlaceOptions(program.command('run'))
    .description('执行命令文件 · carry out a command file, one JSON command a line')
    .argument('<file>', 'the file, or - for standard input')
    .action(async (file: string, options: PlaceTexts) => {
      const { run } = await import('./commands/run.ts');
      status = await run(file, placeIn(options));
    });
  addServeCommand(program, ends);
  addRebuildCommand(program, ends);
  addBackupCommands(program, DEFAULT_FOLDER, ends);
  addReconcileCommand(program, ends);
  addReviewCommand(program, ends);
  addExportCommand(program, ends);
  addPrintCommand(program, ends);
  addProofCommands(program, ends);
  addReplayCommand(program, ends);
  addSimulateCommand(program, ends);
  program
    .command('bench')
    .description('测量速度与内存 · measure speed and memory on this machine, as ratios')
    .option('--quick', 'small sizes: rough figures in a minute or two')
    .option('--json', 'the figures as JSON')
    .option(
      '--only <part>',
      'throughput, history, views, postgres, proofs, eventstoredb (on EVENTSTORE_URL) or memory alone',
    )
    .option(
      '--events <number>',
      'length of the log from which views are built, and in which proofs are made',
      whole(1, 100_000_000),
    )
    .option('--folder <dir>', 'folder on the disk to be measured', join('data', 'bench'))
    .action(async (options: BenchOptions) => {
      const { bench } = await import('./commands/bench.ts');
      status = await bench(options);
    });
  addPackCommands(program, ends);
  try {
    await program.parseAsync([...argv]);
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return reported(error);
  }
}

/** What an operator can understand from its message. */
const UNDERSTOOD = [StoreUnavailable, CannotListen, CannotCopy, NoteError, SealedLogChanged, WrongSetting] as const;

/** One clear sentence on standard error for what an operator can understand; a defect shows where it happened. */
function reported(error: unknown): number {
  if (UNDERSTOOD.some((kind) => error instanceof kind) && error instanceof Error) {
    process.stderr.write(`gongji: ${error.message}\n`);
    return 1;
  }
  // Whoever read the output has left, as `head` does: nobody wants to be told.
  if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return 1;
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && 'path' in error) {
    process.stderr.write(`gongji: cannot read ${String(error.path)} (${error.code})\n`);
    return 1;
  }
  process.stderr.write(`gongji: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
}
