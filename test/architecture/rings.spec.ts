import { describe, expect, test } from '@jest/globals';
import { impuritiesOf } from './purity.ts';
import { readPackages, readSource, targetOf, textOf, type Import, type Package, type Source } from './sources.ts';

/**
 * DESIGN 11: apps → application, projections → event-store port → core. What a package may know of the others; a new
 * package is given its place here.
 */
const MAY_KNOW: Readonly<Record<string, readonly string[]>> = {
  core: [],
  packs: ['core'],
  'event-store': ['core'],
  'event-store-sqlite': ['core', 'event-store'],
  'event-store-eventstoredb': ['core', 'event-store'],
  application: ['core', 'packs', 'event-store'],
  projections: ['core', 'event-store'],
  proof: ['core', 'event-store', 'application'],
  api: ['core', 'packs', 'event-store', 'event-store-*', 'application', 'projections', 'proof'],
  cli: ['core', 'packs', 'event-store', 'event-store-*', 'application', 'projections', 'proof', 'api'],
};

const packages = readPackages();
const byName = new Map(packages.map((each) => [each.name, each]));

/** An import with where it stands, for a message that can be clicked. */
interface Found extends Import {
  readonly of: Package;
  readonly source: Source;
  readonly at: string;
}

const imports: readonly Found[] = packages.flatMap((of) =>
  of.sources.flatMap((source) =>
    source.imports.map((each) => ({ ...each, of, source, at: `${source.path}:${String(each.line)}` })),
  ),
);

const isRelative = ({ specifier }: Import): boolean => /^\.{1,2}\//.test(specifier);

/** The package of the workspace that is imported, without its scope. */
function sibling({ specifier }: Import): string | undefined {
  return /^@gongji\/([^/]+)/.exec(specifier)?.[1];
}

/** The installed package that is imported. */
function installed({ specifier }: Import): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('node:')) return undefined;
  return /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0];
}

/** A test may use any adapter: it is wired there as an app would wire it. */
function mayKnow({ of, source }: Found, name: string): boolean {
  if (name === of.name) return true;
  const known = MAY_KNOW[of.name] ?? [];
  if (known.includes(name)) return true;
  return name.startsWith('event-store-') && (known.includes('event-store-*') || source.isTest);
}

function said(found: readonly Found[]): readonly string[] {
  return found.map(({ at, specifier }) => `${at} imports ${specifier}`);
}

describe('rings', () => {
  test('every package has its place', () => {
    expect(packages.map(({ name }) => name).filter((name) => !(name in MAY_KNOW))).toEqual([]);
  });

  test('a package imports only packages of the rings inside its own', () => {
    const wrong = imports.filter((each) => {
      const name = sibling(each);
      return name !== undefined && !mayKnow(each, name);
    });
    expect(said(wrong)).toEqual([]);
  });

  test('a package declares only packages of the rings inside its own', () => {
    const wrong = packages.flatMap(({ name, manifest }) =>
      Object.keys(manifest.dependencies ?? {})
        .map((dependency) => sibling({ specifier: dependency, line: 0 }))
        .filter((known) => known !== undefined)
        .filter((known) => {
          const allowed = MAY_KNOW[name] ?? [];
          return !allowed.includes(known) && !(known.startsWith('event-store-') && allowed.includes('event-store-*'));
        })
        .map((known) => `${name} declares ${known}`),
    );
    expect(wrong).toEqual([]);
  });

  test('no packages need each other in a circle', () => {
    const needs = new Map(packages.map(({ name, manifest }) => [name, Object.keys(manifest.dependencies ?? {})]));
    for (const each of imports.filter(({ source }) => !source.isTest)) needs.get(each.of.name)?.push(each.specifier);
    const circles = [...needs.keys()].filter((start) => {
      const reached = new Set<string>();
      const open = [start];
      for (let name = open.pop(); name !== undefined; name = open.pop()) {
        for (const specifier of needs.get(name) ?? []) {
          const next = sibling({ specifier, line: 0 });
          if (next === undefined || next === name || reached.has(next)) continue;
          reached.add(next);
          open.push(next);
        }
      }
      return reached.has(start);
    });
    expect(circles).toEqual([]);
  });
});

describe('imports', () => {
  test('a relative import stays in its package', () => {
    const wrong = imports.filter(
      (each) => isRelative(each) && !targetOf(each.source, each).startsWith(`${each.of.folder}/src/`),
    );
    expect(said(wrong)).toEqual([]);
  });

  test('figures, traces and logs are wired in apps', () => {
    const wrong = imports.filter(
      ({ of, specifier }) => !of.folder.startsWith('apps/') && /^(@opentelemetry\/|pino)/.test(specifier),
    );
    expect(said(wrong)).toEqual([]);
  });

  test('of a sibling only what it exports is imported', () => {
    const wrong = imports.filter((each) => {
      const name = sibling(each);
      if (name === undefined) return false;
      const entry = `.${each.specifier.slice(`@gongji/${name}`.length)}`;
      return !Object.keys(byName.get(name)?.manifest.exports ?? {}).includes(entry);
    });
    expect(said(wrong)).toEqual([]);
  });

  test('what is imported is declared: by the package, or for tests by the repository', () => {
    const root = JSON.parse(textOf('package.json')) as { readonly devDependencies: Readonly<Record<string, string>> };
    const wrong = imports.filter(({ of, source, ...each }) => {
      const name = installed(each);
      if (name === undefined || name === of.manifest.name || name in (of.manifest.dependencies ?? {})) return false;
      return !source.isTest || !(name in { ...of.manifest.devDependencies, ...root.devDependencies });
    });
    expect(said(wrong)).toEqual([]);
  });

  test('what is imported from the workspace is referenced by tsconfig.json, so that it is built before', () => {
    const wrong = imports.filter((each) => {
      const name = sibling(each);
      if (name === undefined || name === each.of.name || each.source.path.endsWith('.spec.ts')) return false;
      return !each.of.references.includes(byName.get(name)?.folder ?? '');
    });
    expect(said(wrong)).toEqual([]);
  });
});

describe('the core is pure', () => {
  const sources = (byName.get('core')?.sources ?? []).filter(({ isTest }) => !isTest);

  test('it is there', () => {
    expect(sources.length).toBeGreaterThan(10);
  });

  test('it imports itself and decimal.js only', () => {
    const wrong = imports.filter(
      (each) => each.of.name === 'core' && !each.source.isTest && !isRelative(each) && each.specifier !== 'decimal.js',
    );
    expect(said(wrong)).toEqual([]);
  });

  test('it knows no clock, no randomness and nothing of the machine', () => {
    const wrong = sources.flatMap((source) =>
      impuritiesOf(source).map(({ line, what }) => `${source.path}:${String(line)} uses ${what}`),
    );
    expect(wrong).toEqual([]);
  });

  test.each([
    ['const now = new Date();', ['Date']],
    ['const now = Date.now();', ['Date']],
    ['export function on(day: Date): void {}', ['Date']],
    ['const chance = Math.random();', ['Math.random']],
    ["const chance = Math['random']();", ['Math.random']],
    ['const { random } = Math;', ['Math.random']],
    ['const started = performance.now();', ['performance']],
    ["const home = process.env['HOME'];", ['process']],
    ['const id = crypto.randomUUID();', ['crypto']],
    ['setTimeout(() => undefined, 1);', ['setTimeout']],
    ['const order = a.localeCompare(b) + c.toLocaleString();', ['localeCompare', 'toLocaleString']],
    ["const now = globalThis['Date'];", ['globalThis']],
    ['// the Date is new Date()', []],
    ["const text = 'new Date() and Math.random()';", []],
    ['const most = Math.max(1, 2);', []],
    ['interface Visit { readonly Date: string; process: number }', []],
    ['const day = visit.Date; const step = visit.process;', []],
    ['function finish(process: { readonly id: string }): string { return process.id; }', []],
  ])('%s', (text, expected) => {
    expect(impuritiesOf(readSource('example.ts', text)).map(({ what }) => what)).toEqual(expected);
  });
});
