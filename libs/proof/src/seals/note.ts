import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { base64Of, bytesOfBase64, hashBytes } from '../bytes.ts';

/**
 * Signed notes (C2SP signed-note) with Ed25519: text, an empty line, a line a signature. Keys are written as that format's tools write
 * them, one line each, so that a third party can check a seal with tools of its own.
 */

/** The signature type of Ed25519. */
const ED25519 = 1;

/** What stands before a raw Ed25519 key in its DER form (RFC 8410). */
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A text that is no key, or no signed note. */
export class NoteError extends Error {
  override readonly name = 'NoteError';
}

/** A key that checks signatures. */
export interface Verifier {
  readonly name: string;
  /** First four bytes of SHA-256 over name and key, as hex. */
  readonly id: string;
  /** "name+id+base64". */
  readonly text: string;
  readonly checks: (message: string, signature: Uint8Array) => boolean;
}

/** A key that makes them. */
export interface Signer {
  readonly verifier: Verifier;
  /** "PRIVATE+KEY+name+id+base64": whoever has it can seal. */
  readonly text: string;
  readonly sign: (message: string) => Buffer;
}

const NAME = /^[^\s+\p{Cc}]{1,200}$/u;

function verifierOf(name: string, raw: Buffer): Verifier {
  const typed = Buffer.concat([Buffer.from([ED25519]), raw]);
  const digest = hashBytes(Buffer.concat([Buffer.from(`${name}\n`, 'utf8'), typed]));
  const id = Buffer.from(digest.subarray(0, 4)).toString('hex');
  const key = createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, raw]), format: 'der', type: 'spki' });
  return {
    name,
    id,
    text: `${name}+${id}+${base64Of(typed)}`,
    checks: (message, signature) => verify(null, Buffer.from(message, 'utf8'), key, signature),
  };
}

/** The raw public half of a private key. */
function publicHalf(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(PUBLIC_PREFIX.length);
}

/** The 32 bytes of a key's text, after its type; the id must be that of name and key. */
function rawKey(text: string | undefined, what: string): Buffer {
  const bytes = bytesOfBase64(text ?? '');
  if (bytes?.[0] !== ED25519 || bytes.length !== 33) throw new NoteError(`This is no Ed25519 ${what}.`);
  return bytes.subarray(1);
}

function splitKey(text: string): readonly (string | undefined)[] {
  const [name = '', id, ...rest] = text.split('+');
  if (!NAME.test(name)) throw new NoteError('This is no key: it begins with no name.');
  return [name, id, rest.join('+')];
}

/**
 * Reads a public key.
 *
 * @throws NoteError for text that is none.
 */
export function readVerifier(text: string): Verifier {
  const [name = '', id, key] = splitKey(text.trim());
  const verifier = verifierOf(name, rawKey(key, 'public key'));
  if (verifier.id !== id) throw new NoteError(`The public key of ${name} has another id than it says.`);
  return verifier;
}

/**
 * Reads a private key.
 *
 * @throws NoteError for text that is none.
 */
export function readSigner(text: string): Signer {
  const start = 'PRIVATE+KEY+';
  const trimmed = text.trim();
  if (!trimmed.startsWith(start)) throw new NoteError('This is no private key.');
  const [name = '', id, key] = splitKey(trimmed.slice(start.length));
  const seed = rawKey(key, 'private key');
  const secret = createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  const verifier = verifierOf(name, publicHalf(secret));
  if (verifier.id !== id) throw new NoteError(`The private key of ${name} has another id than it says.`);
  return { verifier, text: trimmed, sign: (message) => sign(null, Buffer.from(message, 'utf8'), secret) };
}

/** Makes a new key. @param name of the log's operator: no space, no plus sign. */
export function newSigner(name: string): Signer {
  if (!NAME.test(name)) throw new NoteError(`"${name}" is no name for a key: no space, no plus sign, not empty.`);
  const { privateKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PRIVATE_PREFIX.length);
  const { id } = verifierOf(name, publicHalf(privateKey));
  return readSigner(`PRIVATE+KEY+${name}+${id}+${base64Of(Buffer.concat([Buffer.from([ED25519]), seed]))}`);
}

/** @param text ends with a line feed and holds no empty line at its end. */
export function signNote(text: string, { verifier, sign: make }: Signer): string {
  const signature = Buffer.concat([Buffer.from(verifier.id, 'hex'), make(text)]);
  return `${text}\n— ${verifier.name} ${base64Of(signature)}\n`;
}

/** A note whose signature was checked. */
export interface OpenedNote {
  readonly text: string;
  /** The key that signed. */
  readonly by: Verifier;
}

/**
 * Checks a note with just one signature, as this program writes it.
 *
 * @throws NoteError that says what is wrong: no note, signed by a key that is not known, or a signature that does not fit.
 */
export function openNote(note: string, known: readonly Verifier[]): OpenedNote {
  const [, text, name, encoded] = /^([^]*?\n)\n— (\S+) (\S+)\n$/.exec(note) ?? [];
  if (text === undefined || name === undefined || text.includes('\n\n')) throw new NoteError('This is no signed note.');
  const bytes = bytesOfBase64(encoded ?? '');
  if (bytes?.length !== 4 + 64) throw new NoteError('The note carries no Ed25519 signature.');
  const id = bytes.subarray(0, 4).toString('hex');
  const by = known.find((key) => key.name === name && key.id === id);
  if (by === undefined) throw new NoteError(`The note is signed by the key ${name}+${id}, which is not known.`);
  if (!by.checks(text, bytes.subarray(4))) throw new NoteError(`The signature of ${name}+${id} does not fit the note.`);
  return { text, by };
}
