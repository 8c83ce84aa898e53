import type { PlainDate } from '../calendar/calendar.ts';
import { exact, toFen, toYuan, ZERO, type Exact } from '../money/money.ts';
import { refuse } from '../ledger/refusal.ts';
import type { Facts, ValueExpression } from './pack.ts';

/** Looks up a local parameter: the value of the latest effective date not after the day, by exact name. */
export interface ParameterLookup {
  /** The value as published, or undefined when nothing is in force on the day. */
  valueOf(name: string, on: PlainDate): string | undefined;
  /** The ages N for which `<name>.from-age-N` was ever published, highest first. */
  agesOf(name: string): readonly number[];
}

export interface Asked {
  readonly facts: Facts;
  readonly on: PlainDate;
  readonly parameters: ParameterLookup;
}

/** The value of a rate or an amount. "none" (a cap that does not exist) is undefined. */
export function evaluateNumber(expression: ValueExpression, asked: Asked): Exact | undefined {
  if (typeof expression === 'string') return expression === 'none' ? undefined : exact(expression);
  if ('parameter' in expression) return evaluateParameter(expression, asked);
  if ('product' in expression) {
    const product = expression.product.reduce((value, factor) => value.times(needed(factor, asked)), exact('1'));
    return expression.round === 'yuan' ? toYuan(product) : expression.round === 'fen' ? toFen(product) : product;
  }
  if ('sum' in expression) return expression.sum.reduce((value, part) => value.plus(needed(part, asked)), ZERO);
  if ('half' in expression) return needed(expression.half, asked).div(2);
  throw new Error('the expression is a word, not a number');
}

function needed(expression: ValueExpression, asked: Asked): Exact {
  const value = evaluateNumber(expression, asked);
  if (value === undefined) throw new Error('"none" has no place in a sum or product');
  return value;
}

function evaluateParameter(
  expression: Extract<ValueExpression, { readonly parameter: string }>,
  asked: Asked,
): Exact | undefined {
  const facts = expression.at === undefined ? asked.facts : { ...asked.facts, ...expression.at };
  const value = publishedValue(expression.parameter, expression.by ?? [], { ...asked, facts });
  if (value !== undefined) return exact(value);
  if (expression.otherwise !== undefined) return evaluateNumber(expression.otherwise, asked);
  return refuse('parameter-missing', `No value of ${expression.parameter} is in force on ${asked.on}.`, {
    field: expression.parameter,
  });
}

/** The word of a `choice` table. */
export function evaluateWord(expression: ValueExpression, asked: Asked): string {
  if (typeof expression === 'string') return expression;
  if ('switch' in expression) {
    return asked.parameters.valueOf(expression.switch, asked.on) === 'on' ? expression.on : expression.off;
  }
  if ('published' in expression) {
    return isPublished(expression.published, expression.by ?? [], asked) ? expression.yes : expression.no;
  }
  throw new Error('the expression is a number, not a word');
}

/** Whether a value made for the case is in force: with `tier`, a name without one does not count (a general rate is no pharmacy rate). */
function isPublished(name: string, by: readonly ('status' | 'tier' | 'age')[], asked: Asked): boolean {
  const names = candidateNames(name, by, asked.facts, (base) => asked.parameters.agesOf(base));
  const made = by.includes('tier') ? names.filter((one) => one.endsWith(`.${asked.facts.tier ?? ''}`)) : names;
  return made.some((one) => asked.parameters.valueOf(one, asked.on) !== undefined);
}

/** Flexible workers have the benefits of the on-job (COMMANDS.md, Local parameters). */
function statusOf(facts: Facts): 'on-job' | 'retired' {
  return facts.employment === 'retired' ? 'retired' : 'on-job';
}

/**
 * The names that may answer for a parameter, most specific first: both suffixes, status, tier, none; or the highest age
 * not above the person's.
 */
export function candidateNames(
  name: string,
  by: readonly ('status' | 'tier' | 'age')[],
  facts: Facts,
  agesOf: (name: string) => readonly number[],
): readonly string[] {
  if (by.includes('age')) {
    const age = facts.age ?? 0;
    return agesOf(name)
      .filter((from) => from <= age)
      .map((from) => `${name}.from-age-${String(from)}`);
  }
  const status = by.includes('status') ? statusOf(facts) : undefined;
  const tier = by.includes('tier') ? facts.tier : undefined;
  const names = [name];
  if (tier !== undefined) names.unshift(`${name}.${tier}`);
  if (status !== undefined) names.unshift(`${name}.${status}`);
  if (status !== undefined && tier !== undefined) names.unshift(`${name}.${status}.${tier}`);
  return names;
}

/** The most specific value in force: a more specific name wins even over a newer, less specific one. */
export function publishedValue(
  name: string,
  by: readonly ('status' | 'tier' | 'age')[],
  asked: Asked,
): string | undefined {
  const { facts, on, parameters } = asked;
  for (const candidate of candidateNames(name, by, facts, (base) => parameters.agesOf(base))) {
    const value = parameters.valueOf(candidate, on);
    if (value !== undefined) return value;
  }
  return undefined;
}
