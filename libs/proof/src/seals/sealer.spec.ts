import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventIdOf, restingOn, stamped } from '@gongji/application';
import { CHAIN_START, consistencyProof, isConsistent, sealStream, type LedgerEvent } from '@gongji/core';
import { MemoryEventStore, NO_STREAM } from '@gongji/event-store';
import fc from 'fast-check';
import { hashBytes, hexOf } from '../bytes.ts';
import { openCheckpoint } from './checkpoint.ts';
import { KeyFolder } from './keys.ts';
import { newSigner, type Signer } from './note.ts';
import { lastSeal, sealLedger, SealedLogChanged, type RecordedSeal } from './sealer.ts';
import { TreeFiles } from './tree-files.ts';

const signer = newSigner('test/ledger');
const regions = ['panzhihua', 'zibo', 'shangrao'];
let folder: string;
let trees: TreeFiles[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gongji-seal-'));
  trees = [];
});

afterEach(() => {
  for (const tree of trees) tree.close();
  rmSync(folder, { recursive: true, force: true });
});

function openTree(): TreeFiles {
  const tree = new TreeFiles(join(folder, 'tree'));
  trees.push(tree);
  return tree;
}

/** Appends so many events, each on a stream of its own. */
async function grow(store: MemoryEventStore, count: number, prefix = 'P', region = 'zibo'): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    const from = '2023-01-01';
    const event: LedgerEvent = { type: 'EntitlementSuspended', occurredOn: from, data: { from } };
    const stream = `insured-${region}.${prefix}${String(at)}`;
    const commandId = `${prefix}-${String(at)}`;
    const made = stamped(
      event,
      { stream, state: undefined, revision: NO_STREAM, hash: CHAIN_START },
      {
        eventId: eventIdOf(commandId, 0),
        commandId,
        commandHash: '',
        actor: 'a',
        role: 'b',
        recordedAt: '',
        restedOn: restingOn(undefined, {}),
      },
    );
    await store.append([{ stream, expectedRevision: NO_STREAM, events: [made.event] }]);
  }
}

function sealWith(store: MemoryEventStore, tree: TreeFiles, by: Signer = signer): Promise<readonly RecordedSeal[]> {
  return sealLedger({ store, tree, signer: by, regions, clock: () => new Date('2025-01-01T20:00:00Z') });
}

describe('sealing', () => {
  test('every region of the log gets a seal over the whole log, which opens with the public key', async () => {
    const store = new MemoryEventStore();
    await grow(store, 3);
    await grow(store, 2, 'Q', 'panzhihua');
    const seals = await sealWith(store, openTree());
    expect(seals.map(({ region, treeSize, position }) => ({ region, treeSize, position }))).toEqual([
      { region: 'panzhihua', treeSize: 5, position: '5' },
      { region: 'zibo', treeSize: 5, position: '5' },
    ]);
    const opened = openCheckpoint(seals[0]!.checkpoint, [signer.verifier]);
    expect({ size: opened.size, root: hexOf(opened.root) }).toEqual({ size: 5, root: seals[0]!.rootHash });
  });

  test('sealed again with nothing new but seals, a region keeps its seal', async () => {
    const store = new MemoryEventStore();
    await grow(store, 3);
    const [first] = await sealWith(store, openTree());
    expect(await sealWith(store, openTree())).toEqual([first]);
    expect(await store.head()).toBe(4n);
    await grow(store, 1, 'later');
    expect((await sealWith(store, openTree()))[0]).toMatchObject({ treeSize: 5 });
    expect(await lastSeal(store, 'zibo', 4)).toEqual(first);
  });

  test('any two seals are consistent, whichever key signed them, and the tree may be made anew in between', async () => {
    const store = new MemoryEventStore();
    const keys = new KeyFolder(join(folder, 'keys'));
    const seals: RecordedSeal[] = [];
    for (const [round, count] of [3, 5, 1].entries()) {
      await grow(store, count, `r${String(round)}-`);
      await keys.rotate('test/ledger');
      if (round === 1) rmSync(join(folder, 'tree'), { recursive: true });
      seals.push(...(await sealWith(store, openTree(), await keys.signer())));
    }
    const known = await keys.verifiers();
    expect(known).toHaveLength(3);
    const heads = seals.map(({ checkpoint }) => openCheckpoint(checkpoint, known));
    const tree = openTree();
    for (const older of heads) {
      for (const newer of heads.filter(({ size }) => size >= older.size)) {
        const path = consistencyProof(older.size, newer.size, tree.subtree, hashBytes);
        expect(isConsistent(older, newer, path, hashBytes)).toBe(true);
      }
    }
  });

  test('two who seal one log at once, with files of their own or in one folder, leave seals that fit', async () => {
    const store = new MemoryEventStore();
    const elsewhere = new TreeFiles(join(folder, 'elsewhere'));
    trees.push(elsewhere);
    const all = [openTree(), openTree(), elsewhere];
    for (const [round, count] of [300, 1, 40].entries()) {
      await grow(store, count, `r${String(round)}-`);
      const given = await Promise.all(all.map((tree) => sealWith(store, tree)));
      expect(new Set(given.map(([seal]) => seal?.treeSize)).size).toBe(1);
    }
    const whole = openTree();
    await whole.catchUp(store, await store.head());
    const made = new TreeFiles(join(folder, 'anew'));
    trees.push(made);
    await made.catchUp(store, await store.head());
    expect(whole.head()).toEqual(made.head());
    const last = await lastSeal(store, 'zibo');
    expect(hexOf(made.head(last!.treeSize).root)).toBe(last!.rootHash);
  });

  test('who is behind a seal that another has set catches up with it', async () => {
    /** Another sealer is at work between the first question for the head and its answer. */
    class Overtaken extends MemoryEventStore {
      private overtaken = false;

      override async head(): Promise<bigint> {
        const seen = await super.head();
        if (this.overtaken || seen === 0n) return seen;
        this.overtaken = true;
        await grow(this, 2, 'more');
        await sealWith(this, openTree());
        return seen;
      }
    }
    const store = new Overtaken();
    await grow(store, 3);
    const elsewhere = new TreeFiles(join(folder, 'elsewhere'));
    trees.push(elsewhere);
    expect((await sealWith(store, elsewhere))[0]).toMatchObject({ treeSize: 5 });
  });

  test('a log with another beginning than the sealed one is refused', async () => {
    const store = new MemoryEventStore();
    await grow(store, 3);
    await sealWith(store, openTree());
    const other = new MemoryEventStore();
    await grow(other, 3, 'other');
    for await (const page of store.readStream(sealStream('zibo'), { direction: 'forwards' })) {
      await other.append([{ stream: sealStream('zibo'), expectedRevision: NO_STREAM, events: page }]);
    }
    await expect(sealWith(other, openTree())).rejects.toThrow(SealedLogChanged);
  });

  test('the private key is for its owner alone', async () => {
    const keys = new KeyFolder(join(folder, 'keys'));
    expect(keys.exists).toBe(false);
    await keys.rotate('test/ledger');
    expect(statSync(join(folder, 'keys', 'seal.key')).mode & 0o077).toBe(0);
  });
});

describe('the tree beside the log', () => {
  test('finds the leaf of a position, and is the same tree after a cut anywhere in its files', async () => {
    const store = new MemoryEventStore();
    await grow(store, 600);
    const tree = openTree();
    await tree.catchUp(store, 600n);
    const whole = hexOf(tree.head().root);
    expect([tree.sizeAt(0n), tree.sizeAt(257n), tree.sizeAt(1000n)]).toEqual([0, 257, 600]);
    const files = readdirSync(join(folder, 'tree')).map((name) => join(folder, 'tree', name));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), fc.double({ min: 0, max: 1, noNaN: true }), async (file, part) => {
        const size = statSync(file).size;
        const before = readFileSync(file);
        truncateSync(file, Math.floor(size * part));
        const again = new TreeFiles(join(folder, 'tree'));
        await again.catchUp(store, 600n);
        expect(hexOf(again.head().root)).toBe(whole);
        again.close();
        expect(readFileSync(file)).toEqual(before);
      }),
      { numRuns: 30 },
    );
  });

  test('a damaged file is made anew before a seal is set on it', async () => {
    const store = new MemoryEventStore();
    await grow(store, 300);
    const [first] = await sealWith(store, openTree());
    const file = join(folder, 'tree', 'level-0');
    const bytes = readFileSync(file);
    const inLastLeaf = 299 * 32 + 8;
    bytes[inLastLeaf] = (bytes[inLastLeaf] as number) ^ 1;
    writeFileSync(file, bytes);
    appendFileSync(join(folder, 'tree', 'positions'), 'torn');
    expect(await sealWith(store, openTree())).toEqual([first]);
    expect(readFileSync(file)[inLastLeaf]).not.toBe(bytes[inLastLeaf]);
  });
});
