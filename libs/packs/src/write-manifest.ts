/**
 * Records version and hash of every region's pack in its manifest.json. Run after a build:
 *
 *     node libs/packs/dist/write-manifest.js [--same-version]
 *
 * Refuses to change the hash of a version that is recorded already: a version that was used never changes, so a correction
 * is a new version. `--same-version` is for a version that nobody has used yet.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PACKS_FOLDER, readPack, REGIONS, type Manifest } from './load.ts';

async function recorded(path: string): Promise<Manifest | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Manifest;
  } catch {
    return undefined;
  }
}

const sameVersion = process.argv.includes('--same-version');
for (const region of REGIONS) {
  const { pack, hash } = await readPack(join(PACKS_FOLDER, region));
  const path = join(PACKS_FOLDER, region, 'manifest.json');
  const before = await recorded(path);
  if (before?.hash === hash && before.version === pack.version) continue;
  if (before?.version === pack.version && !sameVersion) {
    console.error(`${region}: version ${pack.version} is recorded with another content; give the change a new version`);
    process.exitCode = 1;
    continue;
  }
  await writeFile(path, `${JSON.stringify({ version: pack.version, hash } satisfies Manifest, null, 2)}\n`);
  console.log(`${region}: version ${pack.version}, ${hash}`);
}
