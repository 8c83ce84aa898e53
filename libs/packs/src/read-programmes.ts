import { DIMENSIONS, type ProgrammeRule } from '@gongji/core';
import { CITATION_KEYS, type Context } from './context.ts';
import { readTitle } from './read-table.ts';
import { didYouMean, type Field, type Members } from './yaml-field.ts';

interface ProgrammeForm {
  readonly tables: ReadonlySet<string>;
  readonly rules: readonly string[];
  readonly context: Context;
}

/** Reads programmes.yaml: a rule for every programme; a step names a table, and what lies beyond a cap one of its fellow rules. */
export function readProgrammes(file: Field, tables: ReadonlySet<string>, context: Context): readonly ProgrammeRule[] {
  const fields = file
    .list()
    .map((field) =>
      field.members('programme', 'title', 'line', 'selfPayFirst?', 'deductible?', 'rate', 'cap?', 'beyondCap?'),
    );
  const names = fields.map((members) => members.get('programme').text());
  fields.forEach((members, index) => {
    if (names.indexOf(names[index] as string) !== index) {
      members.get('programme').wrong('the programme has a rule already', undefined);
    }
  });
  const missing = DIMENSIONS.programme.filter((name) => !names.includes(name));
  if (missing.length > 0) file.wrong(`there is no rule for ${missing.join(', ')}`, undefined);
  const rules = fields.map((members) => readProgramme(members, { tables, rules: names, context }));
  fields.forEach((members, index) => {
    requireEnd(rules[index] as ProgrammeRule, rules, members.get('beyondCap'));
  });
  return rules;
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
      const rule = step.get('rule').oneOf(rules);
      const anew = step.get('anew').yesNo();
      if (!members.has('cap')) field.wrong('there is no cap', undefined);
      if (anew && !(DIMENSIONS.programme as readonly string[]).includes(rule)) {
        step.get('anew').wrong(`coverage cannot be asked anew for "${rule}", which is no programme`, undefined);
      }
      return { rule, anew, ...context.citation(step) };
    }),
  };
}

function tableOf(step: Members, tables: ReadonlySet<string>): string {
  const name = step.get('table').text();
  if (tables.has(name)) return name;
  return step.get('table').wrong(`the pack has no table "${name}"${didYouMean(name, tables)}`, name);
}

/** What one rule passes on to the next must come to an end. */
function requireEnd(first: ProgrammeRule, rules: readonly ProgrammeRule[], field: Field): void {
  const passed = new Set<string>();
  for (let rule: ProgrammeRule | undefined = first; rule !== undefined;) {
    if (passed.has(rule.programme)) return field.wrong(`what is passed on comes back to ${rule.programme}`, undefined);
    passed.add(rule.programme);
    const next: string | undefined = rule.beyondCap?.rule;
    rule = rules.find(({ programme }) => programme === next);
  }
}
