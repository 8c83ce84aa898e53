import { setTimeout as pause } from 'node:timers/promises';
import { dayInChina, eventIdOf, folded, restingOn, sha256, stamped, tailOf } from '@gongji/application/deciding';
import {
  canonical,
  parametersStream,
  sealStream,
  type LedgerSealed,
  type SealEvent,
  type TreeHead,
} from '@gongji/core';
import type { EventStore, RecordedEvent } from '@gongji/event-store';
import { hexOf } from '../bytes.ts';
import { signCheckpoint } from './checkpoint.ts';
import type { Signer } from './note.ts';
import type { TreeFiles } from './tree-files.ts';

export interface SealerOptions {
  readonly store: EventStore;
  readonly tree: TreeFiles;
  readonly signer: Signer;
  readonly clock: () => Date;
  /** Regions that may have a seal; each is sealed once anything of it is in the log. */
  readonly regions: readonly string[];
  readonly actor?: string;
}

/** A seal in the log. */
export interface RecordedSeal extends LedgerSealed {
  readonly region: string;
  /** Position of the seal itself. */
  readonly sealedAt: bigint;
}

/** The log has another beginning than the one that was sealed: nothing may be sealed on top of it. */
export class SealedLogChanged extends Error {
  override readonly name = 'SealedLogChanged';
}

/** A region's last seal, or the last of a tree that was not larger than a size. */
export async function lastSeal(store: EventStore, region: string, upTo = Infinity): Promise<RecordedSeal | undefined> {
  for await (const page of store.readStream(sealStream(region), { direction: 'backwards' })) {
    for (const event of page) {
      const seal = recordedSeal(event, region);
      if (seal.treeSize <= upTo) return seal;
    }
  }
  return undefined;
}

export function recordedSeal(event: RecordedEvent, region: string): RecordedSeal {
  const { data } = folded(event) as SealEvent;
  return { ...data, region, sealedAt: event.position };
}

/**
 * Seals the log up to its present head for every region of it. A region whose last seal nothing but seals has followed keeps it. Costs
 * what was added to the log since the last time.
 *
 * @returns each region's seal, new or last.
 * @throws SealedLogChanged when the log no longer begins with what a region's last seal covers.
 */
export async function sealLedger(options: SealerOptions): Promise<readonly RecordedSeal[]> {
  const { store, tree } = options;
  const upTo = await store.head();
  const touched = new Set<string>();
  await tree.catchUp(store, upTo, (page) => {
    for (const { stream } of page) touched.add(regionOf(stream));
  });
  const seals: RecordedSeal[] = [];
  for (const region of options.regions) {
    const seal = await sealRegion(options, region, upTo, touched);
    if (seal !== undefined) seals.push(seal);
  }
  return seals;
}

/** Where another process seals the same region at the same time, its seal is looked at like any earlier one. */
async function sealRegion(
  options: SealerOptions,
  region: string,
  upTo: bigint,
  touched: ReadonlySet<string>,
): Promise<RecordedSeal | undefined> {
  const { store, tree } = options;
  for (;;) {
    const last = await lastSeal(store, region);
    if (last !== undefined) await requireSealed(tree, store, last);
    else if (!touched.has(region) && !(await exists(store, parametersStream(region)))) return undefined;
    if (last !== undefined && !(await hasMore(store, last, upTo))) return last;
    const seal = await append(options, region, tree.head());
    if (seal !== undefined) return seal;
  }
}

/** "zibo" of "insured-zibo.P1". */
export function regionOf(stream: string): string {
  const start = stream.indexOf('-') + 1;
  const dot = stream.indexOf('.', start);
  return dot === -1 ? stream.slice(start) : stream.slice(start, dot);
}

async function exists(store: EventStore, stream: string): Promise<boolean> {
  for await (const _ of store.readStream(stream, { direction: 'forwards', maxCount: 1 })) return true;
  return false;
}

/**
 * Tree files may be wrong where the log is right: before anything is refused they are made anew. They may also be behind a seal that
 * another process has just set.
 */
async function requireSealed(tree: TreeFiles, store: EventStore, seal: RecordedSeal): Promise<void> {
  if (seal.treeSize > tree.size) await tree.catchUp(store, await store.head());
  if (begins(tree, seal)) return;
  const upTo = tree.positionOf(tree.size);
  tree.clear();
  await tree.catchUp(store, upTo);
  if (begins(tree, seal)) return;
  throw new SealedLogChanged(
    `The log does not begin with the ${seal.treeSize} events that ${sealStream(seal.region)} sealed at position ${String(seal.sealedAt)}.`,
  );
}

function begins(tree: TreeFiles, { treeSize, rootHash }: LedgerSealed): boolean {
  return treeSize <= tree.size && hexOf(tree.head(treeSize).root) === rootHash;
}

/** Whether the log holds anything but seals after what a seal covers. */
async function hasMore(store: EventStore, seal: RecordedSeal, upTo: bigint): Promise<boolean> {
  for await (const page of store.readAll({ after: BigInt(seal.position), upTo, pageSize: 16 })) {
    if (page.some(({ type }) => type !== 'LedgerSealed')) return true;
  }
  return false;
}

/** The seal as it was written; undefined where another one was written first. */
async function append(options: SealerOptions, region: string, head: TreeHead): Promise<RecordedSeal | undefined> {
  const { store, signer, tree, clock, actor = 'sealer' } = options;
  const recordedAt = clock();
  const event: SealEvent = {
    type: 'LedgerSealed',
    occurredOn: dayInChina(recordedAt),
    data: {
      treeSize: head.size,
      position: String(tree.positionOf(head.size)),
      rootHash: hexOf(head.root),
      checkpoint: signCheckpoint(head, signer),
    },
  };
  const commandId = `seal/${region}/${String(head.size)}`;
  const eventId = eventIdOf(commandId, 0);
  const target = await tailOf(store, sealStream(region));
  const made = stamped(
    event,
    { ...target, state: undefined },
    {
      eventId,
      commandId,
      commandHash: sha256(canonical({ type: 'SealLedger', region, treeSize: head.size })),
      actor,
      role: 'agency',
      recordedAt: recordedAt.toISOString(),
      restedOn: restingOn(undefined, {}),
    },
  );
  await store.append([{ stream: target.stream, expectedRevision: target.revision, events: [made.event] }]);
  const written = await store.findEvent(eventId);
  return written === undefined ? undefined : recordedSeal(written, region);
}

/** Seals every so many minutes until the signal ends it; a failure is told and tried again the next time. */
export async function sealOnSchedule(
  options: SealerOptions,
  everyMinutes: number,
  signal: AbortSignal,
  say: (message: string) => void,
): Promise<void> {
  for (;;) {
    try {
      await pause(everyMinutes * 60_000, undefined, { signal });
    } catch {
      return; // the service is closing
    }
    try {
      const seals = await sealLedger(options);
      for (const { region, treeSize } of seals) say(`sealed ${region}: ${String(treeSize)} events`);
    } catch (error) {
      say(`sealing failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
