import type { Policy, RestedOn } from '@gongji/core';
import { isConsulted } from '../streams-of.ts';
import { restingOn } from './stamp.ts';
import type { LoadedStream, Streams } from './streams.ts';

/** What a decision rested on, and the streams that tell whether another one rests on the same. */
interface Known {
  readonly policy: Policy | undefined;
  readonly consulted: readonly LoadedStream[];
  readonly revisions: readonly bigint[];
  readonly restedOn: RestedOn;
}

/**
 * Tells what decisions rest on: the rules, and the revisions of the registers that were consulted. As long as these do not change it
 * is one and the same object, which is spelled out once (stamp.ts).
 */
export class Resting {
  /** By the last stream that was consulted: an institution's, where there is one. */
  private readonly known = new WeakMap<LoadedStream, Known>();

  constructor(private readonly streams: Streams) {}

  /** @param streams that the decision read. */
  on(policy: Policy | undefined, streams: readonly string[]): RestedOn {
    const consulted: LoadedStream[] = [];
    for (const stream of streams) {
      if (!isConsulted(stream)) continue;
      const loaded = this.streams.peek(stream);
      if (loaded === undefined) return restingOn(policy, this.revisionsOf(streams));
      consulted.push(loaded);
    }
    const last = consulted.at(-1);
    const known = last === undefined ? undefined : this.known.get(last);
    if (known !== undefined && known.policy === policy && holds(known, consulted)) return known.restedOn;
    const restedOn = restingOn(policy, this.revisionsOf(streams));
    const revisions = consulted.map(({ revision }) => revision);
    if (last !== undefined) this.known.set(last, { policy, consulted, revisions, restedOn });
    return restedOn;
  }

  /** Of the streams that a decision read, the revisions of those with rules and registers. */
  private revisionsOf(streams: readonly string[]): { readonly [stream: string]: string } {
    const consulted = streams.filter((stream) => isConsulted(stream));
    return Object.fromEntries(consulted.map((stream) => [stream, String(this.streams.revision(stream))]));
  }
}

function holds({ consulted, revisions }: Known, now: readonly LoadedStream[]): boolean {
  if (now.length !== consulted.length) return false;
  for (const [at, each] of now.entries()) {
    if (each !== consulted[at] || each.revision !== revisions[at]) return false;
  }
  return true;
}
