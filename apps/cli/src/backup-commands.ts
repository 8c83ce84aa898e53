import type { Command } from 'commander';

/** Adds the commands that copy the embedded store's log out and back. @param done gets the exit status. */
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
}
