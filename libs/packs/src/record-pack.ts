import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readPack } from './load.ts';
import { readManifest, refused, type Manifest } from './manifest.ts';

/**
 * Records version and hash of a pack in its manifest.json. The hash of a recorded version does not change: a version that was used
 * never changes, so a correction is a new version.
 *
 * @param sameVersion for a version that nobody has used yet.
 * @throws PackError where the pack is not in order, or its version is recorded with another content.
 */
export async function recordPack(
  folder: string,
  { sameVersion = false }: { readonly sameVersion?: boolean } = {},
): Promise<Manifest> {
  const { pack, hash } = await readPack(folder);
  const before = await readManifest(folder);
  if (before?.version === pack.version && before.hash !== hash && !sameVersion) {
    throw refused(folder, `version ${pack.version} is recorded with another content; give the change a new version`);
  }
  const manifest: Manifest = { version: pack.version, hash };
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}
