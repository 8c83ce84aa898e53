import { isAmount, isDate, isMonth, isWarningPlace } from '@gongji/core';
import { ValidateBy, ValidateIf } from 'class-validator';

/** What a field may hold: one check, the words for its error, and its JSON schema for the interface's description. */
export interface FieldKind {
  readonly name: string;
  readonly fits: (value: unknown) => boolean;
  /** Completes "FIELD must be …". */
  readonly says: string;
  readonly schema: { readonly [keyword: string]: unknown };
  /** Fields of an object, checked one by one so that an error names the very one. */
  readonly members?: () => Fields;
  /** What each entry of a list may hold, checked one by one. */
  readonly entries?: FieldKind;
}

export interface FieldRule {
  readonly kind: FieldKind;
  readonly optional: boolean;
}

export type Fields = ReadonlyMap<string, FieldRule>;

/** A form: a class whose fields carry their kinds. */
export type Form = abstract new () => object;

const declared = new WeakMap<object, Map<string, FieldRule>>();

/** The fields of a form, those of its ancestors first. */
export function fieldsOf(form: Form): Fields {
  const fields = new Map<string, FieldRule>();
  const line: object[] = [];
  for (let at = form.prototype as object | null; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    line.unshift(at);
  }
  for (const prototype of line) for (const [name, rule] of declared.get(prototype) ?? []) fields.set(name, rule);
  return fields;
}

function declare(kind: FieldKind, optional: boolean): PropertyDecorator {
  const check = ValidateBy({
    name: kind.name,
    validator: { validate: kind.fits, defaultMessage: (args) => `${args?.property ?? ''} must be ${kind.says}` },
  });
  const whenGiven = ValidateIf((_form, value) => value !== undefined);
  return (prototype, name) => {
    check(prototype, name);
    if (optional) whenGiven(prototype, name);
    const fields = declared.get(prototype) ?? new Map<string, FieldRule>();
    declared.set(prototype, fields.set(String(name), { kind, optional }));
  };
}

/** A field that must be there. Registers the class-validator check and the field's kind in one. */
export function Required(kind: FieldKind): PropertyDecorator {
  return declare(kind, false);
}

/** A field that may be left out; null is no way to leave it out. */
export function Optional(kind: FieldKind): PropertyDecorator {
  return declare(kind, true);
}

function text(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= longest && value.isWellFormed();
}

// eslint-disable-next-line no-control-regex -- control characters are just what an id must not have
const ID = /^[^\s\u0000-\u001f\u007f](?:[^\u0000-\u001f\u007f]*[^\s\u0000-\u001f\u007f])?$/u;

/** An identifier: no control characters, no white space at its ends. */
function identifier(name: string, longest: number): FieldKind {
  return {
    name,
    fits: (value) => text(value, longest) && ID.test(value),
    says: `an identifier of 1 to ${String(longest)} characters without control characters`,
    schema: { type: 'string', minLength: 1, maxLength: longest },
  };
}

export const id: FieldKind = identifier('isLedgerId', 128);

/** A payment's id is made of the institution's, the month and a number, and is longer by as much. */
export const paymentId: FieldKind = identifier('isPaymentId', 146);

export const words: FieldKind = {
  name: 'isWords',
  fits: (value) => text(value, 1000),
  says: 'a text of 1 to 1000 characters',
  schema: { type: 'string', minLength: 1, maxLength: 1000 },
};

export const amount: FieldKind = {
  name: 'isAmount',
  fits: isAmount,
  says: 'an amount in yuan as text with at most two decimals, such as "450.00"',
  schema: { type: 'string', pattern: '^(0|[1-9]\\d{0,12})(\\.\\d{1,2})?$', example: '450.00' },
};

/** An amount that may be negative, as a refund's is. */
export const signedAmount: FieldKind = {
  name: 'isSignedAmount',
  fits: (value) => typeof value === 'string' && isAmount(value.replace(/^-(?!0*(\.0*)?$)/, '')),
  says: 'an amount in yuan as text with at most two decimals, such as "450.00" or "-450.00"',
  schema: { type: 'string', pattern: '^-?(0|[1-9]\\d{0,12})(\\.\\d{1,2})?$', example: '-450.00' },
};

/** A part of a whole. */
export const rate: FieldKind = {
  name: 'isRate',
  fits: (value) => typeof value === 'string' && /^(0(\.\d{1,4})?|1(\.0{1,4})?)$/.test(value),
  says: 'a rate from 0 to 1 as text with at most four decimals, such as "0.05"',
  schema: { type: 'string', pattern: '^(0(\\.\\d{1,4})?|1(\\.0{1,4})?)$', example: '0.05' },
};

export const date: FieldKind = {
  name: 'isPlainDate',
  fits: isDate,
  says: 'a date that exists, such as "2023-03-01"',
  schema: { type: 'string', format: 'date', example: '2023-03-01' },
};

export const firstOfMonth: FieldKind = {
  name: 'isFirstOfMonth',
  fits: (value) => isDate(value) && value.endsWith('-01'),
  says: 'the first day of a month, such as "2023-03-01"',
  schema: { type: 'string', format: 'date', pattern: '-01$', example: '2023-03-01' },
};

export const month: FieldKind = {
  name: 'isPlainMonth',
  fits: isMonth,
  says: 'a month such as "2023-03"',
  schema: { type: 'string', pattern: '^\\d{4}-(0[1-9]|1[0-2])$', example: '2023-03' },
};

const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;

export const dateTime: FieldKind = {
  name: 'isPlainDateTime',
  fits: (value) => typeof value === 'string' && isDate(DATE_TIME.exec(value)?.[1]),
  says: 'a local date and time such as "2023-03-01T08:00"',
  schema: { type: 'string', pattern: DATE_TIME.source, example: '2023-03-01T08:00' },
};

const TIME = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;

export const time: FieldKind = {
  name: 'isPlainTime',
  fits: (value) => typeof value === 'string' && TIME.test(value),
  says: 'a time of the day such as "14:05" or "14:05:30"',
  schema: { type: 'string', pattern: TIME.source, example: '14:05' },
};

export const year: FieldKind = {
  name: 'isYear',
  fits: (value) => Number.isInteger(value) && (value as number) >= 1900 && (value as number) < 3000,
  says: 'a year as a number, such as 2023',
  schema: { type: 'integer', minimum: 1900, maximum: 2999, example: 2023 },
};

export const tier: FieldKind = {
  name: 'isTier',
  fits: (value) => value === 1 || value === 2 || value === 3,
  says: 'the number 1, 2 or 3',
  schema: { type: 'integer', enum: [1, 2, 3] },
};

export const flag: FieldKind = {
  name: 'isFlag',
  fits: (value) => typeof value === 'boolean',
  says: 'true or false',
  schema: { type: 'boolean' },
};

/** An administrative division (行政区划代码): six digits. */
export const area: FieldKind = {
  name: 'isArea',
  fits: (value) => typeof value === 'string' && /^\d{6}$/.test(value),
  says: 'an administrative division of six digits, such as "510400"',
  schema: { type: 'string', pattern: '^\\d{6}$', example: '510400' },
};

export function oneOf(...values: readonly string[]): FieldKind {
  return {
    name: 'isOneOf',
    fits: (value) => typeof value === 'string' && values.includes(value),
    says: `one of ${values.join(', ')}`,
    schema: { type: 'string', enum: values },
  };
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Local parameters: at least one, each a text. */
export const parameterValues: FieldKind = {
  name: 'isParameterValues',
  fits: (value) =>
    isObject(value) &&
    Object.keys(value).length > 0 &&
    Object.entries(value).every(([name, one]) => text(name, 128) && text(one, 40)),
  says: 'an object of at least one parameter, each value a text such as "0.55"',
  schema: { type: 'object', additionalProperties: { type: 'string' }, minProperties: 1 },
};

/** An object of its own fields. */
export function object(form: Form): FieldKind {
  return {
    name: 'isObject',
    fits: isObject,
    says: 'an object',
    schema: { type: 'object' },
    members: () => fieldsOf(form),
  };
}

/** A visit by its person's id and its own. */
export const visitOfPerson: FieldKind = {
  name: 'isVisitOfPerson',
  fits: (value) =>
    isObject(value) && Object.keys(value).length === 2 && id.fits(value.personId) && id.fits(value.visitId),
  says: 'an object of a personId and a visitId',
  schema: {
    type: 'object',
    properties: { personId: id.schema, visitId: id.schema },
    required: ['personId', 'visitId'],
    additionalProperties: false,
  },
};

/** Where a warning stands in the list of warnings. */
export const warningPlace: FieldKind = {
  name: 'isWarningPlace',
  fits: isWarningPlace,
  says: 'the "warning" of a warning, such as "3200"',
  schema: { type: 'string', pattern: '^[1-9]\\d{0,14}$', example: '3200' },
};

/** A list of so many entries at most. */
export function list(entries: FieldKind, most: number): FieldKind {
  return {
    name: 'isList',
    fits: (value) => Array.isArray(value) && value.length <= most,
    says: `a list of at most ${String(most)} entries`,
    schema: { type: 'array', maxItems: most },
    entries,
  };
}

/** A list of at least one and at most so many. */
export function listOf(entries: FieldKind, most: number): FieldKind {
  const any = list(entries, most);
  return {
    ...any,
    fits: (value) => any.fits(value) && (value as readonly unknown[]).length > 0,
    says: `a list of 1 to ${String(most)} entries`,
    schema: { ...any.schema, minItems: 1 },
  };
}

/** A number of things, or of one among them. */
export const whole: FieldKind = {
  name: 'isWhole',
  fits: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  says: 'a whole number, not negative',
  schema: { type: 'integer', minimum: 0 },
};

/** A field that says something by being there. */
export const trueOnly: FieldKind = {
  name: 'isTrue',
  fits: (value) => value === true,
  says: 'true, or left out',
  schema: { type: 'boolean', enum: [true] },
};

/** A SHA-256 in hexadecimal. */
export const digest: FieldKind = {
  name: 'isDigest',
  fits: (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
  says: 'a SHA-256 of 64 hexadecimal digits',
  schema: { type: 'string', pattern: '^[0-9a-f]{64}$' },
};

/** A position of the log. */
export const logPosition: FieldKind = {
  name: 'isLogPosition',
  fits: (value) => typeof value === 'string' && /^(0|[1-9]\d{0,17})$/.test(value),
  says: 'a position of the log such as "123"',
  schema: { type: 'string', pattern: '^(0|[1-9]\\d{0,17})$', example: '123' },
};

/** A position of the log ("123") or an instant ("2023-08-01T00:00:00Z"). */
export const positionOrInstant: FieldKind = {
  name: 'isPositionOrInstant',
  fits: (value) =>
    typeof value === 'string' &&
    (/^\d{1,19}$/.test(value) ||
      (/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(value) && !Number.isNaN(Date.parse(value)))),
  says: 'a position of the log such as "123" or an instant such as "2023-08-01T00:00:00Z"',
  schema: { type: 'string', example: '2023-08-01T00:00:00Z' },
};

const TOKEN = /^[A-Za-z0-9_-]{1,2000}\.[A-Za-z0-9_-]{43}$/;

/** What a dry run of a visit answered as `token`. */
export const previewToken: FieldKind = {
  name: 'isPreviewToken',
  fits: (value) => typeof value === 'string' && TOKEN.test(value),
  says: 'the token of a preview',
  schema: { type: 'string', pattern: TOKEN.source },
};
