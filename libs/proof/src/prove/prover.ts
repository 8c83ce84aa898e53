import { inclusionProof, isFact, personStream, type RecordedPersonEvent } from '@gongji/core';
import type { EventStore, RecordedEvent } from '@gongji/event-store';
import { hashBytes } from '../bytes.ts';
import { lastSeal, regionOf, type RecordedSeal } from '../seals/sealer.ts';
import type { TreeFiles } from '../seals/tree-files.ts';
import { balanceOn, factOf } from './balance.ts';
import { requireStream, SETTLING } from './check.ts';
import { writeProof, type Place } from './proof-file.ts';
import { NotProvable } from './refused.ts';
import { sealedTree, type SealedTree } from './sealed-tree.ts';

interface Person {
  readonly region: string;
  readonly personId: string;
}

export interface BalanceAsked extends Person {
  /** Business date up to which movements count; default: all. */
  readonly asOf?: string;
  /** Position of the log up to which events are known; default: all that the seal covers. */
  readonly knownAt?: bigint;
  /** From the enrolment on, where a carry-over would do: then nothing is taken as it was carried over. */
  readonly whole?: boolean;
}

/** Makes proofs from the log, each under the last seal of its region. Nothing is written. */
export class Prover {
  /** @param treeFolder where the tree beside the log is; it need not exist. */
  constructor(
    private readonly store: EventStore,
    private readonly treeFolder: string,
  ) {}

  /** The event at a position of the log, of one region where one is named. @throws NotProvable, SealedLogChanged. */
  async event(position: bigint, region?: string): Promise<string> {
    for await (const [event] of this.store.readAll({ after: position - 1n, upTo: position, pageSize: 1 })) {
      if (event !== undefined && (region === undefined || regionOf(event.stream) === region)) {
        return this.one('event', event);
      }
    }
    const whose = region === undefined ? '' : ` of ${region}`;
    throw new NotProvable(`The log has no event${whose} at position ${String(position)}.`);
  }

  /** The settlement of a visit or claim. @throws NotProvable, SealedLogChanged. */
  async settlement({ region, personId }: Person, visitId: string): Promise<string> {
    for await (const page of this.store.readStream(personStream(region, personId), { direction: 'backwards' })) {
      const settled = page.find(({ type, data }) => SETTLING.includes(type) && visitOf(data) === visitId);
      if (settled !== undefined) return this.one('settlement', settled);
    }
    throw new NotProvable(`${personId} has no settled visit ${visitId}.`);
  }

  /** A person's balance for a business date as it was known. @throws NotProvable, SealedLogChanged. */
  async balance(asked: BalanceAsked): Promise<string> {
    const { region, personId, asOf, knownAt } = asked;
    return this.sealed(region, async (seal, { tree }) => {
      const sealedUpTo = BigInt(seal.position);
      const known = knownAt ?? sealedUpTo;
      if (known > sealedUpTo) throw new NotProvable(notSealed(region, known));
      const { events, next } = await this.streamUpTo(personStream(region, personId), known, sealedUpTo);
      const last = events.at(-1);
      if (last === undefined) throw new NotProvable(`${personId} was not enrolled by position ${String(known)}.`);
      const place = ({ position }: RecordedEvent): Place => placeAt(position, seal, tree);
      const facts = events.map(factOf);
      const start = asked.whole === true ? 0 : startOf(facts, asOf);
      const shown = events.slice(start);
      requireStream(shown);
      const claim = {
        asOf: asOf ?? null,
        knownAt: tree.sizeAt(known),
        balance: balanceOn(facts.slice(start), asOf ?? null),
      };
      return writeProof({
        kind: 'balance',
        checkpoint: seal.checkpoint,
        claim,
        events: shown,
        place: place(last),
        next: next === undefined ? null : { event: next, place: place(next) },
      });
    });
  }

  private async one(kind: 'event' | 'settlement', event: RecordedEvent): Promise<string> {
    const region = regionOf(event.stream);
    return this.sealed(region, (seal, { tree }) => {
      if (event.position > BigInt(seal.position)) throw new NotProvable(notSealed(region, event.position));
      return writeProof({ kind, checkpoint: seal.checkpoint, event, place: placeAt(event.position, seal, tree) });
    });
  }

  private async sealed(
    region: string,
    make: (seal: RecordedSeal, tree: SealedTree) => Promise<string> | string,
  ): Promise<string> {
    const seal = await lastSeal(this.store, region);
    if (seal === undefined) throw new NotProvable(`${region} has no seal: run "gongji seal" first.`);
    const tree = await sealedTree(this.store, this.treeFolder, seal);
    try {
      return await make(seal, tree);
    } finally {
      tree.close();
    }
  }

  /** A stream up to a position, and the event after it that the seal covers. */
  private async streamUpTo(
    stream: string,
    known: bigint,
    sealedUpTo: bigint,
  ): Promise<{ readonly events: readonly RecordedEvent[]; readonly next: RecordedEvent | undefined }> {
    const events: RecordedEvent[] = [];
    for await (const page of this.store.readStream(stream, { direction: 'forwards' })) {
      for (const event of page) {
        if (event.position > known) return { events, next: event.position <= sealedUpTo ? event : undefined };
        events.push(event);
      }
    }
    return { events, next: undefined };
  }
}

function visitOf(data: string): string {
  return (JSON.parse(data) as { readonly visitId: string }).visitId;
}

function notSealed(region: string, position: bigint): string {
  return `Position ${String(position)} is not under a seal of ${region} yet: run "gongji seal" first.`;
}

function placeAt(position: bigint, { treeSize }: RecordedSeal, tree: TreeFiles): Place {
  const index = tree.sizeAt(position) - 1;
  return { index, path: inclusionProof(index, treeSize, tree.subtree, hashBytes) };
}

/**
 * Where a proof can begin: at the last carry-over before which nothing was recorded that is dated after the day, for what is dated later
 * must not count and is in what was carried over; at the enrolment where there is none.
 */
function startOf(facts: readonly RecordedPersonEvent[], asOf = '9999-12-31'): number {
  let start = 0;
  for (const [at, { type, occurredOn }] of facts.entries()) {
    if (occurredOn > asOf && !isFact(type)) break;
    if (type === 'YearCarriedOver') start = at;
  }
  return start;
}
