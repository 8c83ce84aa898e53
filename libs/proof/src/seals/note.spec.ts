import { createHash, createPublicKey, verify } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openCheckpoint, signCheckpoint } from './checkpoint.ts';
import { newSigner, NoteError, openNote, readSigner, readVerifier, signNote } from './note.ts';

/** The example that the format's own tools test themselves by (golang.org/x/mod/sumdb/note). */
const PUBLIC = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const PRIVATE = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const NOTE = `${TEXT}
— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;

describe('a signed note', () => {
  test('is the published one for the published key', () => {
    expect(signNote(TEXT, readSigner(PRIVATE))).toBe(NOTE);
    expect(openNote(NOTE, [readVerifier(PUBLIC)]).text).toBe(TEXT);
  });

  test('a new key is read back, and its notes open with its public half alone', () => {
    const signer = newSigner('zibo.example/ledger');
    expect(readSigner(signer.text).verifier.text).toBe(signer.verifier.text);
    const key = readVerifier(signer.verifier.text);
    expect(openNote(signNote('a\n', signer), [readVerifier(PUBLIC), key]).by).toBe(key);
  });

  test('with any byte changed is refused', () => {
    const key = readVerifier(PUBLIC);
    const bytes = Buffer.from(NOTE, 'utf8');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] as number) ^ flip;
        expect(() => openNote(changed.toString('utf8'), [key])).toThrow(NoteError);
      }),
    );
  });

  test.each([
    ['an unknown key', NOTE, [] as string[], 'is not known'],
    ['no signature', `${TEXT}\n`, [PUBLIC], 'no signed note'],
    ['text after it', `${NOTE}more\n`, [PUBLIC], 'no signed note'],
  ])('%s is refused', (_title, note, keys, says) => {
    expect(() => openNote(note, keys.map(readVerifier))).toThrow(says);
  });

  test.each(['', 'a b', 'a+b'])('"%s" is no name for a key', (name) => {
    expect(() => newSigner(name)).toThrow(NoteError);
  });

  test.each(['nothing', PUBLIC.replace('c74f', 'c74e'), PRIVATE, PUBLIC.slice(0, -1)])(
    '%s is no public key',
    (text) => {
      expect(() => readVerifier(text)).toThrow(NoteError);
    },
  );
});

describe('a checkpoint', () => {
  const signer = newSigner('zibo.example/ledger');
  const root = createHash('sha256').update('root').digest();

  test('holds origin, size and root, a line each', () => {
    const note = signCheckpoint({ size: 12, root }, signer);
    expect(note.split('\n').slice(0, 4)).toEqual(['zibo.example/ledger', '12', root.toString('base64'), '']);
    expect(openCheckpoint(note, [signer.verifier])).toMatchObject({ size: 12, root });
  });

  test.each([
    ['another origin', `other\n12\n${root.toString('base64')}\n`],
    ['a size that is none', `zibo.example/ledger\n012\n${root.toString('base64')}\n`],
    ['a root that is none', `zibo.example/ledger\n12\nAAAA\n`],
    ['a line too many', `zibo.example/ledger\n12\n${root.toString('base64')}\nmore\n`],
  ])('%s is refused', (_title, text) => {
    expect(() => openCheckpoint(signNote(text, signer), [signer.verifier])).toThrow(NoteError);
  });
});

/** Why there is no suite of SM2 with SM3 (README): the engine has the hash, and not the signature. */
describe('the national algorithms in this engine', () => {
  test('SM3 is that of GB/T 32905', () => {
    const digest = createHash('sm3').update('abc').digest('hex');
    expect(digest).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
  });

  test('SM2 is not that of GB/T 32918.5: the signature published there does not verify', () => {
    const [x, y] = [
      '09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020',
      'CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13',
    ];
    const der = `3059301306072a8648ce3d020106082a811ccf5501822d034200 04${x}${y}`.replace(' ', '');
    const key = createPublicKey({ key: Buffer.from(der, 'hex'), format: 'der', type: 'spki' });
    const signature = Buffer.from(
      'F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3' +
        'B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA',
      'hex',
    );
    const message = Buffer.from('message digest');
    expect(verify('sm3', message, { key, dsaEncoding: 'ieee-p1363' }, signature)).toBe(false);
  });
});
