import { DIMENSIONS, type Dimension, type PolicyTable, type TableRow } from '@gongji/core';
import { CITATION_KEYS, type Context } from './context.ts';
import { readExpression, type ValueForm } from './read-expression.ts';
import type { Field } from './yaml-field.ts';

const UNITS = ['yuan', 'rate', 'choice'] as const;
const AGE = /^(>=\d+|<\d+|\d+\.\.\d+)$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const NAMES = Object.keys(DIMENSIONS) as Dimension[];

export function readDate(field: Field): string {
  const text = field.matching(DATE, 'a date such as 2023-01-01');
  const day = new Date(`${text}T00:00:00Z`);
  const exists = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
  return exists ? text : field.fail(`there is no day ${text}`);
}

export function readTitle(field: Field): { readonly zh: string; readonly en: string } {
  const members = field.members('zh', 'en');
  return { zh: members.get('zh').text(), en: members.get('en').text() };
}

/** Reads a file of tables. */
export function readTables(file: Field, context: Context): readonly PolicyTable[] {
  return file.list().map((field) => readTable(field, context));
}

function readTable(field: Field, context: Context): PolicyTable {
  const members = field.members('table', 'title', 'unit', 'choices?', 'by', 'rows');
  const unit = members.get('unit').oneOf(UNITS);
  if (members.has('choices') !== (unit === 'choice')) field.fail('choices belong to a choice table, and only there');
  const choices = members.find('choices')?.list() ?? [];
  const form: ValueForm = { unit, choices: choices.map((choice) => choice.text()) };
  const by = readDomain(members.get('by'));
  return {
    table: members.get('table').matching(/^[A-Za-z-]+(\.[A-Za-z-]+)+$/, 'a name such as ordinary.rate'),
    title: readTitle(members.get('title')),
    unit,
    ...(unit === 'choice' ? { choices: form.choices } : {}),
    by,
    rows: members
      .get('rows')
      .list()
      .map((row) => readRow(row, { form, by, context })),
  };
}

function readDomain(field: Field): PolicyTable['by'] {
  return Object.fromEntries(
    field.entries().map(([name, values]) => {
      const dimension = NAMES.find((known) => known === name) ?? values.fail('unknown dimension');
      const all = values.isText ? values.oneOf(['all']) : undefined;
      return [dimension, all ?? values.list().map((value) => value.oneOf(DIMENSIONS[dimension] as readonly string[]))];
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
    ...members.optional('until', readDate),
    ...members.optional('figures', (figures) => figures.list().map((figure) => figure.text())),
    ...context.citation(members),
  };
}

function readWhen(field: Field, by: PolicyTable['by']): NonNullable<TableRow['when']> {
  return Object.fromEntries(
    field.entries().map(([name, value]) => {
      if (name === 'age') return [name, value.matching(AGE, 'an age such as ">=70", "<70" or "45..69"')];
      const domain = by[name] ?? value.fail('the table\'s "by" does not name this dimension');
      const words: readonly string[] = domain === 'all' ? DIMENSIONS[name as Dimension] : domain;
      return [name, value.isText ? value.oneOf(words) : value.list().map((word) => word.oneOf(words))];
    }),
  );
}
