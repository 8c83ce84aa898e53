import { describe, expect, test } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonical, type Json } from './canonical.ts';

/** JSON values as the ledger writes them, and odd ones: any text that is well formed, any finite number. */
const text = fc.string({ unit: 'binary' });
const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const { value: json } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.boolean(),
    number,
    fc.integer(),
    text,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
}));

describe('the canonical form (RFC 8785)', () => {
  test('is that of another implementation', () => {
    fc.assert(
      fc.property(json, (value) => canonical(value) === canonicalize(value)),
      { numRuns: 1000 },
    );
  });

  test('reads back as the same value', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('is its own canonical form', () => {
    fc.assert(fc.property(json, (value) => canonical(JSON.parse(canonical(value)) as Json) === canonical(value)));
  });

  test.each<readonly [title: string, value: Json, text: string]>([
    ['members are sorted', { b: 1, a: 2 }, '{"a":2,"b":1}'],
    ['by UTF-16 code units: an emoji before a private use character', { '\ue000': 1, '😀': 2 }, '{"😀":2,"\ue000":1}'],
    ['number-like names as text', { 10: 1, 9: 2 }, '{"10":1,"9":2}'],
    ['what is undefined is left out', { a: undefined, b: 1 }, '{"b":1}'],
    ['Chinese stays as it is', '个人账户', '"个人账户"'],
    ['control characters are escaped', 'a\u0000\n\u001f', '"a\\u0000\\n\\u001f"'],
    ['numbers as ECMAScript writes them', [1e21, 1e-7, -0, 0.1, 100], '[1e+21,1e-7,0,0.1,100]'],
    ['no white space', { a: [1, { b: null }], c: true }, '{"a":[1,{"b":null}],"c":true}'],
    ['empty', [{}, [], ''], '[{},[],""]'],
  ])('%s', (_title, value, expected) => {
    expect(canonical(value)).toBe(expected);
  });

  test('a member named __proto__ is a member like others', () => {
    expect(canonical(JSON.parse('{"b":1,"__proto__":{"a":2}}') as Json)).toBe('{"__proto__":{"a":2},"b":1}');
  });

  test.each<readonly [string, Json]>([
    ['half a surrogate pair', 'a\ud83d'],
    ['the other half', '\ude00a'],
    ['in a name', { '\ud83d': 1 }],
    ['deep inside', [{ a: ['\ud83d'] }]],
    ['not a number', NaN],
    ['infinity', [Infinity]],
  ])('%s has none', (_title, value) => {
    expect(() => canonical(value)).toThrow(TypeError);
  });
});
