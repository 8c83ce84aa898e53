import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import ts from 'typescript';

/** The root of the repository. */
export const ROOT = join(import.meta.dirname, '..', '..');

export interface Import {
  readonly specifier: string;
  readonly line: number;
}

export interface Source {
  /** The path from the root of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
  /** Specs, and what only specs use. */
  readonly isTest: boolean;
}

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

export interface Package {
  /** The name without its scope. */
  readonly name: string;
  readonly folder: string;
  readonly manifest: Manifest;
  /** The folders of the packages that tsconfig.json references. */
  readonly references: readonly string[];
  readonly sources: readonly Source[];
}

const LEFT_OUT = new Set(['node_modules', 'dist', 'data', 'coverage', 'samples', '.git']);

/** Every file below a folder, built and installed ones left out, as paths from the root. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
    if (LEFT_OUT.has(entry.name)) return [];
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export function readSource(path: string, text = textOf(path)): Source {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return { path, text, tree, imports: importsOf(tree), isTest: isTest(path) };
}

/** Specs, `testing` folders, and a port's contract suite, which calls the test runner. */
function isTest(path: string): boolean {
  return /\.spec\.ts$|\/testing\/|\/src\/contract(\/|\.ts$)|^test\//.test(path);
}

/** Calls `visit` on every node of a tree. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => {
    walk(child, visit);
  });
}

export function lineOf(node: ts.Node, tree: ts.SourceFile): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}

function importsOf(tree: ts.SourceFile): readonly Import[] {
  const found: Import[] = [];
  walk(tree, (node) => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) found.push({ specifier, line: lineOf(node, tree) });
  });
  return found;
}

/** What a node imports: `import`, `export … from`, `import()`, and `import('…')` in a type. */
function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return literal(node.moduleSpecifier);
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return literal(node.arguments[0]) ?? '(computed)';
  }
  if (ts.isImportTypeNode(node))
    return literal(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined);
  return undefined;
}

function literal(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;
}

function readPackage(folder: string): Package {
  const manifest = JSON.parse(textOf(`${folder}/package.json`)) as Manifest;
  const config = JSON.parse(textOf(`${folder}/tsconfig.json`)) as {
    readonly references?: readonly { readonly path: string }[];
  };
  return {
    name: manifest.name.replace('@gongji/', ''),
    folder,
    manifest,
    references: (config.references ?? []).map(({ path }) => relative(ROOT, join(ROOT, folder, path))),
    sources: filesBelow(`${folder}/src`)
      .filter((path) => extname(path) === '.ts')
      .map((path) => readSource(path)),
  };
}

/** Every package of the workspace. */
export function readPackages(): readonly Package[] {
  return ['libs', 'apps'].flatMap((group) =>
    readdirSync(join(ROOT, group))
      .map((name) => `${group}/${name}`)
      .filter((folder) => existsSync(join(ROOT, folder, 'package.json')))
      .map(readPackage),
  );
}

/** The path from the root that a relative import names. */
export function targetOf({ path }: Source, { specifier }: Import): string {
  return relative(ROOT, join(ROOT, dirname(path), specifier));
}
