import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { regionOf } from './files.ts';
import { PackError } from './pack-error.ts';

/** What manifest.json records. */
export interface Manifest {
  readonly version: string;
  readonly hash: string;
}

/** @returns undefined where nothing was recorded yet. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  let manifest: Partial<Manifest>;
  try {
    manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Partial<Manifest>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (!(error instanceof SyntaxError)) throw error;
    manifest = {};
  }
  if (typeof manifest.version === 'string' && typeof manifest.hash === 'string') return manifest as Manifest;
  throw refused(folder, 'version and hash are missing');
}

/** A complaint of the manifest itself. */
export function refused(folder: string, problem: string): PackError {
  return new PackError([{ file: `${regionOf(folder)}/manifest.json`, line: undefined, field: '', problem }]);
}
