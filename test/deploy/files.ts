import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A file of the project, by its path from the root. */
export function text(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The path from the root that a path in a file means. */
export function seenFrom(file: string, path: string): string {
  return join(dirname(file), path);
}

/** An image that a setting can pin by its digest: `${NAME_IMAGE:-repository:tag}`. */
export const PINNABLE = /^\$\{[A-Z]+_IMAGE:-[^}\s]+:[^}\s]+\}$/;

/** What lies in a value under these names, one within the other. */
export function at(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (inner, name) => (inner as Readonly<Record<string, unknown>> | undefined)?.[name],
    value,
  );
}
