import { closeSync, constants, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { bytesOfHex, Frontier, frontierOf, leafHash, nodeHash, type EventMetadata, type TreeHead } from '@gongji/core';
import type { EventStore, RecordedMetadata } from '@gongji/event-store';
import { hashBytes } from '../bytes.ts';

const HASH = 32;
const POSITION = 8;
/** Levels between two that are kept; what lies between is computed from the lower one when it is asked for. */
const STEP = 8;
/** Kept levels: 2^48 leaves. */
const LEVELS = 7;

/**
 * Fixed-size records in a file, each at its place: whoever writes a record of this log writes these bytes, so that several may write at
 * once. What was cut off stays until it is written again.
 */
class Records {
  private readonly descriptor: number;
  private pending = Buffer.alloc(0);
  /** Bytes of `pending` that are written to. */
  private filled = 0;
  count: number;

  constructor(
    file: string,
    private readonly width: number,
    readOnly: boolean,
  ) {
    this.descriptor = openSync(file, readOnly ? constants.O_RDONLY : constants.O_RDWR | constants.O_CREAT);
    this.count = Math.floor(fstatSync(this.descriptor).size / width);
  }

  push(record: Uint8Array): void {
    if (this.filled === this.pending.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.width * 64, this.pending.length * 2));
      this.pending.copy(larger);
      this.pending = larger;
    }
    this.pending.set(record, this.filled);
    this.filled += this.width;
    this.count += 1;
  }

  flush(): void {
    const from = this.count * this.width - this.filled;
    for (let at = 0; at < this.filled;) {
      at += writeSync(this.descriptor, this.pending, at, this.filled - at, from + at);
    }
    this.filled = 0;
  }

  read(from: number, count: number): Buffer {
    const bytes = Buffer.alloc(count * this.width);
    const read = readSync(this.descriptor, bytes, 0, bytes.length, from * this.width);
    if (read !== bytes.length) throw new Error(`record ${from + count} is not in the tree's files`);
    return bytes;
  }

  cut(count: number): void {
    this.count = count;
  }

  empty(): void {
    ftruncateSync(this.descriptor, 0);
    this.count = 0;
  }

  close(): void {
    closeSync(this.descriptor);
  }
}

/**
 * The Merkle tree beside the log: leaves, the position of each, and every eighth level of complete subtrees. Made from the log and
 * made again from it when it is missing or is not the tree of this log; a leaf costs a few writes, a proof a few reads.
 */
export class TreeFiles {
  private readonly positions: Records;
  private readonly levels: readonly Records[];
  private frontier: Frontier;

  /** @param folder is made where it does not exist, unless it is opened for reading only: then it must be there. */
  constructor(folder: string, { readOnly = false }: { readonly readOnly?: boolean } = {}) {
    if (!readOnly) mkdirSync(folder, { recursive: true });
    const open = (name: string, width: number): Records => new Records(join(folder, name), width, readOnly);
    this.positions = open('positions', POSITION);
    this.levels = Array.from({ length: LEVELS }, (_, at) => open(`level-${at * STEP}`, HASH));
    this.cutTo(this.wholeSize());
    this.frontier = frontierOf(this.size, this.subtree, hashBytes);
  }

  get size(): number {
    return this.positions.count;
  }

  /** As many leaves as every file has its part of: after a crash some may be behind. */
  private wholeSize(): number {
    let size = Math.min(this.positions.count, this.leaves.count);
    for (const [at, level] of this.levels.entries()) {
      const width = 2 ** (at * STEP);
      if (Math.floor(size / width) > level.count) size = (level.count + 1) * width - 1;
    }
    return size;
  }

  private cutTo(size: number): void {
    this.positions.cut(size);
    for (const [at, level] of this.levels.entries()) level.cut(Math.floor(size / 2 ** (at * STEP)));
  }

  private get leaves(): Records {
    return this.levels[0] as Records;
  }

  /** Hash of a complete subtree. */
  readonly subtree = (level: number, index: number): Uint8Array => {
    const within = level % STEP;
    const kept = this.levels[(level - within) / STEP] as Records;
    const bytes = kept.read(index * 2 ** within, 2 ** within);
    let hashes = Array.from({ length: 2 ** within }, (_, at): Uint8Array => bytes.subarray(at * HASH, (at + 1) * HASH));
    while (hashes.length > 1) {
      const pairs = hashes;
      hashes = Array.from({ length: pairs.length / 2 }, (_, at) =>
        nodeHash(pairs[2 * at] as Uint8Array, pairs[2 * at + 1] as Uint8Array, hashBytes),
      );
    }
    return hashes[0] as Uint8Array;
  };

  /** Leaf hashes, one after the other. */
  leavesFrom(index: number, count: number): Buffer {
    return this.leaves.read(index, count);
  }

  /** Size and root of the tree, or of a beginning of it. */
  head(size = this.size): TreeHead {
    const frontier = size === this.size ? this.frontier : frontierOf(size, this.subtree, hashBytes);
    return { size, root: frontier.root() };
  }

  /** The position of a leaf; 0n for the place before the first. */
  positionOf(size: number): bigint {
    return size === 0 ? 0n : this.positions.read(size - 1, 1).readBigUInt64BE();
  }

  /** How many leaves have a position up to the given one: the index of the leaf after it. */
  sizeAt(position: bigint): number {
    let [low, high] = [0, this.size];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.positionOf(middle + 1) <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Takes in what the log has beyond the tree. @param read told of each page. */
  async catchUp(store: EventStore, upTo: bigint, read?: (page: readonly RecordedMetadata[]) => void): Promise<void> {
    if (!(await this.isOf(store))) this.clear();
    for await (const page of store.readMetadata({ after: this.positionOf(this.size), upTo })) {
      for (const event of page) this.add(event);
      for (const records of [...this.levels, this.positions]) records.flush();
      read?.(page);
    }
  }

  /** Begins anew: these files are another log's. */
  clear(): void {
    for (const records of [...this.levels, this.positions]) records.empty();
    this.frontier = Frontier.empty(hashBytes);
  }

  private add({ metadata, position }: RecordedMetadata): void {
    PLACE.writeBigUInt64BE(position);
    this.frontier.append(leafOf(metadata), (level, root) => {
      if (level % STEP === 0) this.levels[level / STEP]?.push(root);
    });
    this.positions.push(PLACE);
  }

  /** Whether the last leaf is still the log's event at its position. */
  private async isOf(store: EventStore): Promise<boolean> {
    if (this.size === 0) return true;
    const upTo = this.positionOf(this.size);
    for await (const [event] of store.readMetadata({ after: upTo - 1n, upTo, pageSize: 1 })) {
      return event !== undefined && Buffer.compare(leafOf(event.metadata), this.subtree(0, this.size - 1)) === 0;
    }
    return false;
  }

  close(): void {
    for (const records of [...this.levels, this.positions]) records.close();
  }
}

/** A leaf's position, for the file. */
const PLACE = Buffer.alloc(POSITION);

/** What every event has as its hash; the engine reads it fastest. */
const DIGEST = /^[0-9a-f]{64}$/;

/** The hash of an event's leaf, from its metadata. */
export function leafOf(metadata: string): Uint8Array {
  const hash = hashByLook(metadata);
  return hash !== undefined && DIGEST.test(hash)
    ? leafOfDigest(hash)
    : leafOfHash((JSON.parse(metadata) as Pick<EventMetadata, 'hash'>).hash);
}

const MEMBER = '"hash":"';

/**
 * What the member `hash` of a JSON object says, without reading the object. Undefined unless there is no other way to read it: the name
 * stands there once and outside of any object within, and no escape spells a name or a quote another way.
 */
function hashByLook(metadata: string): string | undefined {
  const from = metadata.indexOf(MEMBER);
  const within = metadata.indexOf('{', 1);
  if (from < 0 || (within >= 0 && within < from)) return undefined;
  if (metadata.includes('"hash"', from + MEMBER.length) || metadata.includes('\\')) return undefined;
  return metadata.slice(from + MEMBER.length, metadata.indexOf('"', from + MEMBER.length));
}

/** A leaf's text: a zero (RFC 9162) and the digest that is written behind it. */
const LEAF = Buffer.alloc(1 + 32);

function leafOfHash(hash: string): Uint8Array {
  return DIGEST.test(hash) ? leafOfDigest(hash) : leafHash(bytesOfHex(hash), hashBytes);
}

function leafOfDigest(digest: string): Uint8Array {
  LEAF.write(digest, 1, 'hex');
  return hashBytes(LEAF);
}
