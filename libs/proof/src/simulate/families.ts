import { folded, kindOf } from '@gongji/application/deciding';
import { personStream } from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import { regionOf } from '../seals/sealer.ts';

/** The streams of people whose accounts may pay for each other: what one of them has, another one's visit may use up. */
export type Family = readonly string[];

/** A stretch of the log: after one position, up to another one. */
export interface Stretch {
  readonly after: bigint;
  readonly upTo: bigint;
}

/** The people of a region who were enrolled in a stretch of the log, and the links between people that were made there. Plain JSON. */
export interface FoundPeople {
  readonly streams: readonly string[];
  readonly links: readonly (readonly [stream: string, member: string])[];
}

/** Looks a stretch of the log through for a region's people. */
export async function peopleIn(store: EventStore, region: string, stretch: Stretch): Promise<FoundPeople> {
  const streams: string[] = [];
  const links: [string, string][] = [];
  for await (const page of store.readAll({ ...stretch, types: ['InsuredEnrolled', 'FamilyMemberLinked'] })) {
    for (const event of page) {
      if (kindOf(event.stream) !== 'insured' || regionOf(event.stream) !== region) continue;
      const fact = event.type === 'FamilyMemberLinked' ? folded(event) : undefined;
      if (fact === undefined) streams.push(event.stream);
      else if (fact.type === 'FamilyMemberLinked') links.push([event.stream, personStream(region, fact.data.memberId)]);
    }
  }
  return { streams, links };
}

/** People in families, linked ones together. @param found in all stretches of the log, in their order. */
export function familiesOf(found: readonly FoundPeople[]): readonly Family[] {
  const linked = new Map<string, string>();
  for (const { links } of found) for (const [stream, member] of links) join(linked, stream, member);
  const families = new Map<string, string[]>();
  for (const { streams } of found) {
    for (const stream of streams) {
      const root = rootOf(linked, stream);
      const family = families.get(root);
      if (family === undefined) families.set(root, [stream]);
      else family.push(stream);
    }
  }
  return [...families.values()];
}

function rootOf(linked: Map<string, string>, stream: string): string {
  let root = stream;
  for (let next = linked.get(root); next !== undefined; next = linked.get(root)) root = next;
  for (let at = stream; at !== root;) {
    const next = linked.get(at) as string;
    linked.set(at, root);
    at = next;
  }
  return root;
}

function join(linked: Map<string, string>, one: string, other: string): void {
  const [a, b] = [rootOf(linked, one), rootOf(linked, other)];
  if (a !== b) linked.set(b, a);
}
