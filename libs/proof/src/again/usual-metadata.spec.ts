import { canonical, type Json } from '@gongji/core';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { usualMetadata } from './usual-metadata.ts';

const DIGEST = 'a1'.repeat(32);
const USUAL = {
  actor: 'operator',
  causationId: 'c-1',
  commandHash: DIGEST,
  commandId: 'c-1',
  correlationId: 'c-1',
  hash: DIGEST,
  occurredOn: '2023-03-01',
  previousHash: '0'.repeat(64),
  recordedAt: '2023-03-01T01:02:03.000Z',
  restedOn: { pack: 'zibo-2022/1', packHash: DIGEST, revisions: { 'institution-zibo.H1': '0', 'policy-zibo': '-1' } },
  role: 'agency',
  schemaVersion: 1,
};

/** Texts that a member may hold, of which some look like what stands around them. */
const TEXT = fc.oneof(
  {
    weight: 40,
    arbitrary: fc.string({ unit: fc.constantFrom(...'a b 0 1 9 - . : , { } 经 办'.split(' ')), maxLength: 8 }),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('hash', '"hash":"', '\\', '__proto__', 'constructor', '10', '9', '\ud800', ''),
  },
);
const OBJECT = fc.record({
  ...Object.fromEntries(Object.keys(USUAL).map((name) => [name, TEXT])),
  hash: fc.oneof({ weight: 9, arbitrary: fc.constant(DIGEST) }, { weight: 1, arbitrary: TEXT }),
  restedOn: fc.record(
    { pack: TEXT, packHash: TEXT, revisions: fc.dictionary(TEXT, TEXT, { maxKeys: 4 }) },
    { requiredKeys: ['revisions'] },
  ),
  schemaVersion: fc.oneof(fc.integer({ min: 0, max: 2 ** 33 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
});

/** Says what `JSON.parse` says, or nothing; the text without the hash is the canonical form of what is left. */
function agrees(text: string): boolean {
  const read = usualMetadata(text);
  if (read === undefined) return false;
  const parsed = JSON.parse(text) as typeof USUAL;
  expect(read.metadata).toStrictEqual(parsed);
  expect(canonical(parsed)).toBe(text);
  expect(read.unsealed).toBe(canonical({ ...parsed, hash: undefined }));
  return true;
}

describe('metadata that are read by their look', () => {
  test.each([
    ['as events are written', USUAL],
    ['without rules', { ...USUAL, restedOn: { revisions: {} } }],
    ['with text beyond ASCII', { ...USUAL, actor: '经办' }],
    ['of which a member says what another is called', { ...USUAL, actor: 'hash', causationId: ',hash:' }],
  ])('say what they say, %s', (_, metadata) => {
    expect(agrees(canonical(metadata))).toBe(true);
  });

  test.each([
    ['with a revision of the name __proto__', JSON.stringify(USUAL).replace('"institution-zibo.H1"', '"__proto__"')],
    ['with an escape', canonical({ ...USUAL, actor: 'a"b' })],
    ['with a hash that is none', canonical({ ...USUAL, hash: 'b' })],
    ['with revisions out of order', canonical(USUAL).replace('institution-zibo.H1', 'z')],
    ['with a revision twice', canonical(USUAL).replace('institution-zibo.H1', 'policy-zibo')],
    ['with a version that is no number of events', canonical({ ...USUAL, schemaVersion: 1.5 })],
    ['without what every event has', canonical({ ...USUAL, role: undefined })],
    ['with one member more', canonical({ ...USUAL, zzz: 1 })],
    ['that end too early', canonical(USUAL).slice(0, -1)],
    ['of nothing', ''],
  ])('are not taken for usual, %s', (_, text) => {
    expect(usualMetadata(text)).toBeUndefined();
  });

  test('say what JSON.parse says, whatever they hold', () => {
    let usual = 0;
    fc.assert(
      fc.property(OBJECT, fc.boolean(), (metadata, isCanonical) => {
        const spelled = JSON.stringify(metadata);
        const hasCanonical = !spelled.includes('\\ud800');
        const text = isCanonical && hasCanonical ? canonical(JSON.parse(spelled) as Json) : spelled;
        if (agrees(text)) usual += 1;
      }),
      { numRuns: 1000 },
    );
    expect(usual).toBeGreaterThan(20);
  });
});
