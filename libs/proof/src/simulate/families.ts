import { folded, kindOf } from '@gongji/application/deciding';
import { personStream } from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import { regionOf } from '../seals/sealer.ts';

/** The streams of people whose accounts may pay for each other: what one of them has, another one's visit may use up. */
export type Family = readonly string[];

/**
 * The people of a region in families, linked ones together. Reads the log once; holds the names of its persons' streams.
 *
 * @param upTo position of the log up to which people and links count.
 */
export async function familiesOf(
  store: EventStore,
  region: string,
  upTo: bigint,
  progress: (position: bigint) => void = () => undefined,
): Promise<readonly Family[]> {
  const linked = new Map<string, string>();
  const streams = new Set<string>();
  for await (const page of store.readAll({ upTo, types: ['InsuredEnrolled', 'FamilyMemberLinked'], pageSize: 1000 })) {
    for (const event of page) {
      if (kindOf(event.stream) !== 'insured' || regionOf(event.stream) !== region) continue;
      if (event.type === 'InsuredEnrolled') streams.add(event.stream);
      if (event.type !== 'FamilyMemberLinked') continue;
      const fact = folded(event);
      if (fact.type === 'FamilyMemberLinked') join(linked, event.stream, personStream(region, fact.data.memberId));
    }
    progress(page.at(-1)?.position ?? upTo);
  }
  const families = new Map<string, string[]>();
  for (const stream of streams) {
    const root = rootOf(linked, stream);
    const family = families.get(root);
    if (family === undefined) families.set(root, [stream]);
    else family.push(stream);
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
