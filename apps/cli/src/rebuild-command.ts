import type { Command } from 'commander';
import { addPlaceOptions, placeIn, type PlaceTexts } from './place-options.ts';

interface RebuildTexts extends PlaceTexts {
  readonly accept?: boolean;
  readonly discard?: boolean;
}

/** Adds the command that builds read models anew. @param done gets the exit status. */
export function addRebuildCommand(program: Command, done: (status: number) => void): void {
  addPlaceOptions(program.command('rebuild'))
    .description('重建视图并核对 · rebuild read models beside the live ones, compare, and swap them in')
    .argument('[view...]', 'names of views; default: all')
    .option('--accept', 'swap in a copy that differs although its version is the same: the live view was damaged')
    .option('--discard', 'throw away what an interrupted rebuild has filled')
    .action(async (names: readonly string[], { accept = false, discard = false, ...place }: RebuildTexts) => {
      const { rebuild } = await import('./commands/rebuild.ts');
      done(await rebuild(names, { place: placeIn(place), accept, discard }));
    });
}
