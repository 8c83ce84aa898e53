import { base64Of, bytesOfBase64, hashBytes } from '../bytes.ts';
import type { Suite } from './suite.ts';
import { ED25519, SUITES } from './suites.ts';

/**
 * Signed notes (C2SP signed-note): text, an empty line, a line a signature. Keys are written as that format's tools write
 * them, one line each, so that a third party can check a seal with tools of its own.
 */

/** A text that is no key, or no signed note. */
export class NoteError extends Error {
  override readonly name = 'NoteError';
}

/** A key that checks signatures. */
export interface Verifier {
  readonly name: string;
  readonly suite: Suite['name'];
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

function verifierOf(name: string, suite: Suite, raw: Buffer): Verifier {
  const typed = Buffer.concat([suite.type, raw]);
  const digest = hashBytes(Buffer.concat([Buffer.from(`${name}\n`, 'utf8'), typed]));
  const id = Buffer.from(digest.subarray(0, 4)).toString('hex');
  const checks = suite.checker(raw);
  return {
    name,
    suite: suite.name,
    id,
    text: `${name}+${id}+${base64Of(typed)}`,
    checks: (message, signature) => checks(Buffer.from(message, 'utf8'), signature),
  };
}

/** A key's suite and raw bytes. */
function rawKey(
  text: string | undefined,
  half: keyof Suite['lengths'],
): { readonly suite: Suite; readonly raw: Buffer } {
  const bytes = bytesOfBase64(text ?? '') ?? Buffer.alloc(0);
  const suite = SUITES.find(({ type }) => bytes.subarray(0, type.length).equals(type));
  if (suite === undefined) throw new NoteError(`This is no ${half} key of a known suite${typeIn(bytes)}.`);
  const raw = bytes.subarray(suite.type.length);
  if (raw.length !== suite.lengths[half]) throw new NoteError(`This is no ${half} key of the suite ${suite.name}.`);
  return { suite, raw };
}

/** What an unknown key says of its suite: its number, or where that says so, its name. */
function typeIn(bytes: Buffer): string {
  const [type] = bytes;
  if (type === undefined) return '';
  const name = /^[\x21-\x7e]+/.exec(bytes.subarray(1).toString('latin1'))?.[0] ?? '';
  return type === 0xff ? `, but of ${name}` : `, but of the type ${String(type)}`;
}

function splitKey(text: string): readonly (string | undefined)[] {
  const [name = '', id, ...rest] = text.split('+');
  if (!NAME.test(name)) throw new NoteError('This is no key: it begins with no name.');
  return [name, id, rest.join('+')];
}

/** What an engine says of bytes that are no key, or of a suite that it lacks. */
function understood<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new NoteError(`The key cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Reads a public key.
 *
 * @throws NoteError for text that is none, or is of a suite that is not known, which it names.
 */
export function readVerifier(text: string): Verifier {
  const [name = '', id, key] = splitKey(text.trim());
  const { suite, raw } = rawKey(key, 'public');
  const verifier = understood(() => verifierOf(name, suite, raw));
  if (verifier.id !== id) throw new NoteError(`The public key of ${name} has another id than it says.`);
  return verifier;
}

/**
 * Reads a private key.
 *
 * @throws NoteError for text that is none, or is of a suite that is not known, which it names.
 */
export function readSigner(text: string): Signer {
  const start = 'PRIVATE+KEY+';
  const trimmed = text.trim();
  if (!trimmed.startsWith(start)) throw new NoteError('This is no private key.');
  const [name = '', id, key] = splitKey(trimmed.slice(start.length));
  const { suite, raw } = rawKey(key, 'private');
  const { secret, verifier } = understood(() => {
    const half = suite.secret(raw);
    return { secret: half, verifier: verifierOf(name, suite, half.publicKey) };
  });
  if (verifier.id !== id) throw new NoteError(`The private key of ${name} has another id than it says.`);
  return { verifier, text: trimmed, sign: (message) => secret.sign(Buffer.from(message, 'utf8')) };
}

/** Makes a new key. @param name of the log's operator: no space, no plus sign. */
export function newSigner(name: string, suite: Suite = ED25519): Signer {
  if (!NAME.test(name)) throw new NoteError(`"${name}" is no name for a key: no space, no plus sign, not empty.`);
  return understood(() => {
    const raw = suite.generate();
    const { id } = verifierOf(name, suite, suite.secret(raw).publicKey);
    return readSigner(`PRIVATE+KEY+${name}+${id}+${base64Of(Buffer.concat([suite.type, raw]))}`);
  });
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
  if (bytes?.length !== 4 + 64) throw new NoteError('The note carries no signature of 64 bytes.');
  const id = bytes.subarray(0, 4).toString('hex');
  const by = known.find((key) => key.name === name && key.id === id);
  if (by === undefined) throw new NoteError(`The note is signed by the key ${name}+${id}, which is not known.`);
  if (!by.checks(text, bytes.subarray(4))) throw new NoteError(`The signature of ${name}+${id} does not fit the note.`);
  return { text, by };
}
