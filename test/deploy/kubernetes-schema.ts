/** A manifest, as far as every kind is alike. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: unknown;
  readonly data?: Readonly<Record<string, string>>;
}

type Model = new (manifest: object) => { validate(): void };

/**
 * What is wrong with a manifest by the schema of its kind (package `kubernetes-models`). The schemas pass over a field that they do not know; so
 * every field is watched, and one that the check never looked at is unknown.
 */
export async function problemsOf(manifest: Manifest): Promise<readonly string[]> {
  const { apiVersion, kind } = manifest;
  const module = (await import(`kubernetes-models/${apiVersion}/${kind}`)) as Readonly<Record<string, Model>>;
  const model = new (module[kind] as Model)({});
  const unseen = new Set<string>();
  watch(manifest, '', unseen, model);
  try {
    model.validate();
  } catch (error) {
    return [(error as Error).message];
  }
  return [...unseen].map((path) => `${path} is not known`);
}

/** Gives `copy` the fields of a value; each of them, and of those within, counts as unseen until it is read. */
function watch(
  value: object,
  path: string,
  unseen: Set<string>,
  copy: object = Array.isArray(value) ? [] : {},
): object {
  for (const [name, inner] of Object.entries(value)) {
    const here = `${path}/${name}`;
    const watched: unknown = typeof inner === 'object' && inner !== null ? watch(inner as object, here, unseen) : inner;
    unseen.add(here);
    Object.defineProperty(copy, name, {
      enumerable: true,
      get: () => {
        unseen.delete(here);
        return watched;
      },
    });
  }
  return copy;
}
