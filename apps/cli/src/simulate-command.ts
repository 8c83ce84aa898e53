import type { Command } from 'commander';
import type { SimulateOptions } from './commands/simulate.ts';
import { whole } from './numbers.ts';
import { placeIn, storeOption, type PlaceTexts } from './place-options.ts';

/** Adds `gongji simulate`. @param done gets the exit status. */
export function addSimulateCommand(program: Command, done: (status: number) => void): void {
  program
    .command('simulate')
    .description('模拟 · decide history again under other rules, and say what would have changed; writes nothing')
    .requiredOption('--region <region>', 'the region, such as zibo')
    .addOption(storeOption())
    .option('--pack <dir>', 'folder of another policy pack of the region')
    .option(
      '--set <row=value>',
      'another value: ordinary.cap=5000.00, or ordinary.rate/3=0.70 for a row (repeatable)',
      collect,
    )
    .option(
      '--parameter <name=value[@date]>',
      'another local parameter from a day on, default the first of the period (repeatable)',
      collect,
    )
    .option('--from <date>', 'first business date under the other rules; default: of the pack')
    .option('--to <date>', 'last business date; default: of the pack')
    .option('--workers <number>', 'threads; default: one a core', whole(1, 1024))
    .option('--json', 'print the report as JSON')
    .option('--csv <dir>', 'write its tables there as CSV files')
    .action(async (options: Omit<SimulateOptions, 'place'> & PlaceTexts) => {
      const { simulate } = await import('./commands/simulate.ts');
      done(await simulate({ ...options, place: placeIn(options) }));
    });
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
