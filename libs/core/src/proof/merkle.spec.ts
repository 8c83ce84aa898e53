import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  bytesOfHex,
  consistencyProof,
  Frontier,
  frontierOf,
  inclusionProof,
  isConsistent,
  leafHash,
  nodeHash,
  rootFromInclusion,
  type Subtrees,
} from './merkle.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest());
const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');

/** MTH of RFC 9162 section 2.1.1, word by word. */
function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256(new Uint8Array(0));
  if (leaves.length === 1) return leafHash(leaves[0]!, sha256);
  const k = largestPowerBelow(leaves.length);
  return nodeHash(naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)), sha256);
}

/** PATH of RFC 9162 section 2.1.3.1. */
function naivePath(index: number, leaves: readonly Uint8Array[]): readonly Uint8Array[] {
  if (leaves.length <= 1) return [];
  const k = largestPowerBelow(leaves.length);
  return index < k
    ? [...naivePath(index, leaves.slice(0, k)), naiveRoot(leaves.slice(k))]
    : [...naivePath(index - k, leaves.slice(k)), naiveRoot(leaves.slice(0, k))];
}

/** SUBPROOF of RFC 9162 section 2.1.4.1. */
function naiveSubproof(m: number, leaves: readonly Uint8Array[], whole: boolean): readonly Uint8Array[] {
  if (m === leaves.length) return whole ? [] : [naiveRoot(leaves)];
  const k = largestPowerBelow(leaves.length);
  return m <= k
    ? [...naiveSubproof(m, leaves.slice(0, k), whole), naiveRoot(leaves.slice(k))]
    : [...naiveSubproof(m - k, leaves.slice(k), false), naiveRoot(leaves.slice(0, k))];
}

function largestPowerBelow(n: number): number {
  return 2 ** Math.floor(Math.log2(n - 1));
}

function subtreesOver(leaves: readonly Uint8Array[]): Subtrees {
  return (level, index) => {
    const range = leaves.slice(index * 2 ** level, (index + 1) * 2 ** level);
    if (range.length !== 2 ** level) throw new Error(`asked for an incomplete subtree ${level}/${index}`);
    return naiveRoot(range);
  };
}

function grown(leaves: readonly Uint8Array[]): Frontier {
  const frontier = Frontier.empty(sha256);
  for (const leaf of leaves) frontier.append(leafHash(leaf, sha256));
  return frontier;
}

/** The eight inputs and roots that the tests of certificate transparency publish for the tree of RFC 6962. */
const INPUTS = [
  ...['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'],
].map(bytesOfHex);

const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const INCLUSIONS: readonly (readonly [index: number, size: number, path: readonly string[]])[] = [
  [0, 1, []],
  [
    0,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    5,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
];

const CONSISTENCIES: readonly (readonly [first: number, second: number, path: readonly string[]])[] = [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    6,
    8,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
];

describe('the published vectors', () => {
  test.each(ROOTS.map((root, size) => [size, root] as const))('the root of %d leaves', (size, root) => {
    expect(hex(grown(INPUTS.slice(0, size)).root())).toBe(root);
  });

  test.each(INCLUSIONS)('leaf %d in a tree of %d', (index, size, path) => {
    const leaves = INPUTS.slice(0, size);
    expect(inclusionProof(index, size, subtreesOver(leaves), sha256).map(hex)).toEqual(path);
    const leaf = leafHash(INPUTS[index]!, sha256);
    expect(hex(rootFromInclusion({ index, size }, leaf, path.map(bytesOfHex), sha256))).toBe(ROOTS[size]);
  });

  test.each(CONSISTENCIES)('from %d to %d leaves', (first, second, path) => {
    expect(consistencyProof(first, second, subtreesOver(INPUTS), sha256).map(hex)).toEqual(path);
    const head = (size: number) => ({ size, root: bytesOfHex(ROOTS[size]!) });
    expect(isConsistent(head(first), head(second), path.map(bytesOfHex), sha256)).toBe(true);
  });
});

const leaves = fc.array(fc.uint8Array({ maxLength: 3 }), { minLength: 1, maxLength: 40 });

describe('against the definition, word by word', () => {
  test('the root, whatever was added, and left off and taken up anywhere', () => {
    fc.assert(
      fc.property(leaves, fc.nat(), (all, cut) => {
        const at = cut % (all.length + 1);
        const before = grown(all.slice(0, at));
        const after = Frontier.of(before.size, before.subtrees, sha256);
        for (const leaf of all.slice(at)) after.append(leafHash(leaf, sha256));
        expect(hex(after.root())).toBe(hex(naiveRoot(all)));
        expect(hex(frontierOf(at, subtreesOver(all), sha256).root())).toBe(hex(naiveRoot(all.slice(0, at))));
      }),
    );
  });

  test('every subtree that a leaf completes is told', () => {
    fc.assert(
      fc.property(leaves, (all) => {
        const frontier = Frontier.empty(sha256);
        const subtree = subtreesOver(all);
        for (const leaf of all) {
          const size = frontier.size + 1;
          frontier.append(leafHash(leaf, sha256), (level, root) => {
            expect(hex(root)).toBe(hex(subtree(level, size / 2 ** level - 1)));
          });
        }
      }),
    );
  });

  test('inclusion proofs are those of the definition, hold, and hold nothing else', () => {
    fc.assert(
      fc.property(leaves, fc.nat(), fc.nat(), (all, which, change) => {
        const size = all.length;
        const index = which % size;
        const path = inclusionProof(index, size, subtreesOver(all), sha256);
        expect(path.map(hex)).toEqual(naivePath(index, all).map(hex));
        const leaf = leafHash(all[index]!, sha256);
        const root = hex(naiveRoot(all));
        expect(hex(rootFromInclusion({ index, size }, leaf, path, sha256))).toBe(root);
        const other = path.map((each, at) => (at === change % path.length ? sha256(each) : each));
        if (path.length > 0) expect(hex(rootFromInclusion({ index, size }, leaf, other, sha256))).not.toBe(root);
        expect(rootFromInclusion({ index, size }, leaf, [...path, leaf], sha256)).toBeUndefined();
        expect(rootFromInclusion({ index: size, size }, leaf, path, sha256)).toBeUndefined();
      }),
    );
  });

  test('consistency proofs are those of the definition, hold, and hold for no other beginning', () => {
    fc.assert(
      fc.property(leaves, fc.nat(), fc.nat(), (all, cut, change) => {
        const first = cut % (all.length + 1);
        const path = consistencyProof(first, all.length, subtreesOver(all), sha256);
        if (first > 0) expect(path.map(hex)).toEqual(naiveSubproof(first, all, true).map(hex));
        const older = { size: first, root: naiveRoot(all.slice(0, first)) };
        const newer = { size: all.length, root: naiveRoot(all) };
        expect(isConsistent(older, newer, path, sha256)).toBe(true);
        expect(isConsistent({ ...older, root: sha256(older.root) }, newer, path, sha256)).toBe(false);
        expect(isConsistent(older, { ...newer, root: sha256(newer.root) }, path, sha256)).toBe(
          first === 0 && all.length > 0,
        );
        const other = path.map((each, at) => (at === change % path.length ? sha256(each) : each));
        if (path.length > 0) expect(isConsistent(older, newer, other, sha256)).toBe(false);
      }),
    );
  });
});

test('places and sizes beyond a tree are refused', () => {
  const subtree = subtreesOver(INPUTS);
  expect(() => inclusionProof(8, 8, subtree, sha256)).toThrow(RangeError);
  expect(() => consistencyProof(9, 8, subtree, sha256)).toThrow(RangeError);
  expect(() => Frontier.of(3, [sha256(new Uint8Array(0))], sha256)).toThrow(RangeError);
  expect(() => bytesOfHex('abc')).toThrow(TypeError);
});

test('sizes above 2^32 keep their place', () => {
  const size = 2 ** 40 + 3;
  const root = sha256(new Uint8Array([1]));
  const path = inclusionProof(2 ** 39 + 5, size, () => root, sha256);
  expect(path).toHaveLength(41);
});
