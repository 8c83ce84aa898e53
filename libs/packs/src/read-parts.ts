import {
  EXCLUSIONS,
  type ArticleCoverage,
  type DeclaredAssumption,
  type ExclusionRule,
  type LocalParameter,
  type PolicyPack,
} from '@gongji/core';
import { CITATION_KEYS, type Context } from './context.ts';
import { readSuffixes } from './read-expression.ts';
import { readDate, readDateFrom, readTitle } from './read-table.ts';
import type { Field } from './yaml-field.ts';

type Identity = Pick<PolicyPack, 'region' | 'name' | 'division' | 'version' | 'document' | 'inForce' | 'entitlement'>;

/** Reads pack.yaml. */
export function readIdentity(file: Field, context: Context): Identity {
  const members = file.members('region', 'name', 'division', 'version', 'document', 'inForce', 'entitlement');
  const document = members.get('document').members('id', 'title', 'number?', 'issuedOn');
  const inForce = members.get('inForce').members('from', 'until?', ...CITATION_KEYS);
  return {
    region: members.get('region').text(),
    name: readTitle(members.get('name')),
    division: members.get('division').matching(/^\d{6}$/, 'a division of six digits'),
    version: members.get('version').matching(/^[1-9]\d*$/, 'a version such as 1'),
    document: {
      id: document.get('id').text(),
      title: document.get('title').text(),
      ...document.optional('number', (field) => field.text()),
      issuedOn: readDate(document.get('issuedOn')),
    },
    inForce: {
      from: readDate(inForce.get('from')),
      ...inForce.optional('until', (until) => readDateFrom(until, inForce.find('from'))),
      ...context.citation(inForce),
    },
    entitlement: context.citation(members.get('entitlement').members(...CITATION_KEYS)),
  };
}

/** Reads parameters.yaml, and tells the context what is declared. */
export function readParameters(file: Field, context: Context): readonly LocalParameter[] {
  return file.list().map((field) => {
    const members = field.members('name', 'unit', 'by?', 'title', ...CITATION_KEYS);
    const declared: LocalParameter = {
      name: members.get('name').text(),
      unit: members.get('unit').oneOf(['yuan', 'rate', 'switch']),
      ...members.optional('by', (by) => readSuffixes(by)),
      title: readTitle(members.get('title')),
      ...context.citation(members),
    };
    context.declare(declared, field);
    return declared;
  });
}

/** Reads exclusions.yaml. */
export function readExclusions(file: Field, context: Context): readonly ExclusionRule[] {
  const seen = new Set<string>();
  const rules = file.list().map((field) => {
    const members = field.members('code', 'title', 'account', ...CITATION_KEYS);
    const code = members.get('code').oneOf(EXCLUSIONS);
    if (seen.has(code)) members.get('code').wrong(`"${code}" stands here twice`, undefined);
    seen.add(code);
    return {
      code,
      title: readTitle(members.get('title')),
      account: members.get('account').oneOf(['may-pay', 'barred']),
      ...context.citation(members),
    };
  });
  const missing = EXCLUSIONS.filter((code) => !seen.has(code));
  if (missing.length > 0) file.wrong(`there is no rule for ${missing.join(', ')}`, undefined);
  return rules;
}

/** Reads a region's coverage.yaml: every article of the document exactly once, in the document's order. */
export function readCoverage(file: Field, context: Context, articles: readonly string[]): Coverage {
  const tests = new Map<string, readonly string[]>();
  const seen = new Set<string>();
  const coverage = file.list().map((field): ArticleCoverage => {
    const members = field.members('article', 'treatment', 'by', 'tests?');
    const article = context.article(members.get('article'));
    if (seen.has(article)) members.get('article').wrong(`article ${article} stands here twice`, undefined);
    seen.add(article);
    const treatment = members.get('treatment').oneOf(['computed', 'enforced', 'reported', 'no-rule']);
    if (treatment === 'computed' && !members.has('tests')) field.wrong('what is computed names its tests', undefined);
    tests.set(
      article,
      members
        .find('tests')
        ?.texts()
        .map((test) => test.text()) ?? [],
    );
    return { article, treatment, by: members.get('by').text() };
  });
  const missing = articles.filter((article) => !seen.has(article));
  if (missing.length > 0)
    file.wrong(`there is no row for ${missing.map((one) => `article ${one}`).join(', ')}`, undefined);
  const order = coverage.map(({ article }) => articles.indexOf(article));
  if (missing.length === 0 && order.some((at, index) => index > 0 && at < (order[index - 1] as number))) {
    file.wrong("the rows are not in the document's order", undefined);
  }
  return { coverage, tests };
}

/** What became of each article, and in which tests that is shown. */
export interface Coverage {
  readonly coverage: readonly ArticleCoverage[];
  /** Files by article, from the folder of the tests on. They may move: they are no part of the rules, nor of their hash. */
  readonly tests: ReadonlyMap<string, readonly string[]>;
}

/** Reads the assumptions that the regions share. */
export function readAssumptions(file: Field): ReadonlyMap<string, DeclaredAssumption> {
  const all = new Map<string, DeclaredAssumption>();
  for (const field of file.list()) {
    const members = field.members('id', 'text', 'reason');
    const id = members.get('id').matching(/^A[1-9]\d*$/, 'an id such as A1');
    if (all.has(id)) field.wrong(`${id} is declared twice`, undefined);
    all.set(id, { id, text: readTitle(members.get('text')), reason: members.get('reason').text() });
  }
  return all;
}

/** Reads a region's assumptions.yaml: the ids of those that it rests on. */
export function readApplied(file: Field, all: ReadonlyMap<string, DeclaredAssumption>): readonly DeclaredAssumption[] {
  return file
    .members('applies')
    .get('applies')
    .list()
    .flatMap((field) => {
      const declared = all.get(field.text());
      return declared ?? field.wrong(`assumptions.yaml of all regions has no "${field.text()}"`, []);
    });
}
