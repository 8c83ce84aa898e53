import type {
  ArticleCoverage,
  DeclaredAssumption,
  ExclusionRule,
  LocalParameter,
  PolicyPack,
  ProgrammeRule,
} from '@gongji/core';
import { CITATION_KEYS, type Context } from './context.ts';
import { ALL_SUFFIXES, readSuffixes } from './read-expression.ts';
import { readDate, readTitle } from './read-table.ts';
import type { Field, Members } from './yaml-field.ts';

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
      ...inForce.optional('until', readDate),
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
      ...members.optional('by', (by) => readSuffixes(by, ALL_SUFFIXES)),
      title: readTitle(members.get('title')),
      ...context.citation(members),
    };
    context.declare(declared, field);
    return declared;
  });
}

/** Reads programmes.yaml; a step names a table, and a rule one of its fellow rules. */
export function readProgrammes(file: Field, tables: ReadonlySet<string>, context: Context): readonly ProgrammeRule[] {
  const fields = file.list().map((field) => ({
    members: field.members('programme', 'title', 'line', 'selfPayFirst?', 'deductible?', 'rate', 'cap?', 'beyondCap?'),
  }));
  const names = fields.map(({ members }) => members.get('programme').text());
  return fields.map(({ members }, index) => {
    if (names.indexOf(names[index] as string) !== index) members.field.fail('the programme has a rule already');
    return readProgramme(members, { tables, rules: names, context });
  });
}

interface ProgrammeForm {
  readonly tables: ReadonlySet<string>;
  readonly rules: readonly string[];
  readonly context: Context;
}

function readProgramme(members: Members, { tables, rules, context }: ProgrammeForm): ProgrammeRule {
  return {
    programme: members.get('programme').text(),
    title: readTitle(members.get('title')),
    line: members.get('line').text(),
    ...members.optional('selfPayFirst', (field) => ({ table: tableOf(field.members('table'), tables) })),
    ...members.optional('deductible', (field) => {
      const step = field.members('table', 'per', 'accumulator');
      return {
        table: tableOf(step, tables),
        per: step.get('per').oneOf(['year', 'visit']),
        accumulator: step.get('accumulator').text(),
      };
    }),
    rate: { table: tableOf(members.get('rate').members('table'), tables) },
    ...members.optional('cap', (field) => {
      const step = field.members('table', 'accumulator');
      return { table: tableOf(step, tables), accumulator: step.get('accumulator').text() };
    }),
    ...members.optional('beyondCap', (field) => {
      const step = field.members('rule', 'anew', ...CITATION_KEYS);
      return {
        rule: step.get('rule').oneOf(rules),
        anew: step.get('anew').yesNo(),
        ...context.citation(step),
      };
    }),
  };
}

function tableOf(step: Members, tables: ReadonlySet<string>): string {
  const name = step.get('table').text();
  return tables.has(name) ? name : step.get('table').fail(`the pack has no table "${name}"`);
}

/** Reads exclusions.yaml. */
export function readExclusions(file: Field, context: Context): readonly ExclusionRule[] {
  return file.list().map((field) => {
    const members = field.members('code', 'title', 'account', ...CITATION_KEYS);
    return {
      code: members.get('code').text(),
      title: readTitle(members.get('title')),
      account: members.get('account').oneOf(['may-pay', 'barred']),
      ...context.citation(members),
    };
  });
}

/** Reads a region's coverage.yaml. */
export function readCoverage(file: Field, context: Context): readonly ArticleCoverage[] {
  return file.list().map((field) => {
    const members = field.members('article', 'treatment', 'by');
    return {
      article: context.article(members.get('article')),
      treatment: members.get('treatment').oneOf(['computed', 'enforced', 'reported', 'no-rule']),
      by: members.get('by').text(),
    };
  });
}

/** Reads the assumptions that the regions share. */
export function readAssumptions(file: Field): ReadonlyMap<string, DeclaredAssumption> {
  const all = new Map<string, DeclaredAssumption>();
  for (const field of file.list()) {
    const members = field.members('id', 'text', 'reason');
    const id = members.get('id').matching(/^A[1-9]\d*$/, 'an id such as A1');
    if (all.has(id)) field.fail(`${id} is declared twice`);
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
    .map((field) => all.get(field.text()) ?? field.fail(`assumptions.yaml of all regions has no "${field.text()}"`));
}
