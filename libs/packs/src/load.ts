import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  canonical,
  type ArticleCoverage,
  type DeclaredAssumption,
  type Json,
  type Offers,
  type PolicyPack,
  type SupervisionRules,
} from '@gongji/core';
import { splitArticles } from './articles.ts';
import { checkTables } from './check-tables.ts';
import { Citations } from './citations.ts';
import { Context } from './context.ts';
import { Files } from './files.ts';
import { readManifest, refused } from './manifest.ts';
import { Problems } from './pack-error.ts';
import { readLimits } from './read-limits.ts';
import {
  readApplied,
  readAssumptions,
  readCoverage,
  readExclusions,
  readIdentity,
  readParameters,
} from './read-parts.ts';
import { readProgrammes } from './read-programmes.ts';
import { readReporting } from './read-reporting.ts';
import { readSupervision } from './read-supervision.ts';
import { readTables, type LocatedTable } from './read-table.ts';

/** A pack, and the hash that events name so that it is known which rules decided. */
export interface LoadedPack {
  readonly pack: PolicyPack;
  /** SHA-256, in hex, of the pack's canonical JSON. */
  readonly hash: string;
  /** By article, the test files that show what is computed: from the folder of the tests on. */
  readonly tests: ReadonlyMap<string, readonly string[]>;
  /** What the document says of supervision, and what serves it. No settlement rests on it: it is no part of the hash. */
  readonly supervision: SupervisionRules;
}

/** The folder that holds a folder per region: beside `src` in a checkout, beside `dist` in a built program. */
export const PACKS_FOLDER = fileURLToPath(new URL('..', import.meta.url));

/** The regions whose packs travel with the program: every folder that has a pack.yaml. */
export const REGIONS: readonly string[] = readdirSync(PACKS_FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && readdirSync(join(PACKS_FOLDER, entry.name)).includes('pack.yaml'))
  .map(({ name }) => name)
  .sort();

/** The packs of some regions, by region; of regions that have none, none. Default: every region's. */
export async function loadPacks(regions = REGIONS): Promise<ReadonlyMap<string, LoadedPack>> {
  const wanted = REGIONS.filter((region) => regions.includes(region));
  const loaded = await Promise.all(wanted.map((region) => loadPack(join(PACKS_FOLDER, region))));
  return new Map(loaded.map((one) => [one.pack.region, one]));
}

/**
 * Reads a region's folder, and refuses it when its content is not what its manifest records: a version that was used must
 * never change.
 *
 * @throws PackError naming everything that is wrong, each with file, line and field.
 */
export async function loadPack(folder: string): Promise<LoadedPack> {
  const loaded = await readPack(folder);
  const manifest = await readManifest(folder);
  const { version } = loaded.pack;
  if (manifest?.version === version && manifest.hash === loaded.hash) return loaded;
  const recorded =
    manifest === undefined ? 'nothing is recorded' : `records version ${manifest.version} with hash ${manifest.hash}`;
  throw refused(
    folder,
    `${recorded}, but the files are version ${version} with hash ${loaded.hash}. A changed rule is a new version; ` +
      '`gongji pack record` records it.',
  );
}

/**
 * Reads a region's folder without asking its manifest: for those who write one.
 *
 * @param offers what the program offers to serve the articles that are reported: names in reporting.yaml are held against it, and no such
 *   article may be without a row. Nothing is computed from that file, so that a pack is loaded without.
 * @throws PackError naming everything that is wrong, each with file, line and field.
 */
export async function readPack(folder: string, offers?: Offers): Promise<LoadedPack> {
  const problems = new Problems();
  const files = new Files(folder, problems);
  const articles = splitArticles(await files.text('document.txt'));
  const assumptions = readApplied(await files.yaml('assumptions.yaml'), await sharedAssumptions(folder, problems));
  const context = new Context(new Set(articles.keys()), new Set(assumptions.map(({ id }) => id)));
  const identityFile = await files.yaml('pack.yaml');
  const identity = readIdentity(identityFile, context);
  if (identity.region !== files.region) identityFile.wrong('the folder is not named for the region', undefined);
  const parameters = readParameters(await files.yaml('parameters.yaml'), context);
  const tables = await readAllTables(files, context, problems);
  const names = new Set(tables.map(({ table }) => table.table));
  const limitsFile = await files.yaml('limits.yaml');
  const { coverage, tests } = readCoverage(await files.yaml('coverage.yaml'), context, coveredArticles(articles));
  const supervision = await readSupervisionOf(files, { region: identity.region, context, articles, coverage, offers });
  const pack: PolicyPack = {
    ...identity,
    tables: tables.map(({ table }) => table),
    programmes: readProgrammes(await files.yaml('programmes.yaml'), names, context),
    parameters,
    limits: readLimits(limitsFile, context),
    exclusions: readExclusions(await files.yaml('exclusions.yaml'), context),
    assumptions,
    coverage,
  };
  context.requireAllUsed();
  checkTables(tables, pack, problems);
  const citations = new Citations(articles);
  for (const table of tables) citations.checkTable(table);
  citations.checkLimits(pack.limits, limitsFile);
  problems.throwIfAny();
  return { pack, hash: hashOf(pack), tests, supervision };
}

/** What the document says of supervision, and what serves it: from files that a pack may be without. */
async function readSupervisionOf(
  files: Files,
  { region, context, articles, coverage, offers }: SupervisionContext,
): Promise<SupervisionRules> {
  const reported = coverage.filter(({ treatment }) => treatment === 'reported').map(({ article }) => article);
  const isNeeded = offers !== undefined && reported.length > 0;
  const file = isNeeded ? await files.yaml('reporting.yaml') : await files.optionalYaml('reporting.yaml');
  return {
    ...readSupervision(await files.optionalYaml('supervision.yaml'), context, articles),
    served: readReporting(file, { region, context, articles: [...articles.keys()], reported, offers }),
  };
}

interface SupervisionContext {
  readonly region: string;
  readonly context: Context;
  readonly articles: ReadonlyMap<string, string>;
  readonly coverage: readonly ArticleCoverage[];
  readonly offers: Offers | undefined;
}

/** The text of each article of a region's document, without white space. */
export async function loadArticles(folder: string): Promise<ReadonlyMap<string, string>> {
  const problems = new Problems();
  const text = await new Files(folder, problems).text('document.txt');
  problems.throwIfAny();
  return splitArticles(text);
}

/** Every article, but for a section that only holds numbered items: "2(2)" beside "2(2)1". */
function coveredArticles(articles: ReadonlyMap<string, string>): readonly string[] {
  return [...articles.keys()].filter((id) => !(id.endsWith(')') && articles.has(`${id}1`)));
}

function hashOf(pack: PolicyPack): string {
  return createHash('sha256')
    .update(canonical(pack as unknown as Json))
    .digest('hex');
}

async function readAllTables(files: Files, context: Context, problems: Problems): Promise<readonly LocatedTable[]> {
  const tables = new Map<string, LocatedTable>();
  for (const file of await files.tables()) {
    for (const located of readTables(await files.yaml(file), context, problems)) {
      const { table } = located.table;
      const known = tables.get(table);
      if (known === undefined) tables.set(table, located);
      else located.field.wrong(`the table ${table} stands in another place too`, undefined);
    }
  }
  return [...tables.values()];
}

/** The assumptions that the packs beside this one share; where none are declared there, those that travel with the program. */
async function sharedAssumptions(folder: string, problems: Problems): Promise<ReadonlyMap<string, DeclaredAssumption>> {
  const beside = dirname(resolve(folder));
  const place = readdirSync(beside).includes('assumptions.yaml') ? beside : PACKS_FOLDER;
  return readAssumptions(await new Files(place, problems, { named: false }).yaml('assumptions.yaml'));
}
