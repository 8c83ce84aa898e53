import { join } from 'node:path';
import { KeyFolder } from '@gongji/proof';

/** Where a ledger's keys are, unless another folder is named. */
export function keyFolderOf(store: string, keys?: string): KeyFolder {
  return new KeyFolder(keys ?? join(store, 'keys'));
}

/** `gongji key new`: makes a key that seals from now on; what older ones sealed keeps verifying. Prints its public half. */
export async function newKey(options: {
  readonly store: string;
  readonly keys?: string;
  readonly name: string;
}): Promise<number> {
  const verifier = await keyFolderOf(options.store, options.keys).rotate(options.name);
  process.stdout.write(`${verifier.text}\n`);
  return 0;
}

/** `gongji key list`: the public keys of a ledger, one a line, for those who are to check its seals. */
export async function listKeys(options: { readonly store: string; readonly keys?: string }): Promise<number> {
  for (const { text } of await keyFolderOf(options.store, options.keys).verifiers()) process.stdout.write(`${text}\n`);
  return 0;
}
