import { fieldsOf, FORMS, type FieldKind, type Fields } from '@gongji/application';
import { REFUSAL_CODES } from '@gongji/core';
import type { OpenAPIObject } from '@nestjs/swagger';

export type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
export type Schema = Schemas[string];

/**
 * The schemas of the commands, made from the forms that check them: a command's shape is described once.
 */
export function commandSchemas(): Schemas {
  const types = Object.keys(FORMS);
  const each = Object.fromEntries(
    Object.entries(FORMS).map(([type, form]) => [type, commandSchema(type, fieldsOf(form))]),
  );
  const references = types.map((type) => ({ $ref: reference(type) }));
  const mapping = Object.fromEntries(types.map((type) => [type, reference(type)]));
  return {
    ...each,
    Command: {
      oneOf: references,
      discriminator: { propertyName: 'type', mapping },
    },
    VisitToPreview: visitToPreview(),
    ...ANSWERS,
  };
}

/** SettleVisit, of which nothing needs to be said but the visit. */
function visitToPreview(): Schema {
  const fields = [...fieldsOf(FORMS.SettleVisit)].map(([name, rule]) => {
    const optional = rule.optional || name === 'commandId' || name === 'type';
    return [name, { ...rule, optional }] as const;
  });
  const schema = objectSchema(new Map(fields));
  return { ...schema, properties: { ...schema.properties, type: { type: 'string', enum: ['SettleVisit'] } } };
}

export function reference(type: string): string {
  return `#/components/schemas/${type}`;
}

function commandSchema(type: string, fields: Fields): Schema {
  const schema = objectSchema(fields);
  return { ...schema, properties: { ...schema.properties, type: { type: 'string', enum: [type] } } };
}

function objectSchema(fields: Fields): { readonly properties: { readonly [name: string]: Schema } } & Schema {
  const required = [...fields].filter(([, { optional }]) => !optional).map(([name]) => name);
  return {
    type: 'object',
    properties: Object.fromEntries([...fields].map(([name, { kind }]) => [name, fieldSchema(kind)])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

function fieldSchema({ schema, says, members, entries }: FieldKind): Schema {
  if (members !== undefined) return objectSchema(members());
  if (entries !== undefined) return { description: says, ...schema, items: fieldSchema(entries) };
  return { description: says, ...schema };
}

const REFUSAL: Schema = {
  type: 'object',
  properties: {
    code: { type: 'string', enum: Object.keys(REFUSAL_CODES) },
    message: { type: 'string', description: 'one sentence for a person' },
    field: { type: 'string', description: 'the field that is wrong, where one is' },
    article: {
      type: 'string',
      description: 'the article that refuses, where one does',
      example: 'panzhihua-2022 art. 7',
    },
    line: { type: 'integer', description: 'the line of the file, where it could not be read as a command' },
  },
  required: ['code', 'message'],
};

const ANSWERS: Schemas = {
  Accepted: {
    type: 'object',
    properties: {
      commandId: { type: 'string' },
      ok: { type: 'boolean', enum: [true] },
      position: {
        type: 'string',
        description: 'place in the log; a question may name it as minPosition',
        example: '123',
      },
      dryRun: { type: 'boolean', enum: [true], description: 'nothing was written: the command asked for a dry run' },
      result: { type: 'object', additionalProperties: true },
    },
    required: ['commandId', 'ok', 'position', 'result'],
  },
  Refused: {
    type: 'object',
    properties: {
      commandId: { type: 'string', nullable: true },
      ok: { type: 'boolean', enum: [false] },
      error: REFUSAL,
    },
    required: ['commandId', 'ok', 'error'],
  },
  Answer: { oneOf: [{ $ref: reference('Accepted') }, { $ref: reference('Refused') }] },
  Problem: {
    type: 'object',
    description: 'RFC 9457 problem details; a refusal has the type urn:gongji:refusal:CODE.',
    properties: {
      type: { type: 'string', format: 'uri-reference', example: 'urn:gongji:refusal:unknown-person' },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string' },
      code: { type: 'string' },
      field: { type: 'string' },
      article: { type: 'string' },
      commandId: { type: 'string' },
    },
    required: ['type', 'title', 'status'],
  },
};
