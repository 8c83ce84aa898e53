import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openCheckpoint, signCheckpoint } from './checkpoint.ts';
import { newSigner, NoteError, openNote, readSigner, readVerifier, signNote } from './note.ts';
import { digestOfUser, SM2_SM3 } from './sm2.ts';

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

/** The example of GB/T 32918.5, A.2: user "1234567812345678", message "message digest". */
const SM2_EXAMPLE = {
  secret: '3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8',
  point:
    '0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020' +
    'CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13',
  digestOfUser: 'B2E14C5C79C6DF5B85F4FE7ED8DB7A262B9DA7E07CCB0EA9F4747B8CCDA8A4F3',
  message: Buffer.from('message digest'),
  signature:
    'F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3' +
    'B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA',
};

function hex(text: string): Buffer {
  return Buffer.from(text, 'hex');
}

describe('the national algorithms in this engine', () => {
  test.each([
    ['abc', '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'],
    ['abcd'.repeat(16), 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732'],
  ])('SM3 is that of GB/T 32905: %s', (text, digest) => {
    expect(createHash('sm3').update(text).digest('hex')).toBe(digest);
  });

  test('SM2 is that of GB/T 32918.5: digest of the user, published key and signature', () => {
    const { secret, point, message, signature } = SM2_EXAMPLE;
    expect(digestOfUser(hex(point)).toString('hex').toUpperCase()).toBe(SM2_EXAMPLE.digestOfUser);
    expect(SM2_SM3.checker(hex(point))(message, hex(signature))).toBe(true);
    const key = SM2_SM3.secret(hex(secret));
    expect(key.publicKey).toEqual(hex(point));
    expect(SM2_SM3.checker(key.publicKey)(message, key.sign(message))).toBe(true);
  });

  test('a signature with any byte changed, or of another message, is refused', () => {
    const check = SM2_SM3.checker(hex(SM2_EXAMPLE.point));
    const signature = hex(SM2_EXAMPLE.signature);
    for (const at of signature.keys()) {
      const changed = Buffer.from(signature);
      changed[at] = (changed[at] as number) ^ 1;
      expect(check(SM2_EXAMPLE.message, changed)).toBe(false);
    }
    expect(check(Buffer.from('another'), signature)).toBe(false);
    expect(check(SM2_EXAMPLE.message, signature.subarray(1))).toBe(false);
  });

  test('signatures fit whatever their numbers begin with', () => {
    const key = SM2_SM3.secret(hex(SM2_EXAMPLE.secret));
    const check = SM2_SM3.checker(key.publicKey);
    for (let at = 0; at < 600; at += 1) {
      const message = Buffer.from(String(at));
      expect(check(message, key.sign(message))).toBe(true);
    }
  });
});

describe('suites', () => {
  const root = createHash('sha256').update('root').digest();
  const old = newSigner('zibo.example/ledger');
  const signer = newSigner('zibo.example/ledger', SM2_SM3);

  test('a seal names its suite, unless it is Ed25519; both open with their public halves', () => {
    const known = [old, signer].map(({ verifier }) => readVerifier(verifier.text));
    const [first, second] = [old, signer].map((each) => signCheckpoint({ size: 12, root }, each)) as [string, string];
    expect(first.split('\n')[3]).toBe('');
    expect(second.split('\n')[3]).toBe('suite sm2-sm3');
    expect(openCheckpoint(first, known).by.suite).toBe('ed25519');
    expect(openCheckpoint(second, known)).toMatchObject({ size: 12, root, by: { suite: 'sm2-sm3' } });
  });

  test('a private key is read back', () => {
    expect(readSigner(signer.text).verifier.text).toBe(signer.verifier.text);
  });

  test('a seal whose suite is left off or is another one is refused', () => {
    const text = `zibo.example/ledger\n12\n${root.toString('base64')}\n`;
    const other = [
      signNote(text, signer),
      signNote(`${text}suite sm2-sm3\n`, old),
      signNote(`${text}suite ed25519\n`, old),
    ];
    for (const note of other) expect(() => openCheckpoint(note, [old.verifier, signer.verifier])).toThrow(NoteError);
  });

  test('what is of an unknown suite is refused by its name', () => {
    const note = signNote(`zibo.example/ledger\n12\n${root.toString('base64')}\nsuite sm9\n`, old);
    expect(() => openCheckpoint(note, [old.verifier])).toThrow('the suite sm9, which is not known');
    const key = (type: string): string => `a+00000000+${Buffer.from(`${type}\0rest`, 'latin1').toString('base64')}`;
    expect(() => readVerifier(key('\xffother.example/sm9'))).toThrow('of other.example/sm9');
    expect(() => readVerifier(key('\x06'))).toThrow('of the type 6');
    const off = Buffer.concat([SM2_SM3.type, Buffer.alloc(65, 4)]).toString('base64');
    expect(() => readVerifier(`a+00000000+${off}`)).toThrow(NoteError);
  });
});
