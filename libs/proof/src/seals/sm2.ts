import { createHash, createSign, createVerify, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { privateKeyIn, publicHalf, publicKeyIn, type Suite } from './suite.ts';

/** What stands before the point, and before the number, of a key in its DER form (RFC 5480, RFC 5915; curve 1.2.156.10197.1.301). */
const PUBLIC_PREFIX = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex');
const PRIVATE_PREFIX = Buffer.from(
  '3041020100301306072a8648ce3d020106082a811ccf5501822d04273025020101' + '0420',
  'hex',
);
/** Where the engine writes the number of a key that it made: the point stands behind it. */
const NUMBER_AT = 36;

/** The user id that GM/T 0009 sets where none is agreed. */
const USER_ID = Buffer.from('1234567812345678', 'ascii');

/** a, b, xG and yG of the curve (GB/T 32918.5). */
const CURVE = Buffer.from(
  'FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC' +
    '28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93' +
    '32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7' +
    'BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0',
  'hex',
);

/** The example of GB/T 32918.5, A.2. */
const EXAMPLE = {
  point: Buffer.from(
    '0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020' +
      'CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13',
    'hex',
  ),
  message: Buffer.from('message digest', 'ascii'),
  signature: Buffer.from(
    'F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3' +
      'B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA',
    'hex',
  ),
};

/**
 * SM2 (GB/T 32918) over SM3 (GB/T 32905), by Node's OpenSSL. Its one-shot `sign` and `verify` take an empty user id and cannot be told
 * another. `Sign` and `Verify` hash first and sign that digest alone, so that the digest of the user can stand before the message, as
 * the standard has it. Where an engine does otherwise, the standard's example does not verify, and no key of the suite is taken.
 */
export const SM2_SM3: Suite = {
  name: 'sm2-sm3',
  // 0xff is for types without a number of their own, told apart by a longer name.
  type: Buffer.concat([Buffer.from([0xff]), Buffer.from('gongji/sm2-sm3', 'ascii')]),
  lengths: { public: 65, private: 32 },
  checker: (point) => {
    requireProvided();
    return checkerOf(point);
  },
  secret: (number) => {
    requireProvided();
    const key = privateKeyIn(PRIVATE_PREFIX, number);
    const point = publicHalf(key, PUBLIC_PREFIX);
    return { publicKey: point, sign: (message) => signed(key, point, message) };
  },
  generate: () => {
    requireProvided();
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'SM2' });
    return privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(NUMBER_AT, NUMBER_AT + 32);
  },
};

function checkerOf(point: Buffer): (message: Buffer, signature: Uint8Array) => boolean {
  const key = publicKeyIn(PUBLIC_PREFIX, point);
  return (message, signature) =>
    signature.length === 64 &&
    createVerify('sm3').update(digestOfUser(point)).update(message).verify(key, derOf(signature));
}

function signed(key: KeyObject, point: Buffer, message: Buffer): Buffer {
  return rawOf(createSign('sm3').update(digestOfUser(point)).update(message).sign(key));
}

/** The digest of the user (GB/T 32918.2, 5.5): id, curve and public point, uncompressed. */
export function digestOfUser(point: Buffer): Buffer {
  const bits = Buffer.alloc(2);
  bits.writeUInt16BE(USER_ID.length * 8);
  const user = Buffer.concat([bits, USER_ID, CURVE, point.subarray(1)]);
  return createHash('sm3').update(user).digest();
}

/** SEQUENCE { INTEGER r, INTEGER s }; each is short enough for a length of one byte. */
function derOf(signature: Uint8Array): Buffer {
  const numbers = Buffer.concat([integer(signature.subarray(0, 32)), integer(signature.subarray(32))]);
  return Buffer.concat([Buffer.from([0x30, numbers.length]), numbers]);
}

function integer(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = bytes.subarray(first < 0 ? bytes.length - 1 : first);
  const sign = (digits[0] as number) >= 0x80 ? [0] : [];
  return Buffer.from([0x02, sign.length + digits.length, ...sign, ...digits]);
}

/** r and s, 32 bytes each. */
function rawOf(der: Buffer): Buffer {
  const length = der.readUInt8(3);
  const numbers = [der.subarray(4, 4 + length), der.subarray(6 + length)];
  return Buffer.concat(numbers.map((number) => Buffer.concat([Buffer.alloc(32), number]).subarray(-32)));
}

let isProvided: boolean | undefined;

/** @throws Error where this engine's signatures are not those of the standard. */
function requireProvided(): void {
  isProvided ??= verifiesExample();
  if (!isProvided) throw new Error('The OpenSSL of this Node provides no SM2 with SM3: a seal of this suite needs it.');
}

function verifiesExample(): boolean {
  try {
    return checkerOf(EXAMPLE.point)(EXAMPLE.message, EXAMPLE.signature);
  } catch {
    return false;
  }
}
