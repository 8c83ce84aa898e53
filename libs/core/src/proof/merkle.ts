/**
 * The Merkle tree of RFC 9162 section 2.1 (that of RFC 6962) over the whole log, as pure functions.
 *
 * A leaf is an event: its 32-byte `hash` (chain.ts), which covers content, place in its stream and the hash before it. Leaves stand in
 * the log's order. The index of a leaf is the number of events before it: with dense positions 1, 2, 3, … it is the position less one,
 * and where a store's positions have gaps it is still the number of events before, never the position.
 *
 * Sizes and indexes are numbers below 2^53; bit operations, which end at 2^32, are not used on them.
 */

/** SHA-256 of bytes, which it does not keep. Handed in from outside: the core has no cryptography of its own. */
export type HashBytes = (bytes: Uint8Array) => Uint8Array;

/** Hash of the complete subtree over the leaves `index * 2^level` to `(index + 1) * 2^level - 1`; level 0 is a leaf's. */
export type Subtrees = (level: number, index: number) => Uint8Array;

/** HASH(0x00 || data). */
export function leafHash(data: Uint8Array, hash: HashBytes): Uint8Array {
  const bytes = new Uint8Array(data.length + 1);
  bytes.set(data, 1);
  return hash(bytes);
}

/** A node's text, used for one after the other: whoever hashes a tree makes millions. */
const NODE = new Uint8Array(65);

/** HASH(0x01 || left || right). */
export function nodeHash(left: Uint8Array, right: Uint8Array, hash: HashBytes): Uint8Array {
  const bytes = left.length + right.length + 1 === NODE.length ? NODE : new Uint8Array(1 + left.length + right.length);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 1 + left.length);
  return hash(bytes);
}

/**
 * What a growing tree must remember: the roots of its complete subtrees, at most one a level. Adding a leaf costs two hashes on
 * average and the root one a level, however long the log is.
 */
export class Frontier {
  private constructor(
    private readonly hash: HashBytes,
    private leaves: number,
    /** Largest subtree first. */
    private readonly roots: Uint8Array[],
  ) {}

  static empty(hash: HashBytes): Frontier {
    return new Frontier(hash, 0, []);
  }

  /**
   * The frontier of a tree that was left off at a size.
   *
   * @throws RangeError when the number of roots is not that of the size.
   */
  static of(size: number, roots: readonly Uint8Array[], hash: HashBytes): Frontier {
    if (subtreesOf(size).length !== roots.length) throw new RangeError(`a tree of ${size} has other subtrees`);
    return new Frontier(hash, size, [...roots]);
  }

  get size(): number {
    return this.leaves;
  }

  get subtrees(): readonly Uint8Array[] {
    return this.roots;
  }

  /** @param leaf the leaf's hash. @param completed told of every subtree that the leaf completes, the leaf itself included. */
  append(leaf: Uint8Array, completed?: (level: number, root: Uint8Array) => void): void {
    let root = leaf;
    completed?.(0, root);
    for (let level = 0, rest = this.leaves; rest % 2 === 1; level += 1, rest = (rest - 1) / 2) {
      root = nodeHash(this.roots.pop() as Uint8Array, root, this.hash);
      completed?.(level + 1, root);
    }
    this.roots.push(root);
    this.leaves += 1;
  }

  root(): Uint8Array {
    const [last, ...others] = [...this.roots].reverse();
    if (last === undefined) return this.hash(new Uint8Array(0));
    return others.reduce((right, left) => nodeHash(left, right, this.hash), last);
  }
}

/** The complete subtrees of a tree, largest first: the ones in its size's binary form. */
function subtreesOf(size: number): readonly { readonly level: number; readonly index: number }[] {
  const found: { level: number; index: number }[] = [];
  for (let level = 0, rest = size; rest > 0; level += 1, rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) found.unshift({ level, index: rest - 1 });
  }
  return found;
}

/** The frontier of a tree's first leaves, from its subtrees. */
export function frontierOf(size: number, subtrees: Subtrees, hash: HashBytes): Frontier {
  const roots = subtreesOf(size).map(({ level, index }) => subtrees(level, index));
  return Frontier.of(size, roots, hash);
}

/** The largest power of two below a size of at least two. */
function split(size: number): number {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
}

/** MTH over `size` leaves from `start` on, which is a multiple of the subtree that it begins. */
function rangeRoot(start: number, size: number, subtrees: Subtrees, hash: HashBytes): Uint8Array {
  if (size === 1) return subtrees(0, start);
  const half = split(size);
  if (half * 2 === size) return subtrees(Math.round(Math.log2(size)), start / size);
  return nodeHash(rangeRoot(start, half, subtrees, hash), rangeRoot(start + half, size - half, subtrees, hash), hash);
}

/**
 * PATH(index, D[size]): shows that a leaf is in the tree.
 *
 * @throws RangeError for a leaf that the tree does not have.
 */
export function inclusionProof(
  index: number,
  size: number,
  subtrees: Subtrees,
  hash: HashBytes,
): readonly Uint8Array[] {
  if (!(index >= 0 && index < size)) throw new RangeError(`a tree of ${size} has no leaf ${index}`);
  const path: Uint8Array[] = [];
  for (let start = 0, rest = size; rest > 1;) {
    const half = split(rest);
    if (index - start < half) {
      path.unshift(rangeRoot(start + half, rest - half, subtrees, hash));
      rest = half;
    } else {
      path.unshift(rangeRoot(start, half, subtrees, hash));
      start += half;
      rest -= half;
    }
  }
  return path;
}

/**
 * PROOF(first, D[second]): shows that a tree is a beginning of another. Empty for trees of the same size, and for the empty tree.
 *
 * @throws RangeError when the first is larger than the second.
 */
export function consistencyProof(
  first: number,
  second: number,
  subtrees: Subtrees,
  hash: HashBytes,
): readonly Uint8Array[] {
  if (!(first >= 0 && first <= second)) throw new RangeError(`a tree of ${second} has no beginning of ${first}`);
  if (first === 0 || first === second) return [];
  const path: Uint8Array[] = [];
  let [start, rest, known] = [0, second, true];
  while (first - start !== rest) {
    const half = split(rest);
    if (first - start <= half) {
      path.unshift(rangeRoot(start + half, rest - half, subtrees, hash));
      rest = half;
    } else {
      path.unshift(rangeRoot(start, half, subtrees, hash));
      start += half;
      rest -= half;
      known = false;
    }
  }
  if (!known) path.unshift(rangeRoot(start, rest, subtrees, hash));
  return path;
}

/** The root that an inclusion proof leads to (RFC 9162 section 2.1.3.2); undefined when its length does not fit the place. */
export function rootFromInclusion(
  place: { readonly index: number; readonly size: number },
  leaf: Uint8Array,
  path: readonly Uint8Array[],
  hash: HashBytes,
): Uint8Array | undefined {
  let [fn, sn, root] = [place.index, place.size - 1, leaf];
  if (!isSize(place.size) || !isSize(fn) || fn > sn) return undefined;
  for (const each of path) {
    if (sn === 0) return undefined;
    if (fn % 2 === 1 || fn === sn) {
      root = nodeHash(each, root, hash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [halved(fn), halved(sn)];
    } else {
      root = nodeHash(root, each, hash);
    }
    [fn, sn] = [halved(fn), halved(sn)];
  }
  return sn === 0 ? root : undefined;
}

/** A tree as a seal names it. */
export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

/** True when the proof shows that the first tree is the beginning of the second (RFC 9162 section 2.1.4.2). */
export function isConsistent(first: TreeHead, second: TreeHead, path: readonly Uint8Array[], hash: HashBytes): boolean {
  if (!isSize(first.size) || !isSize(second.size) || first.size > second.size) return false;
  if (first.size === second.size) return path.length === 0 && sameBytes(first.root, second.root);
  if (first.size === 0) return path.length === 0 && sameBytes(first.root, hash(new Uint8Array(0)));
  return leadsToBoth(first, second, path, hash);
}

/** The proof of a beginning that is neither empty nor the whole: its subtrees make up both roots. */
function leadsToBoth(first: TreeHead, second: TreeHead, path: readonly Uint8Array[], hash: HashBytes): boolean {
  let [fn, sn] = [first.size - 1, second.size - 1];
  while (fn % 2 === 1) [fn, sn] = [halved(fn), halved(sn)];
  const [begin, ...others] = fn === 0 ? [first.root, ...path] : path;
  if (begin === undefined) return false;
  let [older, newer] = [begin, begin];
  for (const each of others) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [older, newer] = [nodeHash(each, older, hash), nodeHash(each, newer, hash)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [halved(fn), halved(sn)];
    } else {
      newer = nodeHash(newer, each, hash);
    }
    [fn, sn] = [halved(fn), halved(sn)];
  }
  return sn === 0 && sameBytes(older, first.root) && sameBytes(newer, second.root);
}

function halved(size: number): number {
  return Math.floor(size / 2);
}

function isSize(size: number): boolean {
  return Number.isSafeInteger(size) && size >= 0;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/**
 * Bytes of an event's hash.
 *
 * @throws TypeError for text that is not lower-case hex of whole bytes.
 */
export function bytesOfHex(hex: string): Uint8Array {
  if (!/^([0-9a-f]{2})*$/.test(hex)) throw new TypeError(`"${hex.slice(0, 80)}" is no hexadecimal text`);
  const bytes = new Uint8Array(hex.length / 2);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16);
  return bytes;
}
