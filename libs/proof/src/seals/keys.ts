import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newSigner, NoteError, readSigner, readVerifier, type Signer, type Verifier } from './note.ts';
import { ED25519 } from './suites.ts';
import type { Suite } from './suite.ts';

/** The private key that seals now. */
const PRIVATE = 'seal.key';

/**
 * Keys in a folder: `seal.key` is the private key in use, and every key that ever was in use has its public half in `ID.pub`. A new key
 * replaces the private one; seals of the old one keep verifying by its public half.
 */
export class KeyFolder {
  constructor(private readonly folder: string) {}

  get exists(): boolean {
    return existsSync(join(this.folder, PRIVATE));
  }

  /** Makes a new key the one that seals from now on. */
  async rotate(name: string, suite: Suite = ED25519): Promise<Verifier> {
    await mkdir(this.folder, { recursive: true });
    const { text, verifier } = newSigner(name, suite);
    await writeFile(join(this.folder, `${verifier.id}.pub`), `${verifier.text}\n`);
    const fresh = join(this.folder, `${PRIVATE}.new`);
    await writeFile(fresh, `${text}\n`, { mode: 0o600 });
    await chmod(fresh, 0o600);
    await rename(fresh, join(this.folder, PRIVATE));
    return verifier;
  }

  /** @throws NoteError when there is no private key, or its file holds something else. */
  async signer(): Promise<Signer> {
    if (!this.exists) throw new NoteError(`There is no key in ${this.folder}; gongji key new makes one.`);
    return readSigner(await readFile(join(this.folder, PRIVATE), 'utf8'));
  }

  /** The public halves of all keys, in the order of their ids. */
  async verifiers(): Promise<readonly Verifier[]> {
    if (!existsSync(this.folder)) return [];
    const files = (await readdir(this.folder)).filter((name) => name.endsWith('.pub')).sort();
    return Promise.all(files.map((name) => readVerifierFile(join(this.folder, name))));
  }
}

/** Reads a public key from a file. */
export async function readVerifierFile(file: string): Promise<Verifier> {
  return readVerifier(await readFile(file, 'utf8'));
}
