import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PackError, readPack, type LoadedPack } from '@gongji/packs';
import { NotSimulable } from '@gongji/proof';

/** The files of a pack's folder, as text: "pack.yaml", "tables/art-06-ordinary-care.yaml". */
export interface PackFiles {
  readonly [name: string]: string;
}

/** Names that a pack's folder may hold; nothing else is written anywhere. */
export const PACK_FILE = /^(tables\/)?[a-z0-9][a-z0-9-]*\.(yaml|txt|json)$/;

/**
 * Reads a pack that was sent, with the checks of every pack: complete, unambiguous, each figure in its article. What it shares with other
 * packs are the assumptions that travel with the program.
 *
 * @param region that the pack is for: a region that is known, so that it can name a folder.
 * @throws NotSimulable with everything that is wrong, each with file, line and field.
 */
export async function readUploaded(region: string, files: PackFiles): Promise<LoadedPack> {
  const root = await mkdtemp(join(tmpdir(), 'gongji-pack-'));
  try {
    const folder = join(root, region);
    await mkdir(folder);
    for (const [name, text] of Object.entries(files)) {
      if (!PACK_FILE.test(name)) throw new NotSimulable(`"${name}" is no file of a pack.`);
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    return await readPack(folder);
  } catch (error) {
    if (error instanceof PackError) throw new NotSimulable(error.message);
    throw error;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
