import { bytesOfHex, leafHash } from '@gongji/core';
import { describe, expect, test } from '@jest/globals';
import { hashBytes } from '../bytes.ts';
import { leafOf } from './tree-files.ts';

const [A, B] = ['a1'.repeat(32), 'b2'.repeat(32)];

describe('the leaf of an event', () => {
  test.each([
    ['as events are written', `{"actor":"a","hash":"${A}","restedOn":{"revisions":{}},"role":"b"}`],
    ['with an object before the hash', `{"actor":{"name":"a"},"hash":"${A}","role":"b"}`],
    ['with the name in an object before it', `{"actor":{"hash":"${B}"},"hash":"${A}","role":"b"}`],
    ['with the name in an object after it', `{"actor":"a","hash":"${A}","restedOn":{"hash":"${B}"}}`],
    ['with the name twice', `{"actor":"a","hash":"${A}","hash":"${B}"}`],
    ['with the name twice, once with a blank', `{"actor":"a","hash":"${A}","hash" :"${B}"}`],
    ['with the name twice, once by an escape', `{"actor":"a","hash":"${A}","\\u0068ash":"${B}"}`],
    ['with the name behind a quote in a string', `{"actor":"x\\"hash\\":\\"${B}","hash":"${A}"}`],
    ['with a brace in a string', `{"actor":"{","hash":"${A}","role":"b"}`],
    ['with a blank before the hash', `{"actor":"a","hash": "${A}"}`],
    ['with a shorter hash', `{"actor":"a","hash":"${A.slice(2)}"}`],
    ['with an empty hash', `{"actor":"a","hash":"","x":"${B}"}`],
  ])('is the hash that its metadata say, %s', (_, metadata) => {
    const { hash } = JSON.parse(metadata) as { readonly hash: string };
    expect(leafOf(metadata)).toEqual(leafHash(bytesOfHex(hash), hashBytes));
  });

  test('is not made from what is no hash', () => {
    expect(() => leafOf(`{"actor":"a","hash":"${A.toUpperCase()}"}`)).toThrow(TypeError);
    expect(() => leafOf(`{"actor":"a"`)).toThrow(SyntaxError);
  });
});
