/** Something that a region's document names in its supervision chapter, with its place there. */
export interface NamedInDocument {
  /** By which commands and events name it. It never changes its meaning, and is never taken away: events keep it. */
  readonly name: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly article: string;
}

/** What a region's document says of violations: which kinds there are, and to whom what was found is handed over. */
export interface SupervisionRules {
  readonly violations: readonly NamedInDocument[];
  readonly authorities: readonly NamedInDocument[];
}

/** Of a document that names neither. */
export const NO_SUPERVISION: SupervisionRules = { violations: [], authorities: [] };

/** What is named so in a list of a document; undefined where nothing is. */
export function namedIn(list: readonly NamedInDocument[], name: string): NamedInDocument | undefined {
  return list.find((each) => each.name === name);
}
