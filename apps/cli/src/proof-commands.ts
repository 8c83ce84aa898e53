import type { Command } from 'commander';
import type { VerifyOptions } from './commands/verify.ts';
import { viewsOption } from './place-options.ts';

interface StoreOptions {
  readonly store: string;
  readonly keys?: string;
}

/** Adds the commands by which a ledger is sealed, proven and examined. @param done gets the exit status. */
export function addProofCommands(program: Command, defaultFolder: string, done: (status: number) => void): void {
  const add = (on: Command, name: string, description: string): Command =>
    on
      .command(name)
      .description(description)
      .option('--store <dir>', 'folder of the embedded store', defaultFolder)
      .option('--keys <dir>', 'folder of the keys; default: keys in the store folder');
  const key = program.command('key').description('密钥 · the keys that seal');
  add(key, 'new', '换新密钥 · make a new key; seals of older ones keep verifying')
    .requiredOption('--name <name>', 'who seals, such as zibo.example/ledger')
    .action(async (options: StoreOptions & { readonly name: string }) => {
      const { newKey } = await import('./commands/key.ts');
      done(await newKey(options));
    });
  add(key, 'list', '公钥 · print the public keys').action(async (options: StoreOptions) => {
    const { listKeys } = await import('./commands/key.ts');
    done(await listKeys(options));
  });
  add(program, 'seal', '加封 · seal the log up to its head and print the signed checkpoints')
    .option('--region <region>', 'one region only')
    .action(async (options: StoreOptions & { readonly region?: string }) => {
      const { seal } = await import('./commands/seal.ts');
      done(await seal(options));
    });
  add(program, 'verify', '核验 · check chains and seals, decide everything again, compare every view')
    .addOption(viewsOption())
    .option('--key <file>', 'a public key to believe; without it, those in the key folder (repeatable)', collect, [])
    .option('--checkpoint <file>', 'a checkpoint that was kept outside (repeatable)', collect, [])
    .option('--resume <file>', 'remember there how far it is, and go on from it')
    .option('--workers <number>', 'threads; default: one a core')
    .option('--json', 'print the report as JSON')
    .action(async (options: VerifyOptions) => {
      const { verify } = await import('./commands/verify.ts');
      done(await verify(options));
    });
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
