import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** The algorithms by which a note is signed. All make signatures of 64 bytes. */
export interface Suite {
  readonly name: 'ed25519' | 'sm2-sm3';
  /** What stands before a raw key in a key's text: the signature type of C2SP signed-note, which tells the suites apart. */
  readonly type: Buffer;
  /** Bytes of a raw public and a raw private key. */
  readonly lengths: { readonly public: number; readonly private: number };
  /** @throws Error for bytes that are no key. */
  checker(publicKey: Buffer): (message: Buffer, signature: Uint8Array) => boolean;
  /** @throws Error for bytes that are no key. */
  secret(privateKey: Buffer): { readonly publicKey: Buffer; readonly sign: (message: Buffer) => Buffer };
  /** A new private key. */
  generate(): Buffer;
}

/** @param prefix what stands before the raw key in its DER form. */
export function publicKeyIn(prefix: Buffer, raw: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([prefix, raw]), format: 'der', type: 'spki' });
}

/** @param prefix what stands before the raw key in its DER form. */
export function privateKeyIn(prefix: Buffer, raw: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([prefix, raw]), format: 'der', type: 'pkcs8' });
}

/** The raw public half of a private key. */
export function publicHalf(key: KeyObject, prefix: Buffer): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(prefix.length);
}
