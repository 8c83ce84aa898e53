import { Policy, type LocalParameter } from '@gongji/core';

/** The rule books that this program knows, by region. */
export class Policies {
  private readonly byRegion: ReadonlyMap<string, Policy>;
  /** Every local parameter that any document asks for. */
  readonly parameters: readonly LocalParameter[];

  constructor(policies: readonly Policy[]) {
    this.byRegion = new Map(policies.map((policy) => [policy.pack.region, policy]));
    const declared = new Map<string, LocalParameter>();
    for (const { pack } of policies) {
      for (const parameter of pack.parameters)
        declared.set(parameter.name, widest(declared.get(parameter.name), parameter));
    }
    this.parameters = [...declared.values()];
  }

  /**
   * Reads and proves the packs that travel with the program; a thread that is handed its packs never loads what reads them.
   *
   * @param regions those that are wanted; default: all.
   */
  static async load(regions?: readonly string[]): Promise<Policies> {
    const { loadPacks } = await import('@gongji/packs');
    const packs = await loadPacks(regions);
    return new Policies([...packs.values()].map(({ pack, hash, supervision }) => new Policy(pack, hash, supervision)));
  }

  of(region: string): Policy | undefined {
    return this.byRegion.get(region);
  }

  regions(): readonly string[] {
    return [...this.byRegion.keys()];
  }
}

/** Two documents may distinguish different suffixes for a parameter of the same name; a publication may use either. */
function widest(known: LocalParameter | undefined, parameter: LocalParameter): LocalParameter {
  const by = [...new Set([...(known?.by ?? []), ...(parameter.by ?? [])])];
  return by.length === 0 ? parameter : { ...parameter, by };
}
