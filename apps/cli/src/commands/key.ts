import { join } from 'node:path';
import { KeyFolder, SUITES, suiteOf } from '@gongji/proof';

/** Where a ledger's keys are, unless another folder is named. */
export function keyFolderOf(store: string, keys?: string): KeyFolder {
  return new KeyFolder(keys ?? join(store, 'keys'));
}

/** `gongji key new`: makes a key that seals from now on; what older ones sealed keeps verifying. Prints its public half. 2 for an unknown suite. */
export async function newKey(options: {
  readonly store: string;
  readonly keys?: string;
  readonly name: string;
  readonly suite?: string;
}): Promise<number> {
  const suite = suiteOf(options.suite ?? 'ed25519');
  if (suite === undefined) {
    const known = SUITES.map((each) => each.name).join(', ');
    process.stderr.write(`没有这个算法 · no suite ${String(options.suite)}; there are ${known}\n`);
    return 2;
  }
  const verifier = await keyFolderOf(options.store, options.keys).rotate(options.name, suite);
  process.stdout.write(`${verifier.text}\n`);
  return 0;
}

/** `gongji key list`: the public keys of a ledger, one a line, for those who are to check its seals. */
export async function listKeys(options: { readonly store: string; readonly keys?: string }): Promise<number> {
  for (const { text } of await keyFolderOf(options.store, options.keys).verifiers()) process.stdout.write(`${text}\n`);
  return 0;
}
