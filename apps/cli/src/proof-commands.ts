import { Option, type Command } from 'commander';
import type { CheckProofOptions } from './commands/check-proof.ts';
import type { KeyOptions, NewKeyOptions } from './commands/key.ts';
import type { ProveBalanceOptions, ProveOptions } from './commands/prove.ts';
import type { SealOptions } from './commands/seal.ts';
import type { VerifyOptions } from './commands/verify.ts';
import { whole } from './numbers.ts';
import { addPlaceOptions, placeIn, storeOption, type PlaceTexts } from './place-options.ts';

/** The options of a command, the place still as texts. */
type Placed<Options> = Omit<Options, 'place'> & PlaceTexts;

/** Adds the commands by which a ledger is sealed, proven and examined. @param done gets the exit status. */
export function addProofCommands(program: Command, done: (status: number) => void): void {
  const add = (on: Command, name: string, description: string): Command =>
    on.command(name).description(description).addOption(storeOption()).addOption(keysOption());
  const key = program.command('key').description('密钥 · the keys that seal');
  add(key, 'new', '换新密钥 · make a new key; seals of older ones keep verifying')
    .requiredOption('--name <name>', 'who seals, such as zibo.example/ledger')
    .option('--suite <name>', 'ed25519, or sm2-sm3 (GB/T 32918, GB/T 32905); default: ed25519')
    .action(async (options: Placed<NewKeyOptions>) => {
      const { newKey } = await import('./commands/key.ts');
      done(await newKey({ ...options, place: placeIn(options) }));
    });
  add(key, 'list', '公钥 · print the public keys').action(async (options: Placed<KeyOptions>) => {
    const { listKeys } = await import('./commands/key.ts');
    done(await listKeys({ ...options, place: placeIn(options) }));
  });
  add(program, 'seal', '加封 · seal the log up to its head and print the signed checkpoints')
    .option('--region <region>', 'one region only')
    .action(async (options: Placed<SealOptions>) => {
      const { seal } = await import('./commands/seal.ts');
      done(await seal({ ...options, place: placeIn(options) }));
    });
  addVerify(program, done);
  addProve(program, done);
}

function keysOption(): Option {
  return new Option('--keys <dir>', "folder of the keys; default: keys in the ledger's folder");
}

/** Adds `gongji verify`. */
function addVerify(program: Command, done: (status: number) => void): void {
  addPlaceOptions(program.command('verify'))
    .description('核验 · check chains and seals, decide everything again, compare every view')
    .addOption(keysOption())
    .option('--key <file>', 'a public key to believe; without it, those in the key folder (repeatable)', collect, [])
    .option('--checkpoint <file>', 'a checkpoint that was kept outside (repeatable)', collect, [])
    .option('--resume <file>', 'remember there how far it is, and go on from it')
    .option('--workers <number>', 'threads; default: one a core', whole(1, 1024))
    .option('--json', 'print the report as JSON')
    .action(async (options: Placed<VerifyOptions>) => {
      const { verify } = await import('./commands/verify.ts');
      done(await verify({ ...options, place: placeIn(options) }));
    });
}

/** Adds making and checking proofs. */
function addProve(program: Command, done: (status: number) => void): void {
  const prove = program.command('prove').description('证明 · write a proof that holds without the ledger');
  const add = (name: string, description: string): Command =>
    prove
      .command(name)
      .description(description)
      .addOption(storeOption())
      .option('--out <file>', 'write the proof there; default: standard output');
  add('settlement', '结算 · that a visit was settled as it was')
    .argument('<region>')
    .argument('<person>')
    .argument('<visit>')
    .action(async (region: string, person: string, visit: string, options: Placed<ProveOptions>) => {
      const { proveSettlement } = await import('./commands/prove.ts');
      done(await proveSettlement(region, person, visit, { ...options, place: placeIn(options) }));
    });
  add('event', '事件 · that an event is in the log')
    .argument('<position>')
    .action(async (position: string, options: Placed<ProveOptions>) => {
      const { proveEvent } = await import('./commands/prove.ts');
      done(await proveEvent(position, { ...options, place: placeIn(options) }));
    });
  add('balance', '余额 · what an account held on a day, as it was known')
    .argument('<region>')
    .argument('<person>')
    .option('--as-of <date>', 'business date up to which movements count; default: all')
    .option('--known-at <position>', 'position of the log up to which events are known; default: all under the seal')
    .option('--whole', 'from the enrolment on, also where a carry-over would do')
    .action(async (region: string, person: string, options: Placed<ProveBalanceOptions>) => {
      const { proveBalance } = await import('./commands/prove.ts');
      done(await proveBalance(region, person, { ...options, place: placeIn(options) }));
    });
  program
    .command('check-proof')
    .description('验证证明 · check a proof with a public key alone, without ledger or network')
    .argument('<file>', 'the proof')
    .requiredOption('--key <file>', 'a public key to believe (repeatable)', collect)
    .option('--json', 'print what is proven as JSON')
    .action(async (file: string, options: CheckProofOptions) => {
      const { checkProofFile } = await import('./commands/check-proof.ts');
      done(await checkProofFile(file, options));
    });
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
