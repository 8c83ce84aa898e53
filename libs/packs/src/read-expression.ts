import { DIMENSIONS, type LocalParameter, type PolicyTable, type ValueExpression } from '@gongji/core';
import type { Context, Suffix } from './context.ts';
import { didYouMean, Field, type Members } from './yaml-field.ts';

type Unit = PolicyTable['unit'];
type ParameterExpression = Extract<ValueExpression, { readonly parameter: string }>;

/** What a table lets its rows say. */
export interface ValueForm {
  readonly unit: Unit;
  readonly choices: readonly string[];
}

const SUFFIXES: readonly Suffix[] = ['status', 'tier', 'age'];
const YUAN = /^\d+\.\d{2}$/;
const RATE = /^[01]\.\d{2,4}$/;
const FACTOR = /^\d+\.\d{2,4}$/;

/** Reads a row's value in the form that the table's unit asks for. */
export function readExpression(field: Field, form: ValueForm, context: Context): ValueExpression {
  return new ExpressionReader(form, context).read(field, form.unit === 'yuan');
}

class ExpressionReader {
  constructor(
    private readonly form: ValueForm,
    private readonly context: Context,
  ) {}

  /** @param noneAllowed whether the value may be "none": a cap that does not exist. */
  read(field: Field, noneAllowed: boolean): ValueExpression {
    if (field.isText) return this.literal(field, noneAllowed);
    const kinds = new Map(field.entries());
    for (const [key, read] of Object.entries(this.kinds)) {
      if (kinds.has(key)) return read(field, noneAllowed);
    }
    const known = Object.keys(this.kinds);
    const near = [...kinds.keys()].map((key) => didYouMean(key, known)).find((text) => text !== '') ?? '';
    return field.wrong(`no value: write text or one of ${known.join(', ')}${near}`, '');
  }

  private readonly kinds: { readonly [key: string]: (field: Field, noneAllowed: boolean) => ValueExpression } = {
    parameter: (field, noneAllowed) => this.parameter(field, noneAllowed),
    published: (field) => this.published(field),
    switch: (field) => this.localSwitch(field),
    product: (field) => this.product(field),
    sum: (field) => ({
      sum: this.number(field)
        .members('sum')
        .get('sum')
        .list()
        .map((part) => this.read(part, false)),
    }),
    half: (field) => ({ half: this.read(this.number(field).members('half').get('half'), false) }),
  };

  private literal(field: Field, noneAllowed: boolean): string {
    if (this.form.unit === 'choice') return field.oneOf(this.form.choices);
    if (noneAllowed && field.text() === 'none') return 'none';
    return this.form.unit === 'yuan'
      ? field.matching(YUAN, 'yuan with two decimals, such as 200.00')
      : field.matching(RATE, 'a rate such as 0.55');
  }

  private parameter(field: Field, noneAllowed: boolean): ValueExpression {
    const members = this.number(field).members('parameter', 'by?', 'at?', 'otherwise?');
    const name = members.get('parameter');
    const declared = this.context.parameter(name);
    if (declared !== undefined && declared.unit !== this.form.unit) {
      name.wrong(`${declared.name} is in ${declared.unit}, the table in ${this.form.unit}`, undefined);
    }
    return {
      parameter: declared?.name ?? '',
      ...members.optional('by', (by) => readSuffixes(by, declared)),
      ...members.optional('at', (at) => this.elsewhere(at, members)),
      ...members.optional('otherwise', (otherwise) => this.read(otherwise, noneAllowed)),
    };
  }

  /** The tier or the status for which a parameter is asked, whatever the case's own: its name must carry that suffix. */
  private elsewhere(field: Field, parameter: Members): NonNullable<ParameterExpression['at']> {
    const at = field.members('tier?', 'employment?');
    const by =
      parameter
        .find('by')
        ?.texts()
        .map((suffix) => suffix.text()) ?? [];
    for (const [key, suffix] of [
      ['tier', 'tier'],
      ['employment', 'status'],
    ] as const) {
      if (at.has(key) && !by.includes(suffix)) at.get(key).wrong(`"by" does not name ${suffix}`, undefined);
    }
    return {
      ...at.optional('tier', (tier) => tier.oneOf(DIMENSIONS.tier)),
      ...at.optional('employment', (employment) => employment.oneOf(DIMENSIONS.employment)),
    };
  }

  private published(field: Field): ValueExpression {
    const members = this.word(field).members('published', 'by?', 'yes', 'no');
    const declared = this.context.parameter(members.get('published'));
    return {
      published: declared?.name ?? '',
      ...members.optional('by', (by) => readSuffixes(by, declared)),
      yes: members.get('yes').oneOf(this.form.choices),
      no: members.get('no').oneOf(this.form.choices),
    };
  }

  private localSwitch(field: Field): ValueExpression {
    const members = this.word(field).members('switch', 'on', 'off');
    const declared = this.context.parameter(members.get('switch'));
    if (declared !== undefined && declared.unit !== 'switch') {
      members.get('switch').wrong(`${declared.name} is no switch`, undefined);
    }
    return {
      switch: declared?.name ?? '',
      on: members.get('on').oneOf(this.form.choices),
      off: members.get('off').oneOf(this.form.choices),
    };
  }

  /** An amount times rates: the factors that are written out are plain figures. */
  private product(field: Field): ValueExpression {
    const members = this.number(field).members('product', 'round?');
    return {
      product: members
        .get('product')
        .list()
        .map((factor) =>
          factor.isText
            ? factor.matching(FACTOR, 'a figure with two to four decimals, such as 0.025')
            : this.read(factor, false),
        ),
      ...members.optional('round', (round) => round.oneOf(['fen', 'yuan'] as const)),
    };
  }

  private number(field: Field): Field {
    return this.form.unit === 'choice'
      ? field.wrong('this table answers with words, not figures', Field.missing)
      : field;
  }

  private word(field: Field): Field {
    return this.form.unit === 'choice'
      ? field
      : field.wrong('this table answers with figures, not words', Field.missing);
  }
}

/** @param declared whose name is to carry the suffixes, where there is one. */
export function readSuffixes(field: Field, declared?: Pick<LocalParameter, 'by'>): readonly Suffix[] {
  return field.list().map((item) => {
    const suffix = item.oneOf(SUFFIXES);
    if (declared === undefined || (declared.by ?? []).includes(suffix)) return suffix;
    return item.wrong(`the parameter is not declared by ${suffix}`, suffix);
  });
}
