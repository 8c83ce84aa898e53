import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonical, type Json } from './canonical.ts';
import { CHAIN_START, fits, seal, Spelled, type ChainedEvent, type UnsealedEvent } from './chain.ts';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const UNSEALED = {
  stream: 'insured-zibo.P1',
  revision: 3n,
  eventId: '00000000-0000-8000-8000-000000000001',
  type: 'AccountDebited',
  data: canonical({ amount: '12.00', reason: '更正' }),
  metadata: { actor: '张三', previousHash: CHAIN_START, recordedAt: '2025-01-01T00:00:00.000Z', schemaVersion: 1 },
} satisfies UnsealedEvent;

function sealed(event: UnsealedEvent): ChainedEvent {
  return { ...event, metadata: seal(event, sha256).metadata };
}

const STORED = sealed(UNSEALED);

describe('an event carries the hash of its content and place', () => {
  test('the hash is SHA-256 of the canonical form of the event without it', () => {
    const { hash, metadata } = seal(UNSEALED, sha256);
    const whole = { ...UNSEALED, data: JSON.parse(UNSEALED.data) as Json, revision: '3' };
    expect(hash).toBe(sha256(canonical(whole)));
    expect(metadata).toBe(canonical({ ...UNSEALED.metadata, hash }));
  });

  test('metadata of which a part was spelled out before are sealed alike', () => {
    const restedOn = { revisions: { 'policy-zibo': '1' }, pack: '政策' };
    const of = (part: Json | Spelled) =>
      seal({ ...UNSEALED, metadata: { ...UNSEALED.metadata, restedOn: part } }, sha256);
    expect(of(Spelled.of(restedOn))).toEqual(of(restedOn));
  });

  test('what was sealed fits after the hash before it', () => {
    expect(fits(STORED, CHAIN_START, sha256)).toBe(true);
    expect(fits(STORED, 'f'.repeat(64), sha256)).toBe(false);
  });

  test('whatever the metadata hold, the sealed text is canonical and fits', () => {
    const member = fc.oneof(fc.string(), fc.integer(), fc.constant(null));
    const names = fc.string({ unit: 'binary' }).filter((name) => !['hash', 'previousHash', '__proto__'].includes(name));
    fc.assert(
      fc.property(fc.dictionary(names, member), (metadata) => {
        const event = { ...UNSEALED, metadata: { ...metadata, previousHash: CHAIN_START } };
        const stored = sealed(event);
        expect(stored.metadata).toBe(canonical(JSON.parse(stored.metadata) as Json));
        expect(fits(stored, CHAIN_START, sha256)).toBe(true);
      }),
    );
  });

  test.each([
    ['its stream', { stream: 'insured-zibo.P2' }],
    ['its revision', { revision: 4n }],
    ['its id', { eventId: '00000000-0000-8000-8000-000000000002' }],
    ['its type', { type: 'AccountCredited' }],
  ])('another value for %s does not fit', (_title, change) => {
    expect(fits({ ...STORED, ...change }, CHAIN_START, sha256)).toBe(false);
  });

  /** True where the change gives something that cannot be read, or does not fit: both are found. */
  function isFound(event: ChainedEvent): boolean {
    try {
      return !fits(event, CHAIN_START, sha256);
    } catch (error) {
      if (error instanceof SyntaxError) return true;
      throw error;
    }
  }

  test.each(['data', 'metadata'] as const)('one changed byte anywhere in the %s is found', (part) => {
    const bytes = Buffer.from(STORED[part], 'utf8');
    const missed: string[] = [];
    for (let at = 0; at < bytes.length; at += 1) {
      for (const flip of [1, 2, 4, 8, 16, 32]) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] as number) ^ flip;
        const text = changed.toString('utf8');
        if (!isFound({ ...STORED, [part]: text })) missed.push(text);
      }
    }
    expect(missed).toEqual([]);
  });

  test('a byte put in or left out is found', () => {
    const missed: string[] = [];
    for (let at = 0; at <= STORED.data.length; at += 1) {
      const [before, after] = [STORED.data.slice(0, at), STORED.data.slice(at)];
      for (const text of [`${before} ${after}`, before + after.slice(1)]) {
        if (text !== STORED.data && !isFound({ ...STORED, data: text })) missed.push(text);
      }
    }
    expect(missed).toEqual([]);
  });

  test('white space put into the metadata is found', () => {
    expect(isFound({ ...STORED, metadata: STORED.metadata.replace(',', ', ') })).toBe(true);
  });

  test('a member of the metadata twice is found', () => {
    const twice = STORED.metadata.replace('{', '{"actor":"李四",');
    expect(isFound({ ...STORED, metadata: twice })).toBe(true);
  });
});
