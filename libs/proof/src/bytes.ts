import { createHash } from 'node:crypto';
import type { HashBytes } from '@gongji/core';

/** SHA-256 of bytes, for the Merkle tree. */
export const hashBytes: HashBytes = (bytes) => createHash('sha256').update(bytes).digest();

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

export function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** Bytes of base64 text in its one canonical spelling; undefined for anything else, so that no byte of a proof is without meaning. */
export function bytesOfBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
