import { date, fieldsOf, month, Optional, positionOrInstant, type FieldKind, type Form } from '@gongji/application';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { invalidQuery } from './problem.ts';

/** A position of the log. */
export const position: FieldKind = {
  name: 'isPosition',
  fits: (value) => typeof value === 'string' && /^\d{1,18}$/.test(value),
  says: 'a position of the log such as "123"',
  schema: { type: 'string', pattern: '^\\d{1,18}$', example: '123' },
};

/** Where a page begins: `next` of the page before. */
export const cursor: FieldKind = {
  name: 'isCursor',
  fits: (value) => typeof value === 'string' && /^\d{1,15}$/.test(value),
  says: 'the "next" of the page before',
  schema: { type: 'string', pattern: '^\\d{1,15}$' },
};

/** How many rows an answer may have. */
export const rowLimit: FieldKind = {
  name: 'isRowLimit',
  fits: (value) => typeof value === 'string' && /^[1-9]\d{0,3}$/.test(value) && Number(value) <= 1000,
  says: 'a number from 1 to 1000',
  schema: { type: 'integer', minimum: 1, maximum: 1000 },
};

/** A year in an address. */
export const yearText: FieldKind = {
  name: 'isYearText',
  fits: (value) => typeof value === 'string' && /^(19|2\d)\d{2}$/.test(value),
  says: 'a year such as "2023"',
  schema: { type: 'string', pattern: '^(19|2\\d)\\d{2}$', example: '2023' },
};

/** A month or a year. */
export const period: FieldKind = {
  name: 'isPeriod',
  fits: (value) => month.fits(value) || yearText.fits(value),
  says: 'a month such as "2023-03" or a year such as "2023"',
  schema: { type: 'string', pattern: '^(19|2\\d)\\d{2}(-(0[1-9]|1[0-2]))?$', example: '2023-03' },
};

/** What every question may say. */
export abstract class Query {
  /** The answer comes from views that have reached this position: that of a command's answer, to read what it wrote. */
  @Optional(position) minPosition?: string;
}

/** A question that can be asked for a business date, and as its answer was known. */
export abstract class TimesQuery extends Query {
  @Optional(date) asOf?: string;
  @Optional(positionOrInstant) knownAt?: string;
}

/** A question that is answered page by page, in the order of the log. */
export abstract class PageQuery extends TimesQuery {
  @Optional(cursor) after?: string;
  @Optional(rowLimit) limit?: string;
}

interface Given {
  readonly [name: string]: unknown;
}

/** Reads the query of an address: every parameter fits its kind, and none is unknown. */
export function readQuery<T extends Query>(form: abstract new () => T, given: Given): T {
  const fields = fieldsOf(form);
  for (const [name, value] of Object.entries(given)) {
    const kind = fields.get(name)?.kind;
    if (kind === undefined) throw invalidQuery(name, `${name} is no parameter of this address.`);
    if (!kind.fits(value)) throw invalidQuery(name, `${name} must be ${kind.says}.`);
  }
  for (const [name, { kind, optional }] of fields) {
    if (!optional && given[name] === undefined)
      throw invalidQuery(name, `${name} is missing: it must be ${kind.says}.`);
  }
  const { from, to } = given as { readonly from?: string; readonly to?: string };
  if (from !== undefined && to !== undefined && from > to)
    throw invalidQuery('to', `to ${to} lies before from ${from}.`);
  return given as unknown as T;
}

const QueryParameter = createParamDecorator((form: abstract new () => Query, context: ExecutionContext) =>
  readQuery(form, context.switchToHttp().getRequest<FastifyRequest>().query as Given),
);

/** A parameter that takes the checked query; the form also describes it in the OpenAPI document. */
export function Asked(form: Form & (abstract new () => Query)): ParameterDecorator {
  return (controller, method, index) => {
    QueryParameter(form)(controller, method, index);
    if (method === undefined) return;
    const descriptor = Object.getOwnPropertyDescriptor(controller, method);
    if (descriptor === undefined) return;
    for (const [name, { kind, optional }] of fieldsOf(form)) {
      ApiQuery({ name, required: !optional, schema: kind.schema, description: kind.says })(
        controller,
        method,
        descriptor,
      );
    }
  };
}

/** The rows a page, where the query says how many. */
export function limitOf({ limit }: { readonly limit?: string }): { readonly limit?: number } {
  return limit === undefined ? {} : { limit: Number(limit) };
}
