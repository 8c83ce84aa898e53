import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { SM2_SM3 } from './sm2.ts';
import { privateKeyIn, publicHalf, publicKeyIn, type Suite } from './suite.ts';

/** What stands before a raw Ed25519 key in its DER form (RFC 8410). */
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Ed25519 (RFC 8032): what other people's tools for signed notes read. */
export const ED25519: Suite = {
  name: 'ed25519',
  type: Buffer.from([1]),
  lengths: { public: 32, private: 32 },
  checker: (raw) => {
    const key = publicKeyIn(PUBLIC_PREFIX, raw);
    return (message, signature) => verify(null, message, key, signature);
  },
  secret: (raw) => {
    const key = privateKeyIn(PRIVATE_PREFIX, raw);
    return { publicKey: publicHalf(key, PUBLIC_PREFIX), sign: (message) => sign(null, message, key) };
  },
  generate: () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    return privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PRIVATE_PREFIX.length);
  },
};

export const SUITES: readonly Suite[] = [ED25519, SM2_SM3];

export type SuiteName = Suite['name'];

/** The suite of a name; undefined for one that is not known here. */
export function suiteOf(name: string): Suite | undefined {
  return SUITES.find((suite) => suite.name === name);
}
