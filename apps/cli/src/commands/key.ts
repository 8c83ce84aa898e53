import { join } from 'node:path';
import type { LedgerPlace } from '@gongji/api';
import { KeyFolder, SUITES, suiteOf } from '@gongji/proof';

export interface KeyOptions {
  readonly place: LedgerPlace;
  /** Folder of the keys, where it is not `keys` in the ledger's folder. */
  readonly keys?: string;
}

export interface NewKeyOptions extends KeyOptions {
  /** Who seals, such as "zibo.example/ledger". */
  readonly name: string;
  readonly suite?: string;
}

/** Where a ledger's keys are: in its folder, or with a log on a server in what this machine keeps beside it, unless another is named. */
export function keyFolderOf({ place, keys }: KeyOptions): KeyFolder {
  return new KeyFolder(keys ?? join(place.folder, 'keys'));
}

/** `gongji key new`: makes a key that seals from now on; what older ones sealed keeps verifying. Prints its public half. 2 for an unknown suite. */
export async function newKey(options: NewKeyOptions): Promise<number> {
  const suite = suiteOf(options.suite ?? 'ed25519');
  if (suite === undefined) {
    const known = SUITES.map((each) => each.name).join(', ');
    process.stderr.write(`没有这个算法 · no suite ${String(options.suite)}; there are ${known}\n`);
    return 2;
  }
  const verifier = await keyFolderOf(options).rotate(options.name, suite);
  process.stdout.write(`${verifier.text}\n`);
  return 0;
}

/** `gongji key list`: the public keys of a ledger, one a line, for those who are to check its seals. */
export async function listKeys(options: KeyOptions): Promise<number> {
  for (const { text } of await keyFolderOf(options).verifiers()) process.stdout.write(`${text}\n`);
  return 0;
}
