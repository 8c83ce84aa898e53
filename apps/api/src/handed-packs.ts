import { Policies } from '@gongji/application/deciding';
import { Policy } from '@gongji/core';

/** A rule book as plain data, which can be handed to a thread: to read the packs anew would take it longer than thousands of decisions. */
export type HandedPack = Pick<Policy, 'pack' | 'hash' | 'supervision'>;

export function handedPacks(policies: Policies): readonly HandedPack[] {
  return policies.regions().map((region) => {
    const { pack, hash, supervision } = policies.of(region) as Policy;
    return { pack, hash, supervision };
  });
}

/** The rule books that a thread was given. */
export function policiesOf(packs: readonly HandedPack[]): Policies {
  return new Policies(packs.map(({ pack, hash, supervision }) => new Policy(pack, hash, supervision)));
}
