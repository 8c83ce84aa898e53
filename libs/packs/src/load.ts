import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canonical, TABLES, type DeclaredAssumption, type Json, type PolicyPack, type PolicyTable } from '@gongji/core';
import { splitArticles } from './articles.ts';
import { Context } from './context.ts';
import { PackError } from './pack-error.ts';
import { readLimits } from './read-limits.ts';
import {
  readApplied,
  readAssumptions,
  readCoverage,
  readExclusions,
  readIdentity,
  readParameters,
  readProgrammes,
} from './read-parts.ts';
import { readTables } from './read-table.ts';
import { Field } from './yaml-field.ts';

/** A pack, and the hash that events name so that it is known which rules decided. */
export interface LoadedPack {
  readonly pack: PolicyPack;
  /** SHA-256, in hex, of the pack's canonical JSON. */
  readonly hash: string;
}

/** The folder that holds a folder per region: beside `src` in a checkout, beside `dist` in a built program. */
export const PACKS_FOLDER = fileURLToPath(new URL('..', import.meta.url));

export const REGIONS = ['panzhihua', 'shangrao', 'chongqing', 'baoshan', 'zibo'] as const;

/** Every region's pack, by region. */
export async function loadPacks(): Promise<ReadonlyMap<string, LoadedPack>> {
  const loaded = await Promise.all(REGIONS.map((region) => loadPack(join(PACKS_FOLDER, region))));
  return new Map(loaded.map((one) => [one.pack.region, one]));
}

/**
 * Reads a region's folder, and refuses it when its content is not what its manifest records: a version that was used must
 * never change.
 *
 * @throws PackError naming file, line and field.
 */
export async function loadPack(folder: string): Promise<LoadedPack> {
  const loaded = await readPack(folder);
  const manifest = await readManifest(folder);
  const { version } = loaded.pack;
  if (manifest.version === version && manifest.hash === loaded.hash) return loaded;
  throw new PackError(
    `${basename(folder)}/manifest.json`,
    undefined,
    '',
    `records version ${manifest.version} with hash ${manifest.hash}, but the files are version ${version} with hash ` +
      `${loaded.hash}. A changed rule is a new version; write-manifest records it.`,
  );
}

/** Reads a region's folder without asking its manifest: for those who write one. */
export async function readPack(folder: string): Promise<LoadedPack> {
  const files = new Files(folder);
  const articles = await loadArticles(folder);
  const assumptions = readApplied(await files.yaml('assumptions.yaml'), await sharedAssumptions(folder));
  const context = new Context(new Set(articles.keys()), new Set(assumptions.map(({ id }) => id)));
  const identityFile = await files.yaml('pack.yaml');
  const identity = readIdentity(identityFile, context);
  if (identity.region !== basename(folder)) identityFile.fail(`the folder is not named for the region`);
  const parameters = readParameters(await files.yaml('parameters.yaml'), context);
  const tables = await readAllTables(files, context);
  const names = new Set(tables.map(({ table }) => table));
  const pack: PolicyPack = {
    ...identity,
    tables,
    programmes: readProgrammes(await files.yaml('programmes.yaml'), names, context),
    parameters,
    limits: readLimits(await files.yaml('limits.yaml'), context),
    exclusions: readExclusions(await files.yaml('exclusions.yaml'), context),
    assumptions,
    coverage: readCoverage(await files.yaml('coverage.yaml'), context),
  };
  context.requireAllUsed();
  return { pack, hash: hashOf(pack) };
}

/** The text of each article of a region's document, without white space. */
export async function loadArticles(folder: string): Promise<ReadonlyMap<string, string>> {
  return splitArticles(await readText(folder, 'document.txt'));
}

function hashOf(pack: PolicyPack): string {
  return createHash('sha256')
    .update(canonical(pack as unknown as Json))
    .digest('hex');
}

async function readAllTables(files: Files, context: Context): Promise<readonly PolicyTable[]> {
  const tables = new Map<string, PolicyTable>();
  for (const file of await files.tables()) {
    const field = await files.yaml(file);
    for (const table of readTables(field, context)) {
      if (tables.has(table.table)) field.fail(`the table ${table.table} stands in another place too`);
      tables.set(table.table, table);
    }
  }
  for (const name of Object.values(TABLES)) {
    if (!tables.has(name)) throw new PackError(`${files.region}/tables`, undefined, '', `the table ${name} is missing`);
  }
  return [...tables.values()];
}

async function readText(folder: string, name: string): Promise<string> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new PackError(`${basename(folder)}/${name}`, undefined, '', 'the file is missing');
  }
}

/** The files of one region. */
class Files {
  readonly region: string;

  constructor(private readonly folder: string) {
    this.region = basename(folder);
  }

  async yaml(name: string): Promise<Field> {
    return Field.parse(`${this.region}/${name}`, await readText(this.folder, name));
  }

  /** In the order of their names, so that the same files always make the same pack. */
  async tables(): Promise<readonly string[]> {
    const names = await readdir(join(this.folder, 'tables'));
    return names
      .filter((name) => name.endsWith('.yaml'))
      .sort()
      .map((name) => `tables/${name}`);
  }
}

async function sharedAssumptions(folder: string): Promise<ReadonlyMap<string, DeclaredAssumption>> {
  const text = await readText(join(folder, '..'), 'assumptions.yaml');
  return readAssumptions(Field.parse('assumptions.yaml', text));
}

/** What manifest.json records. */
export interface Manifest {
  readonly version: string;
  readonly hash: string;
}

async function readManifest(folder: string): Promise<Manifest> {
  const manifest = JSON.parse(await readText(folder, 'manifest.json')) as Partial<Manifest>;
  if (typeof manifest.version === 'string' && typeof manifest.hash === 'string') return manifest as Manifest;
  throw new PackError(`${basename(folder)}/manifest.json`, undefined, '', 'version and hash are missing');
}
