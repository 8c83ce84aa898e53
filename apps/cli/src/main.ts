import { StoreUnavailable } from '@gongji/event-store';
import { Command, CommanderError } from 'commander';
import { run } from './commands/run.ts';
import { DEFAULT_FOLDER } from './open-ledger.ts';

/** Runs the command line and gives the exit status: 0 done, 1 the store failed, 2 wrong input. */
export async function main(argv: readonly string[]): Promise<number> {
  let status = 0;
  const program = new Command('gongji')
    .description('共济 Gongji: the fund ledger of employee basic medical insurance')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true });
  program
    .command('run')
    .description('执行命令文件 · carry out a command file, one JSON command a line')
    .argument('<file>', 'the file, or - for standard input')
    .option('--store <dir>', 'folder of the embedded store', DEFAULT_FOLDER)
    .action(async (file: string, options: { readonly store: string }) => {
      status = await run(file, options.store);
    });
  try {
    await program.parseAsync([...argv]);
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return reported(error);
  }
}

/** One clear sentence on standard error for what an operator can understand; a defect shows where it happened. */
function reported(error: unknown): number {
  if (error instanceof StoreUnavailable) {
    process.stderr.write(`gongji: ${error.message}\n`);
    return 1;
  }
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && 'path' in error) {
    process.stderr.write(`gongji: cannot read ${String(error.path)} (${error.code})\n`);
    return 1;
  }
  process.stderr.write(`gongji: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
}
