import type { TreeHead } from '@gongji/core';
import { base64Of, bytesOfBase64 } from '../bytes.ts';
import { NoteError, openNote, signNote, type Signer, type Verifier } from './note.ts';

/** A checkpoint (C2SP tlog-checkpoint): origin, number of leaves and root, a line each. The origin is the key's name. */
export interface Checkpoint extends TreeHead {
  readonly by: Verifier;
}

export function signCheckpoint({ size, root }: TreeHead, signer: Signer): string {
  return signNote(`${signer.verifier.name}\n${size}\n${base64Of(root)}\n`, signer);
}

/**
 * Checks a checkpoint's signature and reads it.
 *
 * @throws NoteError that says what is wrong.
 */
export function openCheckpoint(note: string, known: readonly Verifier[]): Checkpoint {
  const { text, by } = openNote(note, known);
  const [origin, size, root, ...more] = text.split('\n');
  const bytes = bytesOfBase64(root ?? '');
  if (origin !== by.name) throw new NoteError(`The checkpoint is of ${String(origin)} and signed by ${by.name}.`);
  if (!/^(0|[1-9]\d{0,15})$/.test(size ?? '') || bytes?.length !== 32 || more.join('') !== '') {
    throw new NoteError('The note is no checkpoint: origin, size and root.');
  }
  return { size: Number(size), root: bytes, by };
}
