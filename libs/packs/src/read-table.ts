import { DIMENSIONS, type Dimension, type PolicyTable, type TableRow } from '@gongji/core';
import { CITATION_KEYS, type Context } from './context.ts';
import { readExpression, type ValueForm } from './read-expression.ts';
import type { Problems } from './pack-error.ts';
import { didYouMean, type Field } from './yaml-field.ts';

const UNITS = ['yuan', 'rate', 'choice'] as const;
const AGE = /^(>=\d+|<\d+|\d+\.\.\d+)$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const NAMES = Object.keys(DIMENSIONS) as Dimension[];

export function readDate(field: Field): string {
  const text = field.matching(DATE, 'a date such as 2023-01-01');
  const day = new Date(`${text}T00:00:00Z`);
  const exists = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
  return exists || text === '' ? text : field.wrong(`there is no day ${text}`, '');
}

/** A last day, which must not lie before the first one. */
export function readDateFrom(field: Field, first: Field | undefined): string {
  const until = readDate(field);
  const from = first === undefined ? '' : first.text();
  return until < from && until !== '' ? field.wrong(`${until} lies before ${from}`, until) : until;
}

export function readTitle(field: Field): { readonly zh: string; readonly en: string } {
  const members = field.members('zh', 'en');
  return { zh: members.get('zh').text(), en: members.get('en').text() };
}

/** A table, and where it and its rows stand. */
export interface LocatedTable {
  readonly table: PolicyTable;
  readonly field: Field;
  readonly by: ReadonlyMap<string, Field>;
  readonly rows: readonly Field[];
  /** Whether nothing was wrong with its form: only then is there a point in proving it. */
  readonly sound: boolean;
}

/** Reads a file of tables. */
export function readTables(file: Field, context: Context, problems: Problems): readonly LocatedTable[] {
  return file.list().map((field) => {
    const before = problems.count;
    const located = readTable(field, context);
    return { ...located, sound: problems.count === before };
  });
}

function readTable(field: Field, context: Context): Omit<LocatedTable, 'sound'> {
  const members = field.members('table', 'title', 'unit', 'choices?', 'by', 'rows');
  const unit = members.get('unit').oneOf(UNITS);
  if (members.has('unit') && members.has('choices') !== (unit === 'choice')) {
    field.wrong('choices belong to a choice table, and only there', undefined);
  }
  const choices = members.find('choices')?.list() ?? [];
  const form: ValueForm = { unit, choices: choices.map((choice) => choice.text()) };
  const by = readDomain(members.get('by'));
  const rows = members.get('rows').list();
  const table: PolicyTable = {
    table: members.get('table').matching(/^[A-Za-z-]+(\.[A-Za-z-]+)+$/, 'a name such as ordinary.rate'),
    title: readTitle(members.get('title')),
    unit,
    ...(unit === 'choice' ? { choices: form.choices } : {}),
    by,
    rows: rows.map((row) => readRow(row, { form, by, context })),
  };
  return { table, field: members.get('table'), by: new Map(members.get('by').entries()), rows };
}

function readDomain(field: Field): PolicyTable['by'] {
  return Object.fromEntries(
    field.entries().flatMap(([name, values]) => {
      const dimension = NAMES.find((known) => known === name);
      if (dimension === undefined) return values.wrong(`unknown dimension${didYouMean(name, NAMES)}`, []);
      const all = values.isText ? values.oneOf(['all']) : undefined;
      const words = DIMENSIONS[dimension] as readonly string[];
      return [[dimension, all ?? values.list().map((value) => value.oneOf(words))]];
    }),
  );
}

interface RowForm {
  readonly form: ValueForm;
  readonly by: PolicyTable['by'];
  readonly context: Context;
}

function readRow(field: Field, { form, by, context }: RowForm): TableRow {
  const members = field.members('when?', 'value', 'from?', 'until?', 'figures?', ...CITATION_KEYS);
  return {
    ...members.optional('when', (when) => readWhen(when, by)),
    value: readExpression(members.get('value'), form, context),
    ...members.optional('from', readDate),
    ...members.optional('until', (until) => readDateFrom(until, members.find('from'))),
    ...members.optional('figures', (figures) => figures.list().map((figure) => figure.text())),
    ...context.citation(members),
  };
}

function readWhen(field: Field, by: PolicyTable['by']): NonNullable<TableRow['when']> {
  return Object.fromEntries(
    field.entries().flatMap<readonly [string, string | readonly string[]]>(([name, value]) => {
      if (name === 'age') return [[name, readAge(value)]];
      const domain = by[name];
      if (domain === undefined) {
        const near = didYouMean(name, [...Object.keys(by), 'age']);
        return value.wrong(`the table's "by" does not name this dimension${near}`, []);
      }
      const words: readonly string[] = domain === 'all' ? DIMENSIONS[name as Dimension] : domain;
      return [[name, value.isText ? value.oneOf(words) : value.list().map((word) => word.oneOf(words))]];
    }),
  );
}

function readAge(field: Field): string {
  const age = field.matching(AGE, 'an age such as ">=70", "<70" or "45..69"');
  const [from, to] = age.split('..').map(Number);
  return to !== undefined && to < (from ?? 0) ? field.wrong(`${age} holds no age`, age) : age;
}
