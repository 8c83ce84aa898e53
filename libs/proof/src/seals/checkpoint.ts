import type { TreeHead } from '@gongji/core';
import { base64Of, bytesOfBase64 } from '../bytes.ts';
import { NoteError, openNote, signNote, type Signer, type Verifier } from './note.ts';
import { SUITES, suiteOf } from './suites.ts';

/**
 * A checkpoint (C2SP tlog-checkpoint): origin, number of leaves and root, a line each. The origin is the key's name. A line more names the
 * suite that signed, unless it is Ed25519.
 */
export interface Checkpoint extends TreeHead {
  readonly by: Verifier;
}

export function signCheckpoint({ size, root }: TreeHead, signer: Signer): string {
  const { name } = signer.verifier;
  return signNote(`${name}\n${size}\n${base64Of(root)}\n${suiteLine(signer.verifier)}`, signer);
}

function suiteLine({ suite }: Verifier): string {
  return suite === 'ed25519' ? '' : `suite ${suite}\n`;
}

/**
 * Checks a checkpoint's signature and reads it.
 *
 * @throws NoteError that says what is wrong; of a suite that is not known, its name.
 */
export function openCheckpoint(note: string, known: readonly Verifier[]): Checkpoint {
  requireKnownSuite(note);
  const { text, by } = openNote(note, known);
  const [origin, size, root, ...more] = text.split('\n');
  const bytes = bytesOfBase64(root ?? '');
  if (origin !== by.name) throw new NoteError(`The checkpoint is of ${String(origin)} and signed by ${by.name}.`);
  if (!/^(0|[1-9]\d{0,15})$/.test(size ?? '') || bytes?.length !== 32 || more.join('\n') !== suiteLine(by)) {
    throw new NoteError('The note is no checkpoint: origin, size, root, and the suite where it is not Ed25519.');
  }
  return { size: Number(size), root: bytes, by };
}

/** Nobody has a key of a suite that is not known: its name says more than that. */
function requireKnownSuite(note: string): void {
  const name = /^[^\n]+\n[^\n]+\n[^\n]+\nsuite ([^\n]+)\n/.exec(note)?.[1];
  if (name === undefined || suiteOf(name) !== undefined) return;
  const all = SUITES.map((suite) => suite.name).join(' and ');
  throw new NoteError(`The checkpoint is of the suite ${name}, which is not known here; known are ${all}.`);
}
