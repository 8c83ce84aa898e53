import type { Command } from 'commander';

/** Adds the commands for those who write policy packs. @param done gets the exit status. */
export function addPackCommands(program: Command, done: (status: number) => void): void {
  const pack = program.command('pack').description('政策包 · policy packs: the rules of a region as data');
  pack
    .command('check')
    .description('检查政策包 · say everything that is wrong with a pack, with file and line')
    .argument('<folder>', 'the folder of the pack')
    .action(async (folder: string) => {
      const { checkPack } = await import('./commands/pack.ts');
      const programs = program.commands.map((command) => command.name());
      done(await checkPack(folder, programs));
    });
  pack
    .command('record')
    .description('登记政策包 · write version and hash of a pack into its manifest.json')
    .argument('<folder>', 'the folder of the pack')
    .option('--same-version', 'for a version that nobody has used yet', false)
    .action(async (folder: string, options: { readonly sameVersion: boolean }) => {
      const { recordPackIn } = await import('./commands/pack.ts');
      done(await recordPackIn(folder, options));
    });
}
