import type { Command } from 'commander';

/** Adds the commands that copy a log: the embedded store's out and back, and from one store into another. @param done gets the exit status. */
export function addBackupCommands(program: Command, defaultFolder: string, done: (status: number) => void): void {
  const add = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .option('--store <dir>', 'folder of the embedded store', defaultFolder);
  add('backup', '备份 · copy the log into an empty folder while the ledger runs, and compare the copy')
    .argument('<dir>', 'where the backup is put; made where it does not exist')
    .action(async (folder: string, { store }: { readonly store: string }) => {
      const { copyFolder } = await import('./commands/backup.ts');
      done(await copyFolder(store, folder));
    });
  add('restore', '恢复 · put a backup into an empty store folder, and compare')
    .argument('<dir>', 'the backup')
    .action(async (folder: string, { store }: { readonly store: string }) => {
      const { copyFolder } = await import('./commands/backup.ts');
      done(await copyFolder(folder, store));
    });
  program
    .command('copy')
    .description('迁移 · copy the log into another store, in order, and compare; interrupted, the same call goes on')
    .argument('<from>', 'folder of an embedded store, or an address esdb://host:port of EventStoreDB')
    .argument('<to>', 'likewise; empty, or a beginning of the source')
    .action(async (from: string, to: string) => {
      const { copy } = await import('./commands/copy.ts');
      done(await copy(from, to));
    });
}
