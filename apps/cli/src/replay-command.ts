import type { Command } from 'commander';
import type { ReplayCommandOptions } from './commands/replay.ts';
import { whole } from './numbers.ts';

/** Adds `gongji replay`. @param done gets the exit status. */
export function addReplayCommand(program: Command, done: (status: number) => void): void {
  program
    .command('replay')
    .description(
      '重放 · step through a person, an institution or the whole log: what happened, who and when, before and after',
    )
    .option('--store <place>', 'folder of the embedded store (default: data/ledger), or an address esdb://host:port')
    .option('--region <region>', 'one region only')
    .option('--person <id>', 'one person of the region')
    .option('--institution <id>', 'one institution of the region')
    .option('--type <type>', 'events of this type only, such as VisitSettled (repeatable)', collect)
    .option('--from <date>', 'first business date')
    .option('--to <date>', 'last business date')
    .option('--actor <actor>', 'what this person did')
    .option('--after <position>', 'begin after this position of the log', whole(0))
    .option('--up-to <position>', 'go up to this position', whole(0))
    .option('--limit <number>', 'so many events', whole(1))
    .option('--json', 'an event a line, as JSON')
    .action(async (options: ReplayCommandOptions) => {
      const { replayLog } = await import('./commands/replay.ts');
      done(await replayLog(options));
    });
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
