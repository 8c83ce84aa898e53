import { describe, expect, test } from '@jest/globals';
import { REFUSAL_CODES } from '@gongji/core';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { filesBelow, lineOf, readPackages, ROOT, textOf, type Source } from './sources.ts';

const packages = readPackages();
const sources = packages.flatMap((each) => each.sources);

/** Everything that was written by hand and is read by people. */
const texts = filesBelow('.')
  .filter((path) => /\.(ts|js|json|ya?ml|md|sh|html|css)$|^\.ci\/|(^|\/)Dockerfile$/.test(path))
  .filter((path) => path !== 'package-lock.json')
  .map((path) => ({ path, lines: textOf(path).split('\n') }));

/** The lines that match, as path:line. */
function linesWith(pattern: RegExp, only = /./): readonly string[] {
  return texts
    .filter(({ path }) => only.test(path))
    .flatMap(({ path, lines }) =>
      lines.flatMap((line, index) => (pattern.test(line) ? [`${path}:${String(index + 1)} ${line.trim()}`] : [])),
    );
}

describe('text', () => {
  test('nothing is left for later without being said where it is planned', () => {
    expect(linesWith(/\b(T[O]DO|F[I]XME|X[X]X)\b/)).toEqual([]); // written so that it does not find itself
  });

  test('no test is singled out or left out', () => {
    const marks = /\b(test|it|describe)(\.concurrent)?\.(only|skip|todo|failing)\b|\b([fx](it|test|describe))\(/;
    expect(linesWith(marks, /\.ts$/)).toEqual([]);
  });

  test('no path of one machine is written down', () => {
    const machine = /(?<![\w.~*})-])\/(home|Users|root|work|var\/folders)\/\w|\b[A-Z]:\\Users\\|file:\/\/\/\w/;
    expect(linesWith(machine)).toEqual([]);
  });
});

describe('files', () => {
  const most = (path: string): number => (/\.spec\.ts$|^test\/|\/testing\/|\/contract\//.test(path) ? 400 : 350);

  test('none is longer than a reader can keep in mind: 350 lines, 400 for tests', () => {
    const long = texts
      .filter(({ path }) => path.endsWith('.ts'))
      .map(({ path, lines }) => ({ path, count: lines.length - 1 }))
      .filter(({ path, count }) => count > most(path))
      .map(({ path, count }) => `${path} has ${String(count)} lines`);
    expect(long).toEqual([]);
  });

  test('every line ends with a line feed alone, and so does every file', () => {
    const wrong = texts.filter(({ lines }) => lines.at(-1) !== '' || lines.some((line) => line.endsWith('\r')));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});

describe('documentation', () => {
  const libraries = packages.filter(({ folder }) => folder.startsWith('libs/'));

  test.each(libraries.map(({ folder }) => folder))('%s says on one page what it is for', (folder) => {
    const path = `${folder}/README.md`;
    expect(existsSync(join(ROOT, path)) ? 'has a README.md' : 'has no README.md').toBe('has a README.md');
    const lines = textOf(path).split('\n');
    expect(lines[0]).toMatch(/^# \S/);
    expect(lines.length).toBeLessThanOrEqual(150);
  });

  test('every exported function and class that its name does not tell all about says what it is for', () => {
    expect(sources.filter(({ isTest }) => !isTest).flatMap(undocumented)).toEqual([]);
  });

  test('every refusal code is told to those who meet it, and no other', () => {
    const told = refusalSections();
    expect(told).not.toHaveLength(0);
    for (const { path, codes } of told) {
      expect({ path, codes: [...new Set(codes)].sort() }).toEqual({ path, codes: Object.keys(REFUSAL_CODES).sort() });
    }
  });
});

/** A function of so many lines may be told by its name and its types alone. */
const TOLD_BY_ITS_NAME = 8;

/** The exported functions and classes of a source that stand without a comment and are more than their name. */
function undocumented({ path, tree }: Source): readonly string[] {
  return tree.statements
    .filter((node) => ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node))
    .filter((node) => node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
    .filter((node) => ts.getJSDocCommentsAndTags(node).length === 0 && needsComment(node, tree))
    .map((node) => `${path}:${String(lineOf(node, tree))} ${node.name?.text ?? 'default'}`);
}

/** A long function, and a class that does something; a form has only fields. */
function needsComment(node: ts.FunctionDeclaration | ts.ClassDeclaration, tree: ts.SourceFile): boolean {
  if (ts.isClassDeclaration(node)) return node.members.some(ts.isMethodDeclaration);
  return linesOf(node.body, tree) > TOLD_BY_ITS_NAME;
}

function linesOf(node: ts.Node | undefined, tree: ts.SourceFile): number {
  return node === undefined ? 0 : node.getText(tree).split('\n').length;
}

interface RefusalSection {
  readonly path: string;
  readonly codes: readonly string[];
}

/** The codes that the documents' sections "Refusals" list. */
function refusalSections(): readonly RefusalSection[] {
  return texts
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap(({ path, lines }) => {
      const start = lines.findIndex((line) => /^##+ (.*\b)?Refusals$/.test(line));
      if (start === -1) return [];
      const after = lines.slice(start + 1);
      const end = after.findIndex((line) => line.startsWith('#'));
      const section = after.slice(0, end === -1 ? undefined : end).join('\n');
      return [{ path, codes: [...section.matchAll(/`([a-z]+(?:-[a-z]+)*)`/g)].map((found) => found[1] ?? '') }];
    });
}
