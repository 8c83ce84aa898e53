import { closeSync, constants, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { bytesOfHex, Frontier, frontierOf, leafHash, nodeHash, type EventMetadata, type TreeHead } from '@gongji/core';
import type { EventStore, RecordedEvent } from '@gongji/event-store';
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
  private pending: Uint8Array[] = [];
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
    this.pending.push(record);
    this.count += 1;
  }

  flush(): void {
    if (this.pending.length === 0) return;
    const bytes = Buffer.concat(this.pending);
    const from = this.count * this.width - bytes.length;
    for (let at = 0; at < bytes.length;) at += writeSync(this.descriptor, bytes, at, bytes.length - at, from + at);
    this.pending = [];
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
  async catchUp(store: EventStore, upTo: bigint, read?: (page: readonly RecordedEvent[]) => void): Promise<void> {
    if (!(await this.isOf(store))) this.clear();
    for await (const page of store.readAll({ after: this.positionOf(this.size), upTo })) {
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

  private add({ metadata, position }: RecordedEvent): void {
    const place = Buffer.alloc(POSITION);
    place.writeBigUInt64BE(position);
    this.frontier.append(leafOf(metadata), (level, root) => {
      if (level % STEP === 0) this.levels[level / STEP]?.push(root);
    });
    this.positions.push(place);
  }

  /** Whether the last leaf is still the log's event at its position. */
  private async isOf(store: EventStore): Promise<boolean> {
    if (this.size === 0) return true;
    const upTo = this.positionOf(this.size);
    for await (const [event] of store.readAll({ after: upTo - 1n, upTo, pageSize: 1 })) {
      return event !== undefined && Buffer.compare(leafOf(event.metadata), this.subtree(0, this.size - 1)) === 0;
    }
    return false;
  }

  close(): void {
    for (const records of [...this.levels, this.positions]) records.close();
  }
}

/** What every event has as its hash; the engine reads it fastest. */
const DIGEST = /^[0-9a-f]{64}$/;

/** The hash of an event's leaf, from its metadata. */
export function leafOf(metadata: string): Uint8Array {
  return leafOfHash((JSON.parse(metadata) as Pick<EventMetadata, 'hash'>).hash);
}

/** A leaf's text: a zero (RFC 9162) and the digest that is written behind it. */
const LEAF = Buffer.alloc(1 + 32);

/** The hash of an event's leaf, from the event's own. */
export function leafOfHash(hash: string): Uint8Array {
  if (!DIGEST.test(hash)) return leafHash(bytesOfHex(hash), hashBytes);
  LEAF.write(hash, 1, 'hex');
  return hashBytes(LEAF);
}
