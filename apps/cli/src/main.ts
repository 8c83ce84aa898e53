import { join } from 'node:path';
import { StoreUnavailable } from '@gongji/event-store';
import { Command, CommanderError } from 'commander';
import { bench, type BenchOptions } from './commands/bench.ts';
import { checkPack, recordPackIn } from './commands/pack.ts';
import { run } from './commands/run.ts';
import { serve } from './commands/serve.ts';

/** The folder that is used where none is named. */
const DEFAULT_FOLDER = join('data', 'ledger');

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
  program
    .command('serve')
    .description('启动服务 · serve the ledger over HTTP; without data of its own, on the sample')
    .option('--store <dir>', 'folder of the embedded store', DEFAULT_FOLDER)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on', '8080')
    .action(async (options: { readonly store: string; readonly host: string; readonly port: string }) => {
      status = await serve({ ...options, port: Number(options.port) });
    });
  program
    .command('bench')
    .description('测量速度与内存 · measure speed and memory on this machine, as ratios')
    .option('--quick', 'small sizes: rough figures in a minute or two')
    .option('--json', 'the figures as JSON')
    .option('--only <part>', 'throughput, history or memory alone')
    .option('--folder <dir>', 'folder on the disk to be measured', join('data', 'bench'))
    .action(async (options: BenchOptions) => {
      status = await bench(options);
    });
  const pack = program.command('pack').description('政策包 · policy packs: the rules of a region as data');
  pack
    .command('check')
    .description('检查政策包 · say everything that is wrong with a pack, with file and line')
    .argument('<folder>', 'the folder of the pack')
    .action(async (folder: string) => {
      status = await checkPack(folder);
    });
  pack
    .command('record')
    .description('登记政策包 · write version and hash of a pack into its manifest.json')
    .argument('<folder>', 'the folder of the pack')
    .option('--same-version', 'for a version that nobody has used yet', false)
    .action(async (folder: string, options: { readonly sameVersion: boolean }) => {
      status = await recordPackIn(folder, options);
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
