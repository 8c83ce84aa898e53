import { isDate } from '@gongji/core';
import { InvalidArgumentError, type Command } from 'commander';
import { placeIn, storeOption } from './place-options.ts';

interface ReviewTexts {
  readonly store?: string;
  readonly from?: string;
  readonly to?: string;
  readonly json?: boolean;
}

/** Adds the command that reviews reversals. @param done gets the exit status. */
export function addReviewCommand(program: Command, done: (status: number) => void): void {
  program
    .command('review')
    .description(
      '冲正复核 · list the settlements that would have come out otherwise without the visits that were reversed',
    )
    .argument('<region>')
    .argument('[person]', 'one person; default: everybody with a reversal')
    .argument('[visit]', 'one reversed visit of the person; default: all of them together')
    .addOption(storeOption())
    .option('--from <date>', 'persons with a reversal on this day or later', day)
    .option('--to <date>', 'persons with a reversal on this day or earlier', day)
    .option('--json', 'a review a line, as JSON')
    .action(async (region: string, person: string | undefined, visit: string | undefined, options: ReviewTexts) => {
      const { review } = await import('./commands/review.ts');
      done(await review({ region, person, visit, place: placeIn(options), ...options }));
    });
}

function day(text: string): string {
  if (isDate(text)) return text;
  throw new InvalidArgumentError('It must be a date such as 2023-06-30.');
}
